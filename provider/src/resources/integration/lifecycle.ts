import type { Lifecycle } from "../../dynamic/lifecycle.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { integrationClaim } from "../claims.ts";
import { checkIntegration, wasJudged } from "./check.ts";
import { draftChanges, keptDraft, refuseOverwriting } from "./draft.ts";
import { declaredName, planUpdate } from "./plan.ts";
import { inputsOf, outputsOf, type CheckedIntegration, type IntegrationOutputs } from "./state.ts";
import { integrationChanges } from "./changes.ts";
import { integrationArguments } from "./arguments.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { wouldLose } from "./write.ts";

/** The life of an integration. */
export const integrationLifecycle: Lifecycle = {
  ...lifecycleOf<CheckedIntegration, IntegrationOutputs>({
    arguments: integrationArguments,
    secretPaths: ["secretInputs"],
    judge: () => Promise.resolve({ problems: [] }),
    claims(args) {
      const name = declaredName(args);
      return name === undefined ? [] : [integrationClaim(name)];
    },
    replaces: () => ({ because: [] }),
    changes: integrationChanges,
    read: readIntegration,
  }),
  check: checkIntegration,

  async refuse(session, id, olds, news) {
    const old = asOutputs(olds);
    const declared = asInputs(news);
    const name = declaredName(declared);
    if (name === undefined || !wasJudged(session, name) || declared.overwriteDraft === true) return;
    if (!planUpdate(old, declared).import) return;
    const found = await session.integrations.byId(id);
    if (found === undefined) return;
    const changes = wouldLose(old, declared, found);
    if (changes.length === 0) return;
    throw new ConfigurationError(refuseOverwriting(session, old.name, changes));
  },
};

function asInputs(properties: object): CheckedIntegration {
  return properties as CheckedIntegration;
}

function asOutputs(properties: object): IntegrationOutputs {
  return properties as IntegrationOutputs;
}

async function readIntegration(session: TenantSession, id: string, old: IntegrationOutputs) {
  const found = await session.integrations.byId(id);
  if (found === undefined) return undefined;
  const changes = draftChanges(old.draft, keptDraft(found));
  const { draftChanges: _before, ...inputs } = inputsOf(old);
  const current = outputsOf(inputs, found, old);
  // One published by somebody else reaches no instance by itself.
  if (current.versionNumber !== old.versionNumber) current.upgradePending = true;
  const drift = changes.length === 0 ? {} : { draftChanges: changes };
  return { args: { ...inputs, ...drift }, state: { ...current, ...drift } };
}
