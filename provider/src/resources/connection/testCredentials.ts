import { isDeepStrictEqual } from "node:util";
import type { Change } from "../../dynamic/change.ts";
import type { RestOfRun } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import { credentialsMutation } from "../credentials/plan.ts";
import { writeTestCredentials } from "../credentials/test.ts";
import { differingCredentials } from "../credentials/create.ts";
import { knownCredentials, refreshedCredentials, type CredentialValues } from "../credentials/values.ts";
import { secretsChanged } from "../../dynamic/secretRevisions.ts";
import { partClaim } from "../claims.ts";
import {
  isTestSecret,
  savedTest,
  TEST,
  testCredentialsOf,
  type CheckedConnection,
  type ConnectionOutputs,
} from "./state.ts";

/** The change of a connection's test credentials, if there is one. */
export function testCredentialsChange(
  old: ConnectionOutputs | undefined,
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
      announced: [credentialsMutation(announced, { stableKey, carries: ["inputs"] })],
      settles: ["testCredentials", "savedTestCredentials"],
      ...(verb === "delete" ? { releases: [thing] } : {}),
      send: async ({ session, id }) => {
        await writeTestCredentials(session, id, stableKey, verb, args.testCredentials);
      },
    },
  ];
}

function verbOf(old: ConnectionOutputs | undefined, args: CheckedConnection) {
  const declared = args.testCredentials;
  const isSaved = old?.savedTestCredentials !== undefined;
  if (declared === undefined) return isSaved ? "delete" : undefined;
  if (!isSaved) return "create";
  const { values } = knownCredentials(old.testCredentials);
  const same = !isUnknown(declared) && isDeepStrictEqual(values, knownCredentials(declared).values);
  return same && !secretsChanged(old, args, isTestSecret) ? undefined : "update";
}

/** How test credentials of the tenant differ from declared ones. None at all is what an interrupted run leaves. */
export function testDifferences({ testCredentials }: CheckedConnection, found: TenantConnection): string[] {
  const held = testCredentialsOf(found);
  if (testCredentials === undefined || held === undefined) return [];
  return differingCredentials(testCredentials, held).map((name) => `${TEST}.${name}`);
}

/** Test credentials as the tenant has them now. */
export function refreshedTest(old: ConnectionOutputs, found: TenantConnection): Partial<ConnectionOutputs> {
  if (old.testCredentials === undefined) return {};
  const current = testCredentialsOf(found);
  if (current === undefined) return { driftedSecrets: [TEST] };
  const earlier = (old.driftedSecrets ?? []).flatMap((name) =>
    name.startsWith(`${TEST}.`) ? [name.slice(TEST.length + 1)] : [],
  );
  const lastWrittenAt = old.savedTestCredentials?.lastConfiguredAt;
  const values = old.testCredentials as CredentialValues;
  const { credentials, drifted } = refreshedCredentials(values, earlier, lastWrittenAt, current);
  return {
    testCredentials: credentials,
    savedTestCredentials: savedTest(found),
    driftedSecrets: drifted.map((name) => `${TEST}.${name}`),
  };
}
