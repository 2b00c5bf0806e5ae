import type { TenantReads } from "pulumi-prismatic/tenantReads";
import { isDefaultProvider } from "../project/providers.ts";
import { openTenant, type TenantOptions } from "../project/openTenant.ts";
import { changesOf, type Change } from "./changes.ts";
import { hasReach, reachOf, uncounted, type Reached } from "./reach.ts";
import type { StackReading } from "./reading.ts";
import { shownMessage } from "../shownText.ts";

/** Seconds that counting in one tenant may take. */
const PATIENCE = 30;

/** Changes of one stack that are counted, at most: the requests grow with them. */
const MOST = 100;

/** Counts in a stack's tenant what its changes reach, by the URN of the resource; what cannot be counted says why. */
export async function readReach(
  reading: StackReading,
  options: TenantOptions,
): Promise<Map<string, Reached>> {
  const changes = changesOf(reading).filter(hasReach);
  const found = new Map<string, Reached>();
  const give = (some: readonly Change[], reason: string) => {
    for (const { step } of some)
      found.set(step.urn, { reach: uncounted(shownMessage(reason, reading.secrets)) });
  };
  if (changes.length === 0) return found;
  give(changes.slice(MOST), `only ${MOST} changes of a stack are counted`);
  const first = changes.slice(0, MOST).filter((change) => {
    if (!isOfAnotherTenant(change)) return true;
    give([change], "its tenant is a provider of the program");
    return false;
  });
  const tenant = await openTenant(reading.stack.name, options);
  if ("reason" in tenant) give(first, tenant.reason);
  else await count(first, tenant.reads, { found, give, signal: options.pulumi.signal });
  return found;
}

interface Counting {
  found: Map<string, Reached>;
  give: (changes: readonly Change[], reason: string) => void;
  signal: AbortSignal;
}

async function count(changes: readonly Change[], reads: TenantReads, { found, give, signal }: Counting) {
  const { isTenantError } = await import("pulumi-prismatic/tenantReads");
  let isLate = false;
  const patience = setTimeout(() => {
    isLate = true;
    reads.stop();
  }, PATIENCE * 1000);
  const onAbort = () => reads.stop();
  signal.addEventListener("abort", onAbort, { once: true });
  await Promise.all(
    changes.map(async (change) => {
      try {
        found.set(change.step.urn, await reachOf(change, reads));
      } catch (error) {
        const reason = isTenantError(error) ? error.message : "the tenant's answer was not understood";
        give([change], isLate ? `counting took more than ${PATIENCE} s` : reason);
      }
    }),
  );
  clearTimeout(patience);
  signal.removeEventListener("abort", onAbort);
  reads.stop();
}

/** Another tenant than the stack's own has a provider with a name. */
export function isOfAnotherTenant({ step }: Pick<Change, "step">): boolean {
  return !isDefaultProvider(step.new?.provider ?? step.old?.provider);
}
