import type { Change, Sent } from "../../dynamic/change.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import type { IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { deleteOnce, explaining, notice, sendAgain } from "../../dynamic/writing.ts";
import { integrationClaim } from "../claims.ts";
import { keptDraft } from "./draft.ts";
import { goneMeanwhile } from "./identity.ts";
import { requirePermission } from "../permitted.ts";
import { refuseDeleteInUse } from "./instances.ts";
import {
  afterImport,
  bringsSecretsOnly,
  declaredName,
  planCreate,
  planTakeOver,
  planUpdate,
  type IntegrationPlan,
} from "./plan.ts";
import { isPublished, outputsOf, type CheckedIntegration, type IntegrationState } from "./state.ts";
import { untilVersionIsAvailable } from "./availableVersion.ts";
import { upgradeInstances } from "./upgrade.ts";
import {
  currentSettings,
  OF_NEW_VERSION,
  versionSettings,
  type VersionSetting,
  type VersionSettings,
} from "./versionSettings.ts";
import { DEFAULT_WAIT_SECONDS } from "../waiting.ts";
import { importOrAdopt, isDraft, publish, replaceDraft } from "./write.ts";

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
  let isNew = false;
  let availableVersion: string | undefined;
  const mayBeThere = old !== undefined && announced.import && bringsSecretsOnly(old, args);
  const mutations = (isSent: boolean, field: string) =>
    isSent ? [{ field, stableKey: name, ...(mayBeThere ? { uncertain: true as const } : {}) }] : [];

  const written: Change = {
    announced: mutations(announced.import, "importIntegration"),
    settles: [],
    async send({ session, id }): Promise<Sent> {
      let { upgradePending = false, awaitedVersion } = old ?? {};
      if (old === undefined) {
        const { integration, adopted } = await importOrAdopt(session, name, args);
        current = integration;
        isNew = !adopted;
        due = planCreate(args);
        if (adopted) {
          upgradePending = integration.newest !== undefined;
          const published = isPublished(integration);
          due = afterImport(
            false,
            { published, upgradePending, ...currentSettings(args, integration.newest) },
            args,
          );
        }
      } else {
        current = await found(session, id, old.name);
        if (mayBeThere && isDraft(args, current)) due = afterImport(false, old, args);
        if (due.import) {
          current = await replaceDraft(session, current, { declared: args, old });
        }
        if (due.publish && isPublishedSince(old, current)) {
          // A run that was ended before it could say so has published this very draft.
          due = { ...due, publish: false };
          upgradePending = true;
          awaitedVersion = current.newest?.versionNumber;
        }
      }
      const draft = keptDraft(current);
      const outputs = outputsOf(args, current, { draft, upgradePending, awaitedVersion });
      // Settings of the version hold once they were sent.
      const { marketplace: _marketplace, available: _available, ...state } = outputs;
      return { id: current.id, state };
    },
  };
  const published: Change = {
    announced: mutations(announced.publish, "publishIntegration"),
    settles: [],
    waits: true,
    async send({ session }): Promise<Sent> {
      if (!due.publish) return {};
      const versionNumber = await publish(session, current, args);
      // A new integration has no instances that could run another version.
      const upgradePending = !isNew;
      const settings = Object.fromEntries(
        versionSettings
          .filter(({ argument }) => args[argument] !== undefined)
          .map(({ argument }) => [argument, OF_NEW_VERSION[argument]]),
      );
      return {
        state: { ...settings, versionNumber, published: true, upgradePending, awaitedVersion: versionNumber },
      };
    },
  };
  const available: Change = {
    announced: [],
    settles: [],
    waits: true,
    async send({ session, state }): Promise<Sent> {
      const { awaitedVersion, versionNumber } = state as Partial<IntegrationState>;
      const number = awaitedVersion ?? (due.upgrade ? versionNumber : undefined);
      if (number === undefined) return {};
      availableVersion = await untilVersionIsAvailable(session, {
        integration: { id: current.id, name },
        number,
        limitSeconds: knownNumber(args.waitSeconds) ?? DEFAULT_WAIT_SECONDS,
        left: keptWaiting(due),
      });
      return { state: { awaitedVersion: undefined } };
    },
  };
  const upgraded: Change = {
    announced: mutations(announced.upgrade, "bulkUpdateInstancesToLatestIntegrationVersion"),
    settles: [],
    async send({ session, state }): Promise<Sent> {
      const { versionNumber } = state as Partial<IntegrationState>;
      if (!due.upgrade || versionNumber === undefined || availableVersion === undefined) return {};
      const integration = { id: current.id, name };
      await upgradeInstances(session, { integration, version: availableVersion, number: versionNumber });
      return { state: { upgradePending: false } };
    },
  };
  const settingChange = (setting: VersionSetting): Change => ({
    announced: mutations(announced.settings.includes(setting), setting.field).map((mutation) => ({
      ...mutation,
      carries: Object.keys(setting.input(args)),
      ...(isPartlyUnknown(args[setting.argument]) ? { uncertain: true as const } : {}),
    })),
    settles: [setting.argument],
    async send({ session }): Promise<Sent> {
      const version = availableVersion ?? current.newest?.id;
      if (!due.settings.includes(setting) || version === undefined) return {};
      const what = `Integration "${name}": ${setting.what} was not changed`;
      const target = { integration: current.id, version };
      await explaining(session, what, () => sendAgain(() => setting.send(session, target, args)));
      return { state: { [setting.argument]: args[setting.argument] } };
    },
  });
  // A version that was withdrawn is waited for in vain, until it is given back.
  const isFirst = ({ argument }: VersionSetting) => argument === "available" && args.available === true;
  const first = versionSettings.filter((setting) => isFirst(setting)).map(settingChange);
  const others = versionSettings.filter((setting) => !isFirst(setting)).map(settingChange);
  const all = [
    written,
    published,
    ...inTurn(first),
    available,
    // One of them that fails keeps none of the others from being sent.
    ...inTurn([...others, upgraded]),
  ];
  if (old === undefined) return all;
  const decisions =
    (old.deleteOnDestroy ?? false) !== (args.deleteOnDestroy ?? false) || old.customer !== args.customer;
  const isEmpty = !announced.import && !announced.wait && announced.settings.length === 0;
  return isEmpty && !decisions ? [] : all;
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
      const current = await session.integrations.byId(id);
      if (current === undefined) return;
      const what = `Integration "${name}" was not deleted`;
      requirePermission(session, current.allowRemove, { mutation: "deleteIntegration", what });
      await refuseDeleteInUse(session, id, name);
      await explaining(session, what, () =>
        deleteOnce(
          () => session.integrations.delete(id),
          async () => (await session.integrations.byId(id)) !== undefined,
        ),
      );
    },
  };
}

/** Changes that are sent together, after all that come before them. */
function inTurn(changes: readonly Change[]): Change[] {
  return changes.map((change, index) => (index === 0 ? { ...change, waits: true } : change));
}

/** The parts of a step that a version which is not available keeps from being done. */
function keptWaiting({ settings, upgrade }: IntegrationPlan): string[] {
  return [...(upgrade ? ["its instances"] : []), ...settings.map(({ what }) => what)];
}

/** True where the draft is published under a number that the state does not know. */
function isPublishedSince(old: IntegrationState, current: IntegrationWithDefinition): boolean {
  return isPublished(current) && (current.newest?.versionNumber ?? 0) > (old.versionNumber ?? 0);
}

function isPartlyUnknown(setting: VersionSettings[keyof VersionSettings]): boolean {
  return isUnknown(setting) || (typeof setting === "object" && Object.values(setting).some(isUnknown));
}

/** A number once everything is known. */
function knownNumber(value: OrUnknown<number> | undefined): number | undefined {
  return isUnknown(value) ? undefined : value;
}

async function found(session: TenantSession, id: string, name: string): Promise<IntegrationWithDefinition> {
  const integration = await session.integrations.byId(id);
  if (integration === undefined) throw goneMeanwhile(session, name);
  return integration;
}
