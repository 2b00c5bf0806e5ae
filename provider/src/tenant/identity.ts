import { PrismaticError, UnexpectedAnswerError, UnreachableError, WrongTenantError } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import { identityOperations as operations } from "./identityOperations.ts";
import { nameOf } from "./origins.ts";
import type { Settings } from "./settings.ts";
import type { AccessTokens } from "./tokens.ts";
import { visible } from "./visible.ts";

/** A tenant: the address of the stack that it lives in, and its id as far as it is known. */
export interface TenantIdentity {
  url: string;
  id?: string | undefined;
}

/** A tenant that was asked who it is. */
export type VerifiedTenant = Required<TenantIdentity> & { id: string };

/** The tenant in the words of an error message: `tenant 4f1c... at https://app.prismatic.io`. */
export function describeTenant({ url, id }: TenantIdentity): string {
  return id === undefined ? `the tenant at ${url}` : `tenant ${id} at ${url}`;
}

/** True where two ids name one tenant: letter case in a UUID means nothing. */
export function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * Makes sure that the tokens are those of the meant tenant, and tells which one that is: the configured one, or the only
 * one that the refresh token reaches. By itself it means its owner's first tenant, which may be suspended.
 *
 * @throws WrongTenantError where the token is another tenant's, or reaches several and none is configured
 */
export async function verifyTenant(
  endpoint: GraphQLEndpoint,
  settings: Settings,
  tokens: AccessTokens,
): Promise<VerifiedTenant> {
  const { url, tenantId, organizationId, accessToken } = settings;
  if (tenantId === undefined && organizationId === undefined && accessToken === undefined) {
    const only = await onlyReachableTenant(endpoint, settings, tokens);
    if (only !== undefined) return { url, id: only };
  }
  const { authenticatedUser } = await query(endpoint, operations.whoAmI, {});
  const { tenantId: id, org } = authenticatedUser;
  if (tenantId !== undefined && !isSameId(tenantId, id))
    throw otherTenant(endpoint, nameOf("tenantId", settings), tenantId, { id, name: org?.name });
  if (organizationId !== undefined && organizationId !== org?.id) {
    throw otherTenant(endpoint, nameOf("organizationId", settings), organizationId, org ?? {});
  }
  if (id === "") throw new UnexpectedAnswerError(`Prismatic at ${url} did not say which tenant it is.`);
  return { url, id };
}

/** Names of the permissions of the token's owner; none where Prismatic does not tell them. */
export async function ownPermissions(endpoint: GraphQLEndpoint): Promise<string[]> {
  try {
    const { authenticatedUser } = await query(endpoint, operations.readPermissions, {});
    return authenticatedUser.role.permissions.nodes.flatMap((permission) => permission?.name ?? []);
  } catch (error) {
    if (error instanceof UnreachableError || !(error instanceof PrismaticError)) throw error;
    return [];
  }
}

/** The id of the only tenant that the refresh token reaches; undefined where Prismatic lists none. */
async function onlyReachableTenant(
  endpoint: GraphQLEndpoint,
  settings: Settings,
  tokens: AccessTokens,
): Promise<string | undefined> {
  const { url } = settings;
  const { listUserTenants } = await query(endpoint, operations.listReachableTenants, {});
  const all = listUserTenants.nodes;
  const reachable = all.filter(({ systemSuspended }) => systemSuspended !== true);
  const [only, ...others] = reachable;
  if (only === undefined && all.length > 0) {
    throw new WrongTenantError(
      `Every tenant that the refresh token reaches at ${url} is suspended. ${endpoint.journal.unchanged}`,
      { advice: "Ask Prismatic's support." },
    );
  }
  if (only !== undefined && others.length === 0 && all.length > 1) tokens.choose(only.tenantId);
  if (others.length > 0) {
    const list = reachable.map((tenant) => `${tenant.tenantId} (${tenant.orgName})`).join(", ");
    throw new WrongTenantError(
      `The refresh token reaches ${reachable.length} tenants at ${url}, so it is not clear which one is ` +
        `meant. ${endpoint.journal.unchanged}`,
      {
        advice:
          (settings.declaredBy === undefined
            ? "Choose one with: pulumi config set prismatic:tenantId <id>."
            : `Choose one: ${nameOf("tenantId", settings)}.`) + ` They are: ${list}`,
      },
    );
  }
  return only?.tenantId;
}

function otherTenant(
  { url, journal }: GraphQLEndpoint,
  key: string,
  expected: string,
  { id = "none", name }: { id?: string; name?: string | undefined },
): Error {
  const owner = name === undefined ? "" : `, "${visible(name)}"`;
  return new WrongTenantError(
    `The token is for another tenant: ${key} is ${expected}, the token's is ${id}${owner} (at ${url}). ` +
      journal.unchanged,
    { advice: "Correct the configuration or set this tenant's token." },
  );
}
