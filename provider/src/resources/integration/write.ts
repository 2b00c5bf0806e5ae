import { isUnknown } from "../../dynamic/wire.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { Integration, IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { explaining, notice, sendAgain, sendOnce } from "../../dynamic/writing.ts";
import type { VersionArguments } from "./arguments.ts";
import { draftChanges, hasSecrets, isDeclared, saveDraft } from "./draft.ts";
import { keepingSecrets, tellKept } from "./keptSecrets.ts";
import { differencesFrom, existsAlready, goneMeanwhile, only, ownerOf } from "./identity.ts";
import { sentDefinition } from "./sent.ts";
import type { CheckedIntegration, IntegrationState } from "./state.ts";

/** An integration that is there now; `adopted` where it was taken over. */
interface Made {
  integration: IntegrationWithDefinition;
  adopted: boolean;
}

/**
 * Imports a new integration, or takes over one of its name: one that an interrupted run left, which equals the declared
 * one, or any other where `prismatic:adoptExisting` allows it.
 */
export async function importOrAdopt(
  session: TenantSession,
  name: string,
  declared: CheckedIntegration,
): Promise<Made> {
  const definition = sentDefinition(declared);
  const owner = await ownerOf(session, declared);
  if ("problem" in owner)
    throw new ConfigurationError(`Integration "${name}" was not imported: ${owner.problem}`);
  const { customerId } = owner;
  const find = (found: Integration[]) => {
    const one = only(session, name, found);
    if ("problem" in one) throw new ConfigurationError(one.problem);
    return one.integration;
  };
  const create = () =>
    session.integrations.import({
      definition,
      ...(customerId === undefined ? {} : { customer: customerId }),
    });
  const existing = find(await session.integrations.named(name, customerId));
  if (existing !== undefined) return adopt(session, declared, existing);
  return explaining(session, `Integration "${name}" was not imported`, () =>
    sendOnce<Made>(
      async () => ({ integration: await create(), adopted: false }),
      async () => {
        const left = find(await session.integrations.findAgain(name, customerId));
        return left && adopt(session, declared, left);
      },
    ),
  );
}

/**
 * Replaces the draft, with the secrets that the tenant alone has; one that holds something else that would be lost is
 * saved first. A lost answer is sent again: it does no harm.
 */
export async function replaceDraft(
  session: TenantSession,
  found: IntegrationWithDefinition,
  { declared, old }: { declared: CheckedIntegration; old: IntegrationState },
): Promise<IntegrationWithDefinition> {
  const { id, name } = found;
  const { definition, kept, replaced } = await keepingSecrets(session, { declared, old }, found);
  const lost = await wouldLose(session, old, declared, found);
  if (lost.length > 0 || replaced) await saveDraft(session, found);
  const integration = await explaining(session, `Integration "${name}" was not updated`, () =>
    sendAgain(() => session.integrations.import({ integrationId: id, definition })),
  );
  tellKept(session, name, kept);
  return integration;
}

/**
 * Publishes the draft and answers the version's number, which was the draft's; after a lost answer, it first looks
 * whether the version is there. The version is available some time later.
 */
export async function publish(
  session: TenantSession,
  { id, name }: { id: string; name: string },
  { publish: asked }: VersionArguments,
): Promise<number> {
  const details = typeof asked === "object" ? asked : {};
  const comment = isUnknown(details.comment) ? undefined : details.comment;
  const attributes = isUnknown(details.attributes) ? undefined : details.attributes;
  const input = {
    id,
    ...(comment === undefined ? {} : { comment }),
    ...(attributes === undefined ? {} : { attributes: JSON.stringify(attributes) }),
  };
  const version = await explaining(session, `Integration "${name}" was not published`, async () => {
    const draft = await session.integrations.versionsOf(id);
    if (draft === undefined) throw goneMeanwhile(session, name);
    const { versionNumber } = draft;
    return sendOnce(
      async () => {
        await session.integrations.publish(input);
        return versionNumber;
      },
      // Publishing twice would make two versions of one draft. The next draft has the next number.
      async () => {
        const now = await session.integrations.versionsOf(id);
        return now !== undefined && now.versionNumber > versionNumber ? versionNumber : undefined;
      },
    );
  });
  notice(`Integration "${name}": version ${version} is published in ${session.tenant}.`);
  return version;
}

async function adopt(
  session: TenantSession,
  declared: CheckedIntegration,
  existing: Integration,
): Promise<Made> {
  const { id, name } = existing;
  const sent = sentDefinition(declared);
  const differences = await differencesFrom(session, sent, existing);
  if (differences.blocking || (differences.changes.length > 0 && !session.settings.adoptExisting)) {
    throw new ConfigurationError(existsAlready(session, name, differences));
  }
  const found = await session.integrations.byId(id);
  if (found === undefined) throw goneMeanwhile(session, name);
  const { definition, kept, replaced } = await keepingSecrets(session, { declared, old: undefined }, found);
  const isSame = differences.changes.length === 0;
  if (isSame && hasSecrets(definition, found.definition)) {
    notice(`${session.tenant} has integration "${name}" already; it was taken over, not imported again.`);
    tellKept(session, name, kept);
    return { integration: found, adopted: true };
  }
  if (!isSame || replaced) await saveDraft(session, found);
  const integration = await explaining(session, `Integration "${name}" was not taken over`, () =>
    session.integrations.import({ integrationId: id, definition }),
  );
  notice(
    `${session.tenant} has integration "${name}" already; it was taken over, and its draft was replaced by the definition.`,
  );
  tellKept(session, name, kept);
  return { integration, adopted: true };
}

/** True where an import of the declared definition would change nothing, secrets included. */
export function isDraft(declared: CheckedIntegration, { definition }: IntegrationWithDefinition): boolean {
  const sent = sentDefinition(declared);
  return isDeclared(sent, definition) && hasSecrets(sent, definition);
}

/** Designers' changes that an import would overwrite; those that the definition has as well are not lost. */
export async function wouldLose(
  session: TenantSession,
  old: IntegrationState,
  declared: CheckedIntegration,
  found: IntegrationWithDefinition,
): Promise<string[]> {
  const changes = await draftChanges(session, old, found);
  return changes.length === 0 || isDeclared(sentDefinition(declared), found.definition) ? [] : changes;
}
