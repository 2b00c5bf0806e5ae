import { RunError, runtime, type ProviderResource } from "@pulumi/pulumi";

/**
 * True in a unit test with Pulumi's mocks (`pulumi.runtime.setMocks`). The SDK has no public name for this: the monitor
 * is then an object of the test's own process, and otherwise a gRPC client.
 */
export function isMocked(): boolean {
  const monitor: unknown = runtime.getMonitor();
  return typeof monitor === "object" && monitor !== null && !("getChannel" in monitor);
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
