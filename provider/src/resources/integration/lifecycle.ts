import type { Lifecycle } from "../../dynamic/lifecycle.ts";
import { letGo } from "../../dynamic/kept.ts";
import { notice } from "../../dynamic/notice.ts";
import { ConfigurationError, RefusedError, UnreachableError } from "../../tenant/errors.ts";
import type { IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { explaining } from "../explain.ts";
import { integrationThing } from "../things.ts";
import { checkIntegration, wasJudged } from "./check.ts";
import { draftChanges, keptDraft, refuseOverwriting, saveDraft, differencesFromDeclared } from "./draft.ts";
import { goneMeanwhile } from "./identity.ts";
import { refuseDeleteInUse } from "./instances.ts";
import {
  afterImport,
  declaredName,
  diffIntegration,
  planCreate,
  plannedMutations,
  planUpdate,
} from "./plan.ts";
import { sentDefinition } from "./sent.ts";
import { inputsOf, outputsOf, type CheckedIntegration, type IntegrationOutputs } from "./state.ts";
import { complete, importOrAdopt, replaceDraft } from "./write.ts";

/** The life of an integration. */
export const integrationLifecycle: Lifecycle = {
  secretArguments: ["secretInputs"],
  check: checkIntegration,
  diff: (olds, news) => diffIntegration(asOutputs(olds), asInputs(news)),
  plan: plannedMutations,

  keeps(inputs) {
    const name = declaredName(asInputs(inputs));
    return name === undefined ? [] : [integrationThing(name)];
  },

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

  async create(session, inputs) {
    const declared = asInputs(inputs);
    const name = declaredName(declared) ?? "";
    const { integration, adopted } = await importOrAdopt(session, name, declared);
    const published = integration.published !== undefined && !integration.hasUnpublishedChanges;
    const plan = adopted
      ? afterImport(false, { published, upgradePending: integration.published !== undefined }, declared)
      : planCreate(declared);
    const before = { upgradePending: adopted && integration.published !== undefined };
    const outputs = await complete(session, integration, declared, plan, before);
    return { id: integration.id, outputs: { ...outputs } };
  },

  async read(session, id, outputs) {
    const found = await session.integrations.byId(id);
    if (found === undefined) return undefined;
    const old = asOutputs(outputs);
    const changes = draftChanges(old.draft, keptDraft(found));
    const { draftChanges: _before, ...inputs } = inputsOf(old);
    const current = outputsOf(inputs, found, old);
    // One published by somebody else reaches no instance by itself.
    if (current.versionNumber !== old.versionNumber) current.upgradePending = true;
    const drift = changes.length === 0 ? {} : { draftChanges: changes };
    return { inputs: { ...inputs, ...drift }, outputs: { ...current, ...drift } };
  },

  async update(session, id, olds, news) {
    const old = asOutputs(olds);
    const declared = asInputs(news);
    const plan = planUpdate(old, declared);
    const found = await session.integrations.byId(id);
    if (found === undefined) throw goneMeanwhile(session, old.name);
    if (!plan.import) {
      return { ...(await complete(session, found, declared, plan, old)) };
    }
    if (wouldLose(old, declared, found).length > 0) await saveDraft(session, found);
    const integration = await replaceDraft(session, found, declared);
    return { ...(await complete(session, integration, declared, plan, old)) };
  },

  async delete(session, id, outputs) {
    const { name, deleteOnDestroy } = asOutputs(outputs);
    if (deleteOnDestroy !== true) {
      notice(
        `Integration "${name}" stays in ${session.tenant}: it is deleted only with deleteOnDestroy: true.`,
      );
      return;
    }
    await letGo(session, [integrationThing(name)], async () => {
      if ((await session.integrations.byId(id)) === undefined) return;
      await refuseDeleteInUse(session, id, name);
      const what = `Integration "${name}" was not deleted`;
      await explaining(session, what, () => deleteOnce(session, id));
    });
  },
};

/** The designers' changes that an import would overwrite. What they brought into the file as well is not lost. */
function wouldLose(
  old: IntegrationOutputs,
  declared: CheckedIntegration,
  found: IntegrationWithDefinition,
): string[] {
  const changes = draftChanges(old.draft, keptDraft(found));
  const isDeclared = () => differencesFromDeclared(sentDefinition(declared), found.definition).length === 0;
  return changes.length === 0 || isDeclared() ? [] : changes;
}

function asInputs(properties: object): CheckedIntegration {
  return properties as CheckedIntegration;
}

function asOutputs(properties: object): IntegrationOutputs {
  return properties as IntegrationOutputs;
}

/** One that is gone already counts as deleted; a lost answer is looked into before it is sent again. */
async function deleteOnce(session: TenantSession, id: string): Promise<void> {
  try {
    await session.integrations.delete(id);
  } catch (error) {
    if (error instanceof RefusedError && error.notFound) return;
    if (!(error instanceof UnreachableError && error.outcomeUnknown)) throw error;
    if ((await session.integrations.byId(id)) !== undefined) await session.integrations.delete(id);
  }
}
