import { RunError, runtime, type ProviderResource } from "@pulumi/pulumi";

/**
 * True in a unit test with Pulumi's mocks (`pulumi.runtime.setMocks`). The SDK has no public name for this: the monitor
 * is then an object of the test's own process, and otherwise a gRPC client.
 *
 * @throws RunError where there is neither, so that a test whose mocks are set in another copy of the SDK asks no tenant
 */
export function isMocked(): boolean {
  const monitor: unknown = runtime.getMonitor();
  if (typeof monitor !== "object" || monitor === null) {
    throw new RunError(
      "This is neither a run of Pulumi nor a test with its mocks (pulumi.runtime.setMocks), so no tenant was asked. If it " +
        "is one, @pulumi/pulumi is installed twice, and `npm ls @pulumi/pulumi` shows where: have one copy (npm dedupe).",
    );
  }
  return !("getChannel" in monitor);
}

/**
 * Has the `call` of the mocks answer a lookup.
 *
 * @param token `token` of the `MockCallArgs`, such as `prismatic:index:getComponent`
 * @param inputs `inputs` of the `MockCallArgs`
 * @param provider the `Tenant` of the lookup, whose reference becomes `provider` of the `MockCallArgs`
 * @throws RunError where the mocks fail to answer
 */
export async function askMocks<Found>(
  token: string,
  inputs: Record<string, unknown>,
  provider: ProviderResource | undefined,
): Promise<Found> {
  try {
    return (await runtime.invoke(token, inputs, provider === undefined ? {} : { provider })) as Found;
  } catch (error) {
    // The SDK shows neither the token nor what the mocks have thrown.
    throw new RunError(
      `The mocks of this test have no answer to ${token}: their \`call\` threw an error or returned nothing. ` +
        "Have it return the members of what the lookup finds.",
      { cause: error },
    );
  }
}
