import { knownMembers } from "../../dynamic/wire.ts";
import { isAlike } from "../../dynamic/storedForm.ts";
import { listed } from "../../dynamic/suggest.ts";
import { notice } from "../../dynamic/writing.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import { ownValue } from "../../tenant/ownValue.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { looksSecret } from "../inputs/secretNames.ts";
import { readEither, refuseEdit, type Definition } from "./definition/read.ts";
import type { ConfigVariable } from "./definition/schema.ts";
import { writtenValues, type WrittenValue } from "./definition/secretPlaces.ts";
import { addSecret, withSecrets, type SecretInputs } from "./definition/secrets.ts";
import { connectionVariables } from "./definition/variables.ts";
import { passwordsOf } from "./passwords.ts";
import { sentDefinition } from "./sent.ts";
import { knownSecrets, type CheckedIntegration, type IntegrationState } from "./state.ts";

/** Arguments that declare the definition which replaces a draft. */
interface Declared {
  /** The text to send, with its secrets. */
  text: string;
  /** Secrets that came from here, now or before. */
  ours: readonly SecretInputs[];
  /** Names of secrets that the program gave before, such as `Slack.clientSecret`. */
  before: readonly string[];
  /** Ends the refusal: how to supply a secret that cannot be kept. */
  advice: (first: Place) => string;
}

/** A definition to import in place of a draft. */
export interface Keeping {
  definition: string;
  /** Secrets of the draft that the definition lacks and now has, such as `Slack.clientSecret`. */
  kept: string[];
  /** True where the import takes away a secret that was not written from here, or replaces it by another. */
  replaced: boolean;
}

/** An input of a config variable. */
interface Place {
  variable: string;
  input: string;
}

const nameOf = ({ variable, input }: Place): string => `${variable}.${input}`;

/** Puts secrets that the tenant alone has into an integration's declared definition: see {@link keepingSecretsOf}. */
export async function keepingSecrets(
  session: TenantSession,
  { declared, old }: { declared: CheckedIntegration; old: IntegrationState | undefined },
  found: IntegrationWithDefinition,
): Promise<Keeping> {
  return keepingSecretsOf(
    session,
    {
      text: sentDefinition(declared),
      ours: [knownSecrets(declared), ...(old === undefined ? [] : [knownSecrets(old)])],
      before: Object.keys(knownMembers(old?.secretRevisions)),
      advice: ({ variable, input }) =>
        `Write each of them: secretInputs: { "${variable}": { ${input}: config.requireSecret(...) } }`,
    },
    found,
  );
}

/**
 * Puts secrets that the tenant alone has into a definition: those of connections of the integration's own that are empty
 * there. One that the program named before and no longer does is cleared.
 *
 * @throws ConfigurationError where the tenant holds one that cannot be read, so that an import would clear it
 */
export async function keepingSecretsOf(
  session: TenantSession,
  { text, ours, before, advice }: Declared,
  found: Pick<IntegrationWithDefinition, "id" | "name" | "definition">,
): Promise<Keeping> {
  const [sent, theirs] = [readEither(text), readEither(found.definition)];
  const unchanged = { definition: text, kept: [], replaced: false };
  if (sent === undefined || theirs === undefined) return unchanged;
  const held = connectionsOf(theirs);
  if (held.length === 0) return unchanged;
  const shared = held.filter((one) => connectionsOf(sent).some((other) => isSameType(one, other)));
  const passwords = await passwordsOf(session, [text, found.definition]);
  const isSecret = ({ variable, input }: Place) => looksSecret(input) || passwords(variable, input);
  const isShared = ({ variable }: Place) => shared.some(({ key }) => key === variable);
  // What the program gave and no longer gives is its own to clear.
  const isLeft = (place: Place) => isShared(place) && !says(sent, place) && !before.includes(nameOf(place));

  const secrets = writtenValues(theirs).filter(
    (written) => held.some(({ key }) => key === written.variable) && isSecret(written),
  );
  const alone = secrets.filter(isLeft);
  const unreadable = await unreadableIn(session, found.id, { shared, held: secrets, isLeft, isSecret });
  const unkept = [...alone.filter(({ value }) => value === undefined), ...unreadable];
  const refuse = (places: readonly Place[]) =>
    new ConfigurationError(refuseClearing(session, found.name, places, advice));
  if (unkept.length > 0) throw refuse(unkept);
  const kept: SecretInputs = {};
  for (const { variable, input, value } of alone)
    if (value !== undefined) addSecret(kept, { variable, input }, value);
  if (alone.length > 0 && refuseEdit(sent) !== undefined) throw refuse(alone);
  const isTemplate = (variable: string, input: string) =>
    alone.some((each) => each.variable === variable && each.input === input && each.isTemplate);
  return {
    definition: withSecrets(sent, kept, isTemplate).text,
    kept: alone.map(nameOf),
    replaced: secrets.some((written) => !isLeft(written) && !isOurs(written, sent, ours)),
  };
}

