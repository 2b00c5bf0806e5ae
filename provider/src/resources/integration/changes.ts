import type { Change, Sent } from "../../dynamic/change.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import type { IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { deleteOnce, explaining, notice } from "../../dynamic/writing.ts";
import { integrationClaim } from "../claims.ts";
import { keptDraft, saveDraft } from "./draft.ts";
import { goneMeanwhile } from "./identity.ts";
import { refuseDeleteInUse, upgradeInstances } from "./instances.ts";
import { afterImport, declaredName, planCreate, planTakeOver, planUpdate } from "./plan.ts";
import { outputsOf, type CheckedIntegration, type IntegrationState } from "./state.ts";
import { importOrAdopt, publish, replaceDraft, wouldLose } from "./write.ts";

/** Changes of an integration in one step, one after another. */
export function integrationChanges(
  old: IntegrationState | undefined,
  args: CheckedIntegration | undefined,
  rest: RestOfRun,
): Change[] {
  if (args === undefined) return old === undefined ? [] : [deletion(old)];
  const name = declaredName(args) ?? "";
  const held = rest.held(integrationClaim(name)) as IntegrationState | undefined;
  const announced =
    old !== undefined
      ? planUpdate(old, args)
      : held === undefined
        ? planCreate(args)
        : planTakeOver(held, args);
  // An integration that is taken over may be published already, or have waiting instances: known once it is found.
  let due = announced;
  let current: IntegrationWithDefinition;
  const mutations = (isSent: boolean, field: string) => (isSent ? [{ field, stableKey: name }] : []);

  const written: Change = {
    announced: mutations(announced.import, "importIntegration"),
    settles: [],
    async send({ session, id }): Promise<Sent> {
      let upgradePending = old?.upgradePending ?? false;
      if (old === undefined) {
        const { integration, adopted } = await importOrAdopt(session, name, args);
        current = integration;
        due = planCreate(args);
        if (adopted) {
          const published = integration.published !== undefined && !integration.hasUnpublishedChanges;
          upgradePending = integration.published !== undefined;
          due = afterImport(false, { published, upgradePending }, args);
        }
      } else {
        current = await found(session, id, old.name);
        if (announced.import) {
          if (wouldLose(old, args, current).length > 0) await saveDraft(session, current);
          current = await replaceDraft(session, current, args);
        }
      }
      return {
        id: current.id,
        state: outputsOf(args, current, { draft: keptDraft(current), upgradePending }),
      };
    },
  };
  const published: Change = {
    announced: mutations(announced.publish, "publishIntegration"),
    settles: [],
    waits: true,
    async send({ session }): Promise<Sent> {
      if (!due.publish) return {};
      const versionNumber = await publish(session, current, args);
      return { state: { versionNumber, published: true, upgradePending: true } };
    },
  };
  const upgraded: Change = {
    announced: mutations(announced.upgrade, "bulkUpdateInstancesToLatestIntegrationVersion"),
    settles: [],
    waits: true,
    async send({ session, state }): Promise<Sent> {
      const { versionNumber } = state as Partial<IntegrationState>;
      if (!due.upgrade || versionNumber === undefined) return {};
      const what = `The instances of integration "${name}" were not upgraded`;
      await explaining(session, what, () => upgradeInstances(session, current.id, name, versionNumber));
      return { state: { upgradePending: false } };
    },
  };
  if (old === undefined) return [written, published, upgraded];
  const decisions =
    (old.deleteOnDestroy ?? false) !== (args.deleteOnDestroy ?? false) || old.customer !== args.customer;
  const isEmpty = !announced.import && !announced.publish && !announced.upgrade;
  return isEmpty && !decisions ? [] : [written, published, upgraded];
}

function deletion({ name, deleteOnDestroy }: IntegrationState): Change {
  if (deleteOnDestroy !== true) {
    return {
      announced: [],
      settles: [],
      send({ session }) {
        notice(
          `Integration "${name}" stays in ${session.tenant}: it is deleted only with deleteOnDestroy: true.`,
        );
        return Promise.resolve();
      },
    };
  }
  return {
    announced: [{ field: "deleteIntegration", stableKey: name }],
    settles: [],
    releases: [integrationClaim(name)],
    async send({ session, id }) {
      if ((await session.integrations.byId(id)) === undefined) return;
      await refuseDeleteInUse(session, id, name);
      await explaining(session, `Integration "${name}" was not deleted`, () =>
        deleteOnce(
          () => session.integrations.delete(id),
          async () => (await session.integrations.byId(id)) !== undefined,
        ),
      );
    },
  };
}

async function found(session: TenantSession, id: string, name: string): Promise<IntegrationWithDefinition> {
  const integration = await session.integrations.byId(id);
  if (integration === undefined) throw goneMeanwhile(session, name);
  return integration;
}
