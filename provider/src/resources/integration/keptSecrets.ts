import { knownMembers } from "../../dynamic/wire.ts";
import { listed } from "../../dynamic/suggest.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { looksSecret } from "../inputs/secretNames.ts";
import { readDefinition, refuseEdit, type Definition } from "./definition/read.ts";
import type { ConfigVariable } from "./definition/schema.ts";
import { writtenValues, type WrittenValue } from "./definition/secretPlaces.ts";
import { withSecrets, type SecretInputs } from "./definition/secrets.ts";
import { connectionVariables } from "./definition/variables.ts";
import { passwordsOf } from "./passwords.ts";
import { sentDefinition } from "./sent.ts";
import { knownSecrets, type CheckedIntegration, type IntegrationState } from "./state.ts";

/** A definition to import in place of a draft. */
interface Keeping {
  definition: string;
  /** Secrets of the draft that the definition lacks and now has, such as `Slack.clientSecret`. */
  kept: string[];
  /** True where the import replaces a secret by another that was not written from here. */
  replaced: boolean;
}

/** An input of a config variable. */
interface Place {
  variable: string;
  input: string;
}

const nameOf = ({ variable, input }: Place): string => `${variable}.${input}`;

/**
 * Puts secrets that the tenant alone has into the declared definition: those of connections of the integration's own that
 * are empty in the definition and that no secret input names. One that the program named before and no longer does is
 * cleared.
 *
 * @throws ConfigurationError where the tenant holds one that cannot be read, so that an import would clear it
 */
export async function keepingSecrets(
  session: TenantSession,
  { declared, old }: { declared: CheckedIntegration; old: IntegrationState | undefined },
  found: IntegrationWithDefinition,
): Promise<Keeping> {
  const text = sentDefinition(declared);
  const [sent, theirs] = [readDefinition(text), readDefinition(found.definition)];
  const unchanged = { definition: text, kept: [], replaced: false };
  if (!("definition" in sent) || !("definition" in theirs)) return unchanged;
  const ours = connectionsOf(sent.definition);
  const shared = connectionsOf(theirs.definition).filter((one) =>
    ours.some((other) => isSameType(one, other)),
  );
  if (shared.length === 0) return unchanged;
  const passwords = await passwordsOf(session, [text]);
  const isSecret = ({ variable, input }: Place) => looksSecret(input) || passwords(variable, input);
  const isShared = ({ variable }: Place) => shared.some(({ key }) => key === variable);
  const before = Object.keys(knownMembers(old?.secretRevisions));
  // What the program gave and no longer gives is its own to clear.
  const isLeft = (place: Place) => !says(sent.definition, place) && !before.includes(nameOf(place));

  const held = writtenValues(theirs.definition).filter((written) => isShared(written) && isSecret(written));
  const alone = held.filter(isLeft);
  const unreadable = await unreadableIn(session, found.id, { shared, held, isLeft, isSecret });
  const unkept = [...alone.filter(({ value }) => value === undefined), ...unreadable];
  if (unkept.length > 0) throw new ConfigurationError(refuseClearing(session, found.name, unkept));
  const kept: SecretInputs = {};
  for (const { variable, input, value } of alone)
    if (value !== undefined) (kept[variable] ??= {})[input] = value;
  if (alone.length > 0 && refuseEdit(sent.definition) !== undefined) {
    throw new ConfigurationError(refuseClearing(session, found.name, alone));
  }
  return {
    definition: withSecrets(sent.definition, kept).text,
    kept: alone.map(nameOf),
    replaced: held.some((written) => !isLeft(written) && !isOurs(written, sent.definition, [declared, old])),
  };
}

/** True for a value that the import leaves as it is, or that was written from here. */
function isOurs(
  { variable, input, value }: WrittenValue,
  sent: Definition,
  declarations: readonly (CheckedIntegration | undefined)[],
): boolean {
  const same = (other: Place & { value: string | undefined }) =>
    other.variable === variable && other.input === input && other.value === value;
  return (
    writtenValues(sent).some(same) ||
    declarations.some((each) => each !== undefined && knownSecrets(each)[variable]?.[input] === value)
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
      .filter((place) => (isSecret(place) || isWriteOnly(inputs?.[place.input])) && isLeft(place))
      .filter((place) => !held.some((written) => nameOf(written) === nameOf(place)));
  });
  if (candidates.length === 0) return [];
  const present = new Set(await session.integrations.heldInputs(id));
  return candidates.filter((place) => present.has(nameOf(place)));
}

function refuseClearing(session: TenantSession, name: string, places: readonly Place[]): string {
  const named = [...new Set(places.map(nameOf))];
  const [first] = places;
  return (
    `Integration "${name}" in ${session.tenant} holds secrets that neither the definition nor secretInputs has, and that ` +
    `cannot be kept, because they are write-only or no plain text: ${listed(named)}. An import would clear them, so nothing was changed. ` +
    `Write each of them: secretInputs: { "${first?.variable}": { ${first?.input}: config.requireSecret(...) } }`
  );
}

/** True where a definition says something about an input: a value, or a name of something. */
function says(definition: Definition, { variable, input }: Place): boolean {
  const expression = connectionsOf(definition).find(({ key }) => key === variable)?.inputs?.[input];
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
