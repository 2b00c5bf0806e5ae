import { isDeepStrictEqual } from "node:util";
import type { Change } from "../../dynamic/change.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import { isUnknown, knownMap } from "../../dynamic/wire.ts";
import {
  differingCredentials,
  knownCredentials,
  removedCredentials,
  refreshedCredentials,
  type CredentialValues,
} from "../credentials/values.ts";
import { credentialsMutation, writeTestCredentials } from "../credentials/write.ts";
import type { Row } from "./row.ts";
import { secretsChanged } from "../../dynamic/secretRevisions.ts";
import { partClaim } from "../claims.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import {
  isTestSecret,
  savedTest,
  TEST,
  testCredentialsOf,
  type CheckedConnection,
  type ConnectionState,
  type TestCredentials,
} from "./state.ts";

/** The change of a connection's test credentials; empty where there is none. */
export function testCredentialsChange(
  kind: ConnectionKind,
  old: ConnectionState | undefined,
  args: CheckedConnection & { stableKey: string },
  rest: RestOfRun,
): Change[] {
  const verb = verbOf(old, args);
  if (verb === undefined) return [];
  const { stableKey } = args;
  const thing = partClaim("testCredentials", stableKey);
  const announced = verb === "create" && rest.held(thing) !== undefined ? "update" : verb;
  return [
    {
      announced: [
        credentialsMutation(announced, {
          stableKey,
          carries: ["inputs"],
          ofUsers: kind.variableScope === "user",
        }),
      ],
      settles: ["testCredentials", "savedTestCredentials", "testAuthorizeUrl"],
      ...(verb === "delete" ? { releases: [thing] } : {}),
      send: async ({ session, id }) => {
        const removed = removedTestValues(old, args);
        await writeTestCredentials(session, id, stableKey, verb, args.testCredentials, removed);
      },
    },
  ];
}

/** The names of the values that the test credentials no longer have. */
export function removedTestValues(old: CheckedConnection | undefined, args: CheckedConnection): string[] {
  if (old?.testCredentials === undefined || isUnknown(old.testCredentials)) return [];
  const counters = Object.entries(knownMap(old.secretRevisions)).filter(
    ([name]) => name !== TEST && isTestSecret(name),
  );
  const secretRevisions = Object.fromEntries(
    counters.map(([name, revision]) => [name.slice(TEST.length + 1), revision]),
  );
  return removedCredentials({ ...old.testCredentials, secretRevisions }, args.testCredentials);
}

function verbOf(old: ConnectionState | undefined, args: CheckedConnection) {
  const declared = args.testCredentials;
  const isSaved = old?.savedTestCredentials !== undefined;
  if (declared === undefined) return isSaved ? "delete" : undefined;
  if (!isSaved) return "create";
  const { values } = knownCredentials(old.testCredentials);
  const same = !isUnknown(declared) && isDeepStrictEqual(values, knownCredentials(declared).values);
  return same && !secretsChanged(old, args, isTestSecret) ? undefined : "update";
}

/** Test credentials that the connection declares itself. An interrupted run leaves the tenant without them. */
export const testCredentials: Row = {
  part: "testCredentials",
  isDeclared: (args) => args.testCredentials !== undefined,
  differences: ({ testCredentials: declared }, found) => {
    const held = testCredentialsOf(found);
    if (declared === undefined || held === undefined) return [];
    return differingCredentials(declared, held).map((name) => `${TEST}.${name}`);
  },
  overwritten: (args, found, owner, type) => testCredentials.differences(args, found, owner, type),
  refreshed: (old, found) => {
    if (old.testCredentials === undefined) return {};
    const current = testCredentialsOf(found);
    if (current === undefined) return { driftedSecrets: [TEST] };
    const earlier = (old.driftedSecrets ?? []).flatMap((name) =>
      name !== TEST && isTestSecret(name) ? [name.slice(TEST.length + 1)] : [],
    );
    const lastWrittenAt = old.savedTestCredentials?.lastConfiguredAt;
    // Outputs hold known values only.
    const values = old.testCredentials as CredentialValues;
    const reformed = (old.reformedSecrets ?? [])
      .filter(isTestSecret)
      .map((name) => name.slice(TEST.length + 1));
    const { credentials, drifted } = refreshedCredentials(values, earlier, lastWrittenAt, current, reformed);
    const { oauthTokens } = old.testCredentials as TestCredentials;
    return {
      testCredentials: { ...credentials, ...(oauthTokens === undefined ? {} : { oauthTokens }) },
      ...savedTest(found),
      driftedSecrets: drifted.map((name) => `${TEST}.${name}`),
    };
  },
};
