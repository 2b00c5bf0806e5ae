import type { OverviewParts, TenantOverview } from "pulumi-prismatic/tenantReads";
import type { ChosenStack } from "../project/choice.ts";
import { openTenant, type TenantOptions } from "../project/openTenant.ts";
import { failed, type Attempt } from "./fleet.ts";

/** The connections of a stack's tenant. */
export interface StackOverview extends TenantOverview {
  tenant: { url: string; id?: string } | undefined;
  /** Values of this stack that must not be shown. */
  secrets: readonly string[];
}

/**
 * Reads the connections of a stack's tenant.
 *
 * @param options `timeout` in seconds
 * @throws RolloutError where the stack's environment cannot be supplied
 */
export async function readOverview(
  stack: ChosenStack,
  parts: OverviewParts,
  options: TenantOptions & { timeout: number },
): Promise<Attempt<StackOverview>> {
  const opened = await openTenant(stack.name, options);
  if ("reason" in opened) {
    return failed(
      `The tenant was not asked: ${opened.reason}`,
      `Type, to see the configuration: pulumi config --stack ${stack.name}`,
    );
  }
  const { reads, tenant, secrets } = opened;
  const { isTenantError } = await import("pulumi-prismatic/tenantReads");
  const { timeout, pulumi } = options;
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    reads.stop();
  }, timeout * 1000);
  const onAbort = () => reads.stop();
  pulumi.signal.addEventListener("abort", onAbort, { once: true });
  try {
    return { found: { ...(await reads.overview(parts)), tenant, secrets } };
  } catch (error) {
    if (isLate) return failed(`The tenant was not read within ${timeout} s.`, "Allow more with --timeout.");
    if (pulumi.signal.aborted) {
      return failed("The command was interrupted before this stack was read.", "Run it again.");
    }
    if (!isTenantError(error)) throw error;
    return failed(error.message, "Do what the message says, then run it again.", secrets);
  } finally {
    clearTimeout(deadline);
    pulumi.signal.removeEventListener("abort", onAbort);
    reads.stop();
  }
}
