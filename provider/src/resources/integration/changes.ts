import type { Change } from "../../dynamic/change.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import type { IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { integrationClaim } from "../claims.ts";
import { deletion } from "./deletion.ts";
import { keptDraft } from "./draft.ts";
import { goneMeanwhile } from "./identity.ts";
import {
  bringsSecretsOnly,
  declaredName,
  needsImport,
  planCreate,
  planTakeOver,
  planUpdate,
} from "./plan.ts";
import { outputsOf, type CheckedIntegration, type IntegrationState } from "./state.ts";
import { draftAndVersionChanges, isIdle } from "./versionChanges.ts";
import { importOrAdopt, isDraft, replaceDraft } from "./write.ts";

/** Changes of an integration in one step, one after another. */
export function integrationChanges(
  old: IntegrationState | undefined,
  args: CheckedIntegration | undefined,
  rest: RestOfRun,
): Change[] {
  if (args === undefined) return old === undefined ? [] : [deletion(old)];
  const name = declaredName(args) ?? "";
  const held = rest.held(integrationClaim(name, args.customer)) as IntegrationState | undefined;
  const announced =
    old !== undefined
      ? planUpdate(old, args)
      : held === undefined
        ? planCreate(args)
        : planTakeOver(needsImport(held, args), held, args);
  const mayBeThere = old !== undefined && announced.import && bringsSecretsOnly(old, args);
  const all = draftAndVersionChanges({
    name,
    old,
    args,
    announced,
    isUncertain: mayBeThere,
    writes: ["importIntegration"],
    async write(session, id) {
      if (old === undefined) {
        const { integration, adopted } = await importOrAdopt(session, name, args);
        return { found: integration, isNew: !adopted };
      }
      const current = await found(session, id, old.name);
      if (!announced.import) return { found: current, isNew: false };
      if (mayBeThere && isDraft(args, current)) return { found: current, isNew: false, isUnchanged: true };
      return { found: await replaceDraft(session, current, { declared: args, old }), isNew: false };
    },
    outputs: (current, progress) => outputsOf(args, current, { draft: keptDraft(current), ...progress }),
  });
  if (old === undefined) return all;
  const decisions =
    (old.deleteOnDestroy ?? false) !== (args.deleteOnDestroy ?? false) || old.customer !== args.customer;
  return isIdle(announced) && !decisions ? [] : all;
}

async function found(session: TenantSession, id: string, name: string): Promise<IntegrationWithDefinition> {
  const integration = await session.integrations.byId(id);
  if (integration === undefined) throw goneMeanwhile(session, name);
  return integration;
}
