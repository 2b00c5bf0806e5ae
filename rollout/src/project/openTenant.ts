import type { TenantReads } from "pulumi-prismatic/tenantReads";
import { z } from "zod";
import { readWith, type PulumiProcess } from "../pulumi/command.ts";
import type { Environments } from "./environment.ts";

const configuration = z.record(z.string(), z.object({ value: z.string().optional() }));

/** Settings of reading tenants. */
export interface TenantOptions {
  pulumi: PulumiProcess;
  environments: Environments;
  /** Part of each tenant's rate of requests that may be used, in percent. */
  requestShare: number;
  /** Requests that each tenant may get at most; left out: any number. */
  requests?: number | undefined;
}

/** A tenant that is open for reading, or the reason why it is not. */
export type OpenedTenant =
  | { reads: TenantReads; tenant: { url: string; id?: string } | undefined; secrets: readonly string[] }
  | { reason: string };

/**
 * Opens a stack's tenant for reading, with the stack's own configuration and environment.
 *
 * @throws RolloutError where the stack's environment cannot be supplied
 */
export async function openTenant(
  stack: string,
  { pulumi, environments, requestShare, requests }: TenantOptions,
): Promise<OpenedTenant> {
  const { env, secrets } = await environments.of(stack);
  const args = ["config", "--json", "--show-secrets", "--non-interactive", "--stack", stack];
  const { code, stdout } = await readWith({ ...pulumi, env }, args);
  const parsed = code === 0 ? configuration.safeParse(JSON.parse(stdout)) : undefined;
  if (parsed?.success !== true) return { reason: "the configuration of the stack could not be read" };
  const values = new Map(Object.entries(parsed.data));
  const { openTenantReads, isTenantError } = await import("pulumi-prismatic/tenantReads");
  const read = (name: string) => values.get(`prismatic:${name}`)?.value;
  try {
    const reads = openTenantReads(read, { requestShare, requests, env });
    return { reads, tenant: shownTenant(read("url"), read("tenantId")), secrets };
  } catch (error) {
    if (!isTenantError(error)) throw error;
    return { reason: error.message };
  }
}

/** A tenant by the two settings that are no secrets. */
export function shownTenant(
  address: string | undefined,
  id: string | undefined,
): { url: string; id?: string } | undefined {
  const url = address === undefined ? undefined : URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return { url: url.origin, ...(id !== undefined && /^[\da-f-]{36}$/i.test(id) ? { id } : {}) };
}
