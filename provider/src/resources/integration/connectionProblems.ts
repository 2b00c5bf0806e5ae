import type { Problem } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/writing.ts";
import { knownMembers, isUnknown } from "../../dynamic/wire.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { resolveType } from "../reference/connectionType.ts";
import type { ConnectionReference } from "../reference/connection.ts";
import { explainMissingConnection } from "../reference/missing.ts";
import { listed } from "../../dynamic/suggest.ts";
import type { Definition } from "./definition/read.ts";
import { usesByVariable, usesOf, type Use } from "./definition/uses.ts";
import { stableKeysOf, userLevelVariables } from "./definition/variables.ts";
import { type CheckedIntegration } from "./state.ts";

/** Components whose steps take connections of any component. */
const TAKES_ANY = new Set(["http", "code"]);

/** A component by key and visibility, as a connection or a step has it. */
interface Owner {
  key: string;
  public: boolean | undefined;
}

/** Facts about a connection that a definition is to use. */
interface Known {
  component: Owner | undefined;
  scope: string | undefined;
  buildOnly: boolean;
}

/** The connections that a definition names, and what the program says of them. */
export interface NamedConnections {
  /** The definition that is sent. */
  definition: Definition;
  /**
   * The definition that it was made from, whose steps may use connections of other components; left out where it is sent
   * as it is.
   */
  original?: Definition;
  /** The references of the program's arguments. */
  references: readonly ConnectionReference[];
  /** The argument that names a stable key. */
  placeOf(stableKey: string): string;
  /** Advice for a key that the tenant does not have and that this program may create; begins with a blank. */
  advice(stableKey: string, variables: readonly string[]): string;
  /** True where the program may create a connection whose stable key it does not know yet. */
  mayBeMissing: boolean;
  allowBuildOnly: boolean;
  /** True where only user connections can stand where each user sets their own. */
  usersSetUserConnections: boolean;
}

/**
 * Checks the connections that a definition names. Each must be in the tenant or come from this program, and must belong
 * to a component of the steps that use it.
 */
export async function namedConnectionProblems(
  session: TenantSession,
  named: NamedConnections,
): Promise<Problem[]> {
  const { definition, original } = named;
  const problems: Problem[] = [];
  const fromProgram = byStableKey(named.references);
  const userLevel = userLevelVariables(definition);
  for (const [stableKey, variables] of stableKeysOf(definition)) {
    const path = named.placeOf(stableKey);
    const known = await knowledgeOf(session, stableKey, fromProgram.get(stableKey));
    if (typeof known === "string") {
      if (named.mayBeMissing) continue;
      problems.push({ path, message: `${known}${named.advice(stableKey, variables)}` });
      continue;
    }
    const uses = variables.flatMap((variable) => usesOf(definition, variable));
    const before = original === undefined ? [] : await componentsBefore(session, original, uses);
    const ofUsers = variables.filter((variable) => userLevel.has(variable));
    const refusal =
      userProblem(stableKey, known, variables, userLevel) ??
      (named.usersSetUserConnections ? sharedProblem(stableKey, known, ofUsers) : undefined) ??
      judge(stableKey, known, uses, before, named.allowBuildOnly);
    if (refusal !== undefined) problems.push({ path, message: refusal });
    else tellShared(definition, stableKey, known, ofUsers);
  }
  return problems;
}

/** Checks the connections that an integration is to use, those of its own as well. */
export async function connectionProblems(
  session: TenantSession,
  original: Definition,
  rewired: Definition,
  declared: CheckedIntegration,
): Promise<Problem[]> {
  const problems = await namedConnectionProblems(session, {
    definition: rewired,
    original,
    references: declaredConnections(declared),
    placeOf: (stableKey) => placeOf(declared, stableKey),
    advice: (stableKey, [variable]) =>
      placeOf(declared, stableKey) === "definition"
        ? ` Where this program creates it, pass it: connections: { "${variable}": <the resource> }`
        : "",
    mayBeMissing: false,
    allowBuildOnly: declared.allowBuildOnly === true,
    usersSetUserConnections: false,
  });
  return [...problems, ...(await ownProblems(session, declared))];
}

/** Explains why a user connection cannot be where it is: the page decides, and Prismatic has no other sign. */
function userProblem(
  stableKey: string,
  { scope }: Known,
  variables: readonly string[],
  userLevel: ReadonlySet<string>,
): string | undefined {
  const others = variables.filter((variable) => !userLevel.has(variable));
  if (scope !== "user" || others.length === 0) return undefined;
  return (
    `"${stableKey}" is a user connection, and no user sets ${listed(others.map((key) => `"${key}"`))}: a user connection ` +
    "belongs on a page with userLevelConfigured: true, in a headless integration on a config variable with it. Move the " +
    "variable to such a page in the definition, or name a connection of customers or of the organization."
  );
}

/** Explains why a connection that users share cannot stand where the code has each user set their own. */
function sharedProblem(
  stableKey: string,
  { scope }: Known,
  variables: readonly string[],
): string | undefined {
  if (variables.length === 0 || scope === undefined || scope === "user") return undefined;
  return (
    `"${stableKey}" is no user connection, and each user sets ${listed(variables.map((key) => `"${key}"`))}. Name a user ` +
    "connection there, or move it to a page that users do not set and name it with customerActivatedConnection."
  );
}

/** Notes connections that users share and that stand where each user sets their own: Prismatic may refuse them. */
function tellShared(
  { value }: Definition,
  stableKey: string,
  { scope }: Known,
  variables: readonly string[],
): void {
  if (variables.length === 0 || scope === undefined || !["org", "customer"].includes(scope)) return;
  notice(
    `Warning: in integration "${value.name}", each user sets ${listed(variables.map((key) => `"${key}"`))}, and ` +
      `"${stableKey}" is no user connection. Prismatic may refuse that when it imports the definition.`,
  );
}

