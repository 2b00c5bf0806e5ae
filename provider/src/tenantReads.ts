import "./nodeVersion.ts";
import { countUsesNow, requireUnused, type Accepted } from "./resources/reference/uses.ts";
import { readTenantOverview } from "./resources/overview.ts";
import type { OverviewParts, TenantOverview } from "./resources/overviewTypes.ts";
import { PrismaticError } from "./tenant/errors.ts";
import { TenantSession } from "./tenant/session.ts";
import { resolveSettings } from "./tenant/settings.ts";
import { visible } from "./tenant/visible.ts";

export type {
  OverviewConnection,
  OverviewCredentials,
  OverviewParts,
  TenantOverview,
} from "./resources/overviewTypes.ts";

/** Numbers of what depends on a connection. */
export interface ConnectionUses {
  instances: number;
  /** Integration versions. */
  integrations: number;
  workflows: number;
  /** Customers' saved credentials. */
  customers: number;
}

/** Reads of one tenant, for reports of what a change reaches. Questions of the same moment share a request. */
export interface TenantReads {
  /** Counts what depends on a connection now; undefined where the tenant does not have it. */
  usesOfConnection(stableKey: string): Promise<ConnectionUses | undefined>;
  /** Counts the instances of all versions of an integration, by its id. */
  instancesOfIntegration(id: string): Promise<number>;
  /** Counts the instances that run on credentials, by their id. */
  instancesOfCredentials(id: string): Promise<number>;
  /**
   * The refusal that the deletion of a connection would meet; undefined where it would be carried out.
   *
   * @param accepted the connection's `replaceInUse`
   */
  deleteRefusal(id: string, stableKey: string, accepted: unknown): Promise<string | undefined>;
  /** Reads all connections of the organization's own, with the chosen parts; no value of a secret is in it. */
  overview(parts: OverviewParts): Promise<TenantOverview>;
  /** Asks now for the statuses of connections, by stable key; those that the tenant does not have are left out. */
  connectionStatuses(stableKeys: readonly string[]): Promise<Map<string, string | null>>;
  /** Sends nothing any more; questions under way fail. */
  stop(): void;
}

/** Settings of the reads. */
export interface ReadsOptions {
  /** Part of the tenant's rate of requests that the reads may use, in percent. */
  requestShare: number;
  /** Requests that may be sent at most; left out: any number. */
  requests?: number | undefined;
  /** Environment of the stack. */
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens a tenant for reading, by the rules of `pulumi up`. Opening sends nothing.
 *
 * @param read value of a setting of the stack's configuration by its name, such as `url` or `refreshToken`
 * @throws PrismaticError where the settings name no tenant; its message holds no secret
 */
export function openTenantReads(
  read: (name: string) => string | undefined,
  { requestShare, requests, env }: ReadsOptions,
): TenantReads {
  const settings = resolveSettings(read, env);
  const requestsPerSecond = Math.max(1, Math.floor((settings.requestsPerSecond * requestShare) / 100));
  const session = new TenantSession(
    { ...settings, requestsPerSecond },
    { environment: env, tell: () => undefined, requests },
  );
  return {
    async usesOfConnection(stableKey) {
      const found = await session.connections.byStableKey(stableKey);
      return found && countUsesNow(session, found.id);
    },
    instancesOfIntegration: async (id) => (await session.integrations.instancesOf(id)).length,
    instancesOfCredentials: async (id) => (await session.credentials.usesOf(id))?.instances ?? 0,
    async deleteRefusal(id, stableKey, accepted) {
      try {
        await requireUnused(session, id, stableKey, accepted as Accepted);
        return undefined;
      } catch (error) {
        if (!(error instanceof PrismaticError)) throw error;
        return visible(error.message);
      }
    },
    overview: (parts) => readTenantOverview(session, parts),
    connectionStatuses: (stableKeys) => session.connections.statusesNow(stableKeys),
    stop: () => session.stop(),
  };
}

/** True for a failure of a read whose message holds no secret. */
export function isTenantError(error: unknown): error is Error {
  return error instanceof PrismaticError;
}
