import { isDeepStrictEqual } from "node:util";
import { hold, restOf } from "../../dynamic/claims.ts";
import type { Problem, Properties } from "../../dynamic/lifecycle.ts";
import { problemsOf, refusalOf } from "../../dynamic/problems.ts";
import { nextRevisions } from "../../dynamic/secretRevisions.ts";
import { listed } from "../../dynamic/suggest.ts";
import { isUnknown, knownMembers } from "../../dynamic/wire.ts";
import { notice } from "../../dynamic/writing.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { integrationClaim } from "../claims.ts";
import { integrationArguments } from "./arguments.ts";
import { componentProblems, needsPublication } from "./componentProblems.ts";
import { connectionProblems } from "./connectionProblems.ts";
import { hiddenNames } from "./definition/hiddenNames.ts";
import { readDefinition, type Definition } from "./definition/read.ts";
import { withoutSecrets, withSecrets } from "./definition/secrets.ts";
import { refuseOverwriting } from "./draft.ts";
import { differencesFrom, existsAlready, only, ownerOf } from "./identity.ts";
import { instanceProblems } from "./instances.ts";
import { decisionProblems, permissionProblems, settingProblems } from "./judgements.ts";
import { declaredName } from "./plan.ts";
import { keepingSecrets } from "./keptSecrets.ts";
import { secretProblems } from "./secretProblems.ts";
import { meantDefinition, sameDefinition, type Meant } from "./sent.ts";
import { flatSecrets, knownSecrets, publishes, type CheckedIntegration } from "./state.ts";

/** Judges the arguments of an integration; asks the tenant only where they differ from the old ones. */
export async function checkIntegration(
  session: TenantSession,
  olds: Properties | undefined,
  news: Properties,
): Promise<{ inputs: Properties; problems: Problem[] }> {
  const { secretRevisions: givenRevisions, draftChanges: givenChanges, ...given } = news;
  const parsed = integrationArguments.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    return { inputs: news, problems: problemsOf(parsed.error, Object.keys(integrationArguments.shape)) };
  }
  const old = olds as CheckedIntegration | undefined;
  const declared: CheckedIntegration = { ...parsed.data };
  const secretRevisions = nextRevisions(
    {
      secrets: old && flatSecrets(old),
      revisions: old?.secretRevisions ?? (givenRevisions as CheckedIntegration["secretRevisions"]),
    },
    flatSecrets(declared),
  );
  if (secretRevisions !== undefined) declared.secretRevisions = secretRevisions;
  const inputs = { ...declared };
  // An import's draft changes come from its file, and are compared like any others.
  if (old === undefined && givenChanges !== undefined) inputs.draftChanges = givenChanges as string[];
  if (old !== undefined && isDeepStrictEqual({ ...old }, withoutUndefined(inputs)))
    return { inputs, problems: [] };

  const meant = meantDefinition(declared);
  if (!("definition" in meant)) return { inputs, problems: meant.problems };
  const { name } = meant.definition.value;
  const problems: Problem[] = [...meant.problems, ...decisionProblems(declared)];
  const original = readDefinition(String(declared.definition));
  if ("definition" in original) {
    problems.push(...(await connectionProblems(session, original.definition, meant.definition, declared)));
    problems.push(...(await secretProblems(session, original.definition, meant.definition, declared)));
    tellHiddenNames(original.definition, declared);
    tellKeptSecret(original.definition);
  }
  problems.push(...(await componentProblems(session, meant.definition)));
  problems.push(...(await identityProblems(session, old, declared, meant, name)));
  // Prismatic judges only a definition that can be made at all and is about to be sent. It knows a component of this
  // program only once that is published.
  const changes = old === undefined || !sameDefinition(old, declared);
  const isJudgeable = meant.problems.length === 0 && meant.complete;
  if (isJudgeable && changes && !needsPublication(session, meant.definition)) {
    const text = withSecrets(meant.definition, knownSecrets(declared)).text;
    const messages = await session.integrations.validate(text);
    problems.push(
      ...messages.map((message) => ({ path: "definition", message: `Prismatic says: ${message}` })),
    );
  }
  return { inputs, problems };
}