function judge(
  stableKey: string,
  { component, buildOnly }: Known,
  uses: Use[],
  before: Owner[],
  allowBuildOnly: boolean,
): string | undefined {
  if (buildOnly && !allowBuildOnly) {
    return (
      `"${stableKey}" is a build-only connection, which Prismatic makes for building in one tenant; no other tenant has ` +
      "it. Use a reusable connection, or say allowBuildOnly: true in a tenant for development."
    );
  }
  if (component === undefined) return undefined;
  const users = uses.flatMap((use): Owner[] =>
    use.component === undefined || use.onPage
      ? []
      : [{ key: use.component.key, public: use.component.isPublic ?? undefined }],
  );
  const owners = [...before, ...users];
  if (owners.length === 0 || owners.some(({ key }) => TAKES_ANY.has(key))) return undefined;
  if (owners.some((owner) => isSame(owner, component))) return undefined;
  const places = uses.filter(({ onPage }) => !onPage).map(({ place }) => place);
  const components = [...new Set(owners.map(({ key }) => `"${key}"`))];
  return (
    `"${stableKey}" is a connection of the component "${component.key}", and these use ${listed(components)}: ` +
    `${places.slice(0, 5).join("; ")}${places.length > 5 ? ` and ${places.length - 5} more` : ""}.`
  );
}

/** Collects what the tenant or the program says of a connection; a text explains why it cannot be used. */
async function knowledgeOf(
  session: TenantSession,
  stableKey: string,
  reference: ConnectionReference | undefined,
): Promise<Known | string> {
  if (reference?.component !== undefined) {
    const { component } = reference;
    if (isUnknown(component))
      return { component: undefined, scope: reference.variableScope, buildOnly: false };
    const { key, public: isPublic } =
      typeof component === "string" ? { key: component, public: undefined } : component;
    const owner = isUnknown(key) ? undefined : { key, public: isUnknown(isPublic) ? undefined : isPublic };
    return { component: owner, scope: reference.variableScope, buildOnly: false };
  }
  const existing = await session.connections.byStableKey(stableKey);
  const apart = existing === undefined ? await session.connections.apartWithStableKey(stableKey) : undefined;
  const buildOnly = apart?.apart === "buildOnly";
  const found = existing ?? (buildOnly ? apart.found : undefined);
  if (found === undefined) return explainMissingConnection(session, stableKey);
  return { component: found.connection?.component, scope: found.variableScope.toLowerCase(), buildOnly };
}

/** Components of the connections that these places used before: a step may use one of another component. */
async function componentsBefore(session: TenantSession, original: Definition, uses: Use[]): Promise<Owner[]> {
  const places = new Set(uses.map(({ place }) => place));
  const variables = [...usesByVariable(original)].filter(([, before]) =>
    before.some(({ place, onPage }) => !onPage && places.has(place)),
  );
  const owners = await Promise.all(
    variables.map(async ([variable]): Promise<Owner[]> => {
      const found = (original.value.requiredConfigVars ?? []).find(({ key }) => key === variable);
      const own = found?.connection?.component;
      if (own) return [{ key: own.key, public: own.isPublic ?? undefined }];
      const stableKey = found?.useScopedConfigVar;
      const shared = stableKey ? await session.connections.byStableKey(stableKey) : undefined;
      return shared?.connection ? [shared.connection.component] : [];
    }),
  );
  return owners.flat();
}

/** References by their stable keys, those that know their component first. */
function byStableKey(references: readonly ConnectionReference[]): Map<string, ConnectionReference> {
  const found = new Map<string, ConnectionReference>();
  for (const reference of references) {
    if (isUnknown(reference.stableKey)) continue;
    if (found.get(reference.stableKey)?.component === undefined) found.set(reference.stableKey, reference);
  }
  return found;
}

/** The references of an integration's arguments, as far as they are known. */
function declaredConnections({ connections, steps }: CheckedIntegration): ConnectionReference[] {
  return [
    ...Object.values(knownMembers(connections)).filter((target) => "stableKey" in target),
    ...Object.values(knownMembers(steps)).flatMap((switches) => Object.values(knownMembers(switches))),
  ];
}

/** The argument that names a stable key. */
function placeOf({ connections, steps }: CheckedIntegration, stableKey: string): string {
  for (const [variable, target] of Object.entries(knownMembers(connections))) {
    if ("stableKey" in target && target.stableKey === stableKey) return `connections.${variable}`;
  }
  for (const [flow, switches] of Object.entries(knownMembers(steps))) {
    for (const [step, target] of Object.entries(knownMembers(switches))) {
      if (target.stableKey === stableKey) return `steps.${flow}.${step}`;
    }
  }
  return "definition";
}

/** Refuses connections of the integration's own of a type that the tenant does not have. */
async function ownProblems(session: TenantSession, { connections }: CheckedIntegration): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [variable, target] of Object.entries(knownMembers(connections))) {
    if (!("integrationSpecific" in target) || isUnknown(target.integrationSpecific)) continue;
    const { component, connectionType } = target.integrationSpecific;
    const { resolved, problem } = await resolveType(session, component, connectionType);
    const path = `connections.${variable}.integrationSpecific`;
    if (problem !== undefined) problems.push({ path: `${path}.${problem.path}`, message: problem.message });
    else if (typeof component === "string" && resolved?.component.public === false) {
      const message = `"${component}" is a private component. Write { key: "${component}", public: false }.`;
      problems.push({ path: `${path}.component`, message });
    }
  }
  return problems;
}

function isSame(one: Owner, other: Owner): boolean {
  return (
    one.key === other.key &&
    (one.public === undefined || other.public === undefined || one.public === other.public)
  );
}
