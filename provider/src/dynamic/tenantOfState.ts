import { ConfigurationError, PrismaticError, WrongTenantError } from "../tenant/errors.ts";
import { describeTenant, isSameId, type TenantIdentity, type VerifiedTenant } from "../tenant/identity.ts";
import { areHiddenFrom } from "../tenant/permissions.ts";
import type { TenantSession } from "../tenant/session.ts";
import { HalfMadeError, type Lifecycle, type Properties } from "./lifecycle.ts";

/** Output of every resource that names the tenant in which its object lives: `<id> at <url>`, short for a large state. */
const TENANT = "tenant";

/** The verbs that act on an object in the tenant. */
type Verbs = Pick<Lifecycle, "create" | "read" | "update" | "delete" | "seenWith">;

/**
 * Adds the tenant to the outputs of a life-cycle, and lets nothing act on an object that the state has in another one:
 * what is not found there is not gone. A state of an earlier version names no tenant and learns it here.
 */
export function inItsTenant(lifecycle: Verbs): Verbs {
  return {
    async create(session, inputs) {
      const { id, outputs } = await naming(session, () => lifecycle.create(session, inputs));
      return { id, outputs: await withTenant(session, outputs) };
    },

    async read(session, id, outputs) {
      await requireItsTenant(session, outputs, "It was not read");
      const found = await lifecycle.read(session, id, withoutTenant(outputs));
      if (found !== undefined) return { ...found, outputs: await withTenant(session, found.outputs) };
      await requireSight(session, lifecycle.seenWith);
      return undefined;
    },

    async update(session, id, olds, news) {
      await requireItsTenant(session, olds, "It was not updated");
      const outputs = await naming(session, () =>
        lifecycle.update(session, id, withoutTenant(olds), withoutTenant(news)),
      );
      return withTenant(session, outputs);
    },

    async delete(session, id, outputs) {
      await requireItsTenant(session, outputs, "It was not deleted");
      await lifecycle.delete(session, id, withoutTenant(outputs));
    },
  };
}

/**
 * Makes sure that what was not found is gone, and not only hidden from the token's owner.
 *
 * @throws ConfigurationError where the owner is not shown such objects
 */
async function requireSight(session: TenantSession, needed: readonly string[] | undefined): Promise<void> {
  if (needed === undefined || !areHiddenFrom(await session.permissions(), needed)) return;
  throw new ConfigurationError(
    `${session.tenant} does not show this object to the token's owner, who may not see all of its kind: it is not taken for ` +
      `gone. Nothing was changed. The owner needs the permission ${needed.join(" or ")} in the organization. Set the ` +
      "token of a person who has one.",
  );
}

/** Properties without the tenant, which no type of resource knows of. */
export function withoutTenant({ [TENANT]: _tenant, ...properties }: Properties): Properties {
  return properties;
}

/**
 * Tells that an object has to move, because its resource belongs to another tenant now. Decided without a request as far
 * as the configuration tells; a resource that is about to change asks, as its change would.
 *
 * @param outputs outputs as the state has them
 * @param isExplicit true in the process of a `Tenant`: Pulumi then deletes the old object through the provider that it had
 * @throws ConfigurationError where no replacement may follow from it
 */
export async function movesToAnotherTenant(
  session: TenantSession,
  outputs: Properties,
  { isExplicit, changes }: { isExplicit: boolean; changes: boolean },
): Promise<boolean> {
  const home = homeOf(outputs);
  if (home === undefined) return false;
  const { configured } = session;
  const comparison = compared(home, configured);
  if (comparison === "same" && !(changes && configured.id === undefined)) return false;
  if (comparison === "other") return moved(configured);
  try {
    const now = await session.verify();
    return isSameId(home.id, now.id) ? false : moved(now);
  } catch (error) {
    if (comparison === "same" || !(error instanceof PrismaticError) || error instanceof ConfigurationError) {
      throw error;
    }
    throw new ConfigurationError(`${refusal(home, configured, isExplicit)} ${error.message}`, {
      cause: error,
    });
  }

  function moved(now: TenantIdentity): boolean {
    // A token alone does not tell the old provider from the new one.
    if (isExplicit && comparison !== "same") return true;
    throw new ConfigurationError(refusal(home as VerifiedTenant, now, isExplicit));
  }
}

/** Compares a tenant with a configured one; `unclear` where another address may lead to the same tenant. */
function compared(home: VerifiedTenant, configured: TenantIdentity): "same" | "other" | "unclear" {
  if (configured.id !== undefined && !isSameId(home.id, configured.id)) return "other";
  return home.url === configured.url ? "same" : "unclear";
}

async function requireItsTenant(session: TenantSession, outputs: Properties, what: string): Promise<void> {
  const home = homeOf(outputs);
  if (home === undefined) return;
  const now = compared(home, session.configured) === "other" ? session.configured : await session.verify();
  if (now.id !== undefined && isSameId(home.id, now.id)) return;
  throw new WrongTenantError(
    `The state has this object in ${describeTenant(home)}, but the provider works with ${describeTenant(now)}. ${what}: ` +
      "what that one lacks is not gone. Nothing was changed. " +
      waysBack(home),
  );
}

async function withTenant(session: TenantSession, outputs: Properties): Promise<Properties> {
  const { id, url } = await session.verify();
  return { ...outputs, [TENANT]: `${id} at ${url}` };
}

/** Runs a write, and names the tenant of an object that it left half-made. */
async function naming<Result>(session: TenantSession, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof HalfMadeError)) throw error;
    throw new HalfMadeError(error.id, await withTenant(session, error.properties), error);
  }
}

function homeOf({ [TENANT]: tenant }: Properties): VerifiedTenant | undefined {
  const [id, url] = typeof tenant === "string" ? tenant.split(" at ") : [];
  return url === undefined || id === undefined ? undefined : { url, id };
}

function refusal(home: VerifiedTenant, now: TenantIdentity, isExplicit: boolean): string {
  const start = `The state has this object in ${describeTenant(home)}, but`;
  if (isExplicit) {
    return (
      `${start} the token of its Tenant is for ${describeTenant(now)}. Nothing was changed. Give that Tenant a token ` +
      `for ${home.id}. To move the object: declare the other tenant as a Tenant of its own and pass that as "provider"; ` +
      "it is then created there and deleted here."
    );
  }
  return (
    `${start} the configuration now means ${describeTenant(now)}. Nothing was changed. ${waysBack(home)} To manage the ` +
    "other tenant as well: a stack of its own (pulumi stack init). To move the object: declare the other tenant as a " +
    'Tenant and pass that as "provider"; it is then created there and deleted here. To leave it where it is and forget ' +
    "it: pulumi state delete <urn>."
  );
}

function waysBack({ url, id }: VerifiedTenant): string {
  return (
    `To go on with the state's tenant: pulumi config set prismatic:url ${url} && pulumi config set prismatic:tenantId ` +
    `${id}, with a token for it (of a Tenant: its arguments).`
  );
}
