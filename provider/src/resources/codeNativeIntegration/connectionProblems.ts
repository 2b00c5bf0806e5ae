import type { Problem } from "../../dynamic/lifecycle.ts";
import { didYouMean, listed } from "../../dynamic/suggest.ts";
import { isUnknown, type UNKNOWN } from "../../dynamic/wire.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { namedConnectionProblems } from "../integration/connectionProblems.ts";
import type { Definition } from "../integration/definition/read.ts";
import { stableKeysOf } from "../integration/definition/variables.ts";
import type { ConnectionReference } from "../reference/connection.ts";
import type { CheckedCodeNative } from "./state.ts";

/**
 * Checks the connections that a bundle's code names, and those that the program lists for it. The code calls any
 * connection of the organization or of customers "customer-activated", which tells nothing; only where each user sets
 * their own it has to be a user connection.
 */
export async function codeConnectionProblems(
  session: TenantSession,
  definition: Definition,
  { connections, allowBuildOnly }: CheckedCodeNative,
): Promise<Problem[]> {
  const listedOnes = connections === undefined || isUnknown(connections) ? [] : connections;
  const references = listedOnes.filter(
    (each): each is Exclude<typeof each, typeof UNKNOWN> => !isUnknown(each),
  );
  const isComplete =
    !isUnknown(connections) &&
    references.length === listedOnes.length &&
    references.every(({ stableKey }) => !isUnknown(stableKey));
  const problems = await namedConnectionProblems(session, {
    definition,
    references,
    placeOf: () => "bundle",
    advice: (_stableKey, variables) =>
      ` The code names it in ${listed(variables.map((key) => `"${key}"`))}. Where this program creates it, list it: ` +
      "connections: [<the resource>]",
    // One of those that are not known yet may be it.
    mayBeMissing: !isComplete,
    allowBuildOnly: allowBuildOnly === true,
    usersSetUserConnections: true,
  });
  return [...problems, ...needless(definition, listedOnes)];
}

function needless(
  definition: Definition,
  connections: readonly (ConnectionReference | typeof UNKNOWN)[],
): Problem[] {
  const named = [...stableKeysOf(definition).keys()];
  return connections.flatMap((reference, index): Problem[] => {
    if (isUnknown(reference) || isUnknown(reference.stableKey) || named.includes(reference.stableKey))
      return [];
    const { stableKey } = reference;
    const names =
      named.length === 0 ? "It names none." : `It names: ${listed(named.map((key) => `"${key}"`))}.`;
    const message = `the code does not name "${stableKey}".${didYouMean(stableKey, named)} ${names}`;
    return [{ path: `connections[${index}]`, message }];
  });
}
