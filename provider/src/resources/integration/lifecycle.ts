import { restOf } from "../../dynamic/claims.ts";
import type { Lifecycle } from "../../dynamic/lifecycle.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { integrationClaim } from "../claims.ts";
import { checkIntegration } from "./check.ts";
import { draftChanges, refuseOverwriting } from "./draft.ts";
import { declaredName, planUpdate } from "./plan.ts";
import { inputsOf, outputsOf, type CheckedIntegration, type IntegrationState } from "./state.ts";
import { integrationChanges } from "./changes.ts";
import { keepingSecrets } from "./keptSecrets.ts";
import { integrationArguments } from "./arguments.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { refreshVersions } from "./refreshedVersions.ts";
import { settingsThatCameBack } from "./versionSettings.ts";
import { wouldLose } from "./write.ts";

/** The life cycle of an integration. */
export const integrationLifecycle: Lifecycle = {
  ...lifecycleOf<CheckedIntegration, IntegrationState>({
    arguments: integrationArguments,
    secretPaths: ["secretInputs"],
    judge: () => Promise.resolve({ problems: [] }),
    claims(args) {
      const name = declaredName(args);
      return name === undefined ? [] : [integrationClaim(name, args.customer)];
    },
    replaces: () => ({ because: [] }),
    changes: integrationChanges,
    // The draft in the state is what came back; a listing is an argument.
    cameBack(session, id, sent) {
      const settings = settingsThatCameBack(session, id, sent);
      return Promise.resolve(settings && { args: { ...sent, ...settings }, state: sent });
    },
    read: readIntegration,
  }),
  check: checkIntegration,

  async refuse(session, id, olds, news) {
    const old = asOutputs(olds);
    const declared = asInputs(news);
    const name = declaredName(declared);
    // A refresh compares without checking, and must refuse nothing.
    const isUpdate =
      name !== undefined && restOf(session).isClaimed(integrationClaim(name, declared.customer));
    if (!isUpdate || !planUpdate(old, declared).import) return;
    const found = await session.integrations.byId(id);
    if (found === undefined) return;
    const changes = await wouldLose(session, old, declared, found);
    if (changes.length > 0 && declared.overwriteDraft !== true)
      throw new ConfigurationError(refuseOverwriting(session, old.name, changes));
    await keepingSecrets(session, { declared, old }, found);
  },
};

function asInputs(properties: object): CheckedIntegration {
  return properties as CheckedIntegration;
}

function asOutputs(properties: object): IntegrationState {
  return properties as IntegrationState;
}

async function readIntegration(session: TenantSession, id: string, old: IntegrationState) {
  const found = await session.integrations.byId(id);
  if (found === undefined) return undefined;
  const changes = await draftChanges(session, old, found);
  const { draftChanges: _before, ...inputs } = inputsOf(old);
  const current = outputsOf(inputs, found, old);
  const settings = refreshVersions(old, current, found.newest);
  const drift = changes.length === 0 ? {} : { draftChanges: changes };
  return { args: { ...inputs, ...settings, ...drift }, state: { ...current, ...settings, ...drift } };
}