/** Judges the change by the integration, customer and instances that the tenant has. */
async function identityProblems(
  session: TenantSession,
  old: CheckedIntegration | undefined,
  declared: CheckedIntegration,
  meant: Meant,
  name: string,
): Promise<Problem[]> {
  const owner = await ownerOf(session, declared);
  if ("problem" in owner) return [{ path: "customer", message: owner.problem }];
  if (old !== undefined && old.customer !== declared.customer && !isUnknown(declared.customer)) {
    const message =
      "cannot be changed: an integration stays with whom it was made for. Give it another name there.";
    return [{ path: "customer", message }];
  }
  const oldName = old && declaredName(old);
  if (oldName !== undefined) hold(session, [integrationClaim(oldName, old?.customer)], { ...old });
  const found = only(session, name, await session.integrations.named(name, owner.customerId));
  if ("problem" in found) return old === undefined ? [{ path: "definition", message: found.problem }] : [];
  const problems: Problem[] = [];
  const taken = found.integration;
  const before = oldName === undefined ? undefined : await currentDraft(session, oldName, owner.customerId);
  if (
    taken !== undefined &&
    oldName !== name &&
    restOf(session).held(integrationClaim(name, declared.customer)) === undefined
  ) {
    if (before !== undefined) {
      const message = `${session.tenant} has an integration "${name}" already, so this one cannot be renamed to that.`;
      return [{ path: "definition", message }];
    }
    // Where none has the old name any more, a run that was cut off has renamed it; the update finds it by its id.
    if (old === undefined) {
      const differences = await differencesFrom(session, meant.definition.text, taken);
      if (differences.blocking || (differences.changes.length > 0 && !session.settings.adoptExisting)) {
        return [{ path: "definition", message: existsAlready(session, name, differences) }];
      }
      problems.push(...(await lostSecrets(session, declared, meant, taken)));
    }
  }
  if (
    old?.draftChanges !== undefined &&
    declared.overwriteDraft !== true &&
    !isUnknown(declared.overwriteDraft)
  ) {
    const current = before ?? taken;
    if (current === undefined || (await differs(session, meant, current))) {
      problems.push({ path: "", message: refuseOverwriting(session, name, old.draftChanges) });
    }
  }
  const integration = before ?? taken;
  problems.push(...settingProblems(session, declared, integration?.newest));
  problems.push(...permissionProblems(session, name, integration));
  if (integration !== undefined && publishes(declared)) {
    problems.push(...(await instanceProblems(session, integration, meant.definition, declared)));
  }
  return problems;
}

/** The problem that taking an integration over would clear secrets which cannot be kept. */
async function lostSecrets(
  session: TenantSession,
  declared: CheckedIntegration,
  meant: Meant,
  { id }: { id: string },
): Promise<Problem[]> {
  if (meant.problems.length > 0) return [];
  const found = await session.integrations.byId(id);
  if (found === undefined) return [];
  return refusalOf("", () => keepingSecrets(session, { declared, old: undefined }, found));
}

async function currentDraft(session: TenantSession, name: string, customerId: string | undefined) {
  const [integration] = await session.integrations.named(name, customerId);
  return integration;
}

async function differs(session: TenantSession, meant: Meant, integration: { id: string }): Promise<boolean> {
  const found = await session.integrations.byId(integration.id);
  if (found === undefined) return false;
  const { changes } = await differencesFrom(session, meant.definition.text, found);
  return changes.length > 0;
}

function tellHiddenNames(definition: Definition, { connections }: CheckedIntegration): void {
  const switched = new Set(Object.keys(knownMembers(connections)));
  const hidden = hiddenNames(definition).filter(({ variable }) => switched.has(variable));
  if (hidden.length === 0) return;
  const texts = listed(hidden.map(({ variable, text }) => `"${variable}" (${text})`));
  notice(
    `Integration "${definition.value.name}": texts name config variables that are switched, and what they do with the ` +
      `connection cannot be checked: ${texts}.`,
  );
}

/** Says why the class made the whole definition a secret. */
function tellKeptSecret({ text, value }: Definition): void {
  const { left } = withoutSecrets(text);
  if (left.length === 0) return;
  notice(
    `Integration "${value.name}": its definition is kept secret as a whole, so that a preview shows no difference of it, ` +
      `because of: ${listed(left)}. Leave these places empty to see differences again.`,
  );
}

function withoutUndefined(inputs: CheckedIntegration): object {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}