/** Says which secrets came from the tenant and not from the program. */
export function tellKept(session: TenantSession, name: string, kept: readonly string[]): void {
  if (kept.length === 0) return;
  notice(
    `Integration "${name}": kept what ${session.tenant} alone has for ${listed(kept)}. Nothing else holds these secrets; an ` +
      "integration from YAML takes them from secretInputs as well.",
  );
}

/** True for a value that the import leaves as it is, or that was written from here. */
function isOurs(
  { variable, input, value }: WrittenValue,
  sent: Definition,
  ours: readonly SecretInputs[],
): boolean {
  const same = (other: WrittenValue) =>
    other.variable === variable && other.input === input && isAlike(other.value, value);
  // Two values that are no plain text may differ.
  if (value === undefined) return false;
  return (
    writtenValues(sent).some(same) ||
    ours.some((each) => isAlike(ownValue(ownValue(each, variable), input), value))
  );
}

/** Secrets that the tenant holds and its export does not show. */
async function unreadableIn(
  session: TenantSession,
  id: string,
  {
    shared,
    held,
    isLeft,
    isSecret,
  }: {
    shared: ConfigVariable[];
    held: Place[];
    isLeft: (place: Place) => boolean;
    isSecret: (place: Place) => boolean;
  },
): Promise<Place[]> {
  const components = await session.components.asPlanned();
  const candidates = shared.flatMap(({ key: variable, connection, inputs }) => {
    const type = components
      .find(({ key }) => key === connection?.component.key)
      ?.connections.nodes.find(({ key }) => key === connection?.key);
    const names = new Set([
      ...Object.keys(inputs ?? {}),
      ...(type?.inputs.nodes ?? []).map(({ key }) => key),
    ]);
    return [...names]
      .map((input) => ({ variable, input }))
      .filter((place) => (isSecret(place) || isWriteOnly(ownValue(inputs, place.input))) && isLeft(place))
      .filter((place) => !held.some((written) => nameOf(written) === nameOf(place)));
  });
  if (candidates.length === 0) return [];
  const present = new Set(await session.integrations.heldInputs(id));
  return candidates.filter((place) => present.has(nameOf(place)));
}

function refuseClearing(
  session: TenantSession,
  name: string,
  places: readonly Place[],
  advice: Declared["advice"],
): string {
  const named = [...new Set(places.map(nameOf))];
  const [first] = places;
  return (
    `Integration "${name}" in ${session.tenant} holds secrets that the program does not have, and that ` +
    "cannot be kept, because they are write-only or no plain text: " +
    `${listed(named)}. An import would clear them, so nothing was changed.${first === undefined ? "" : ` ${advice(first)}`}`
  );
}

/** True where a definition says something about an input: a value, or a name of something. */
function says(definition: Definition, { variable, input }: Place): boolean {
  const inputs = connectionsOf(definition).find(({ key }) => key === variable)?.inputs;
  const expression = ownValue(inputs, input);
  if (typeof expression !== "object" || expression === null) return false;
  const { value } = expression as { value?: unknown };
  return value !== undefined && value !== null && value !== "";
}

function isWriteOnly(expression: unknown): boolean {
  const { meta } = (expression ?? {}) as { meta?: { writeOnly?: unknown } | null };
  return meta?.writeOnly === true;
}

/** Config variables with a connection of the integration's own. */
function connectionsOf(definition: Definition): ConfigVariable[] {
  return connectionVariables(definition).filter(({ connection }) => connection);
}

function isSameType(one: ConfigVariable, other: ConfigVariable): boolean {
  return (
    one.key === other.key &&
    one.connection?.key === other.connection?.key &&
    one.connection?.component.key === other.connection?.component.key &&
    one.connection?.component.isPublic === other.connection?.component.isPublic
  );
}
