import { testCredentialsArguments } from "../credentials/arguments.ts";
import { credentialsLifecycle } from "../credentials/lifecycle.ts";

/** The life-cycle of `TestCredentials`. */
export const testCredentials = credentialsLifecycle({
  schema: testCredentialsArguments,
  part: "testCredentials",
  refusal: () => undefined,
  importedAs: (stableKey) => `TestCredentials/${stableKey}`,
  describe: (stableKey) => `the test credentials of connection "${stableKey}"`,
  place: () => Promise.resolve({ place: { isTest: true, customer: undefined } }),
  existing: (_session, connection) => Promise.resolve(connection.customerConfigVariables.nodes[0]),
});
