import { z } from "zod";
import type { Change, ChangeContext, Sent } from "../../dynamic/change.ts";
import { release } from "../../dynamic/claims.ts";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import { explaining, sendAgain } from "../../dynamic/writing.ts";
import type { Customer } from "../../tenant/customerOperations.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { orUnknown } from "../arguments.ts";
import { accessClaim } from "../claims.ts";
import { notAllowed, requirePermission } from "../permitted.ts";
import { explainMissingCustomer } from "../reference/missing.ts";
import { isFilled } from "../../tenant/filled.ts";

/** The arguments of `CustomerEmbeddedAccess` as its class registers them. */
export const accessArguments = z.strictObject({
  customer: orUnknown(z.string().refine(isFilled, "must not be empty")),
  enabled: orUnknown(z.boolean()),
});

type AccessInputs = z.output<typeof accessArguments>;

/** The arguments of a step that is carried out. */
interface KnownAccess extends AccessInputs {
  enabled: boolean;
}

interface AccessState extends KnownAccess {
  /** True where this resource switched it on, and so switches it off again. */
  setByUs: boolean;
}

/** The life-cycle of a `CustomerEmbeddedAccess`. Its id is the customer's. */
export const customerEmbeddedAccess = lifecycleOf<AccessInputs, AccessState>({
  arguments: accessArguments,
  secretPaths: [],

  judge: async (session, _old, args) => ({ problems: await problemsOf(session, args) }),
  claims: ({ customer }) => (isUnknown(customer) ? [] : [accessClaim(customer)]),
  replaces: (old, { customer }) => ({ because: old.customer === customer ? [] : ["customer"] }),

  // A step that is carried out has no unknown arguments; to a preview, an unknown one is another value.
  changes: (old, args) => changes(old, args as KnownAccess | undefined),

  async read(session, id, old) {
    const found = await session.customers.byId(id);
    if (found === undefined) return undefined;
    const args = { customer: old.customer, enabled: found.allowEmbeddedDesigner };
    return { args, state: { ...old, ...args } };
  },
});

async function problemsOf(session: TenantSession, { customer, enabled }: AccessInputs): Promise<Problem[]> {
  if (isUnknown(customer)) return [];
  const found = await session.customers.find(customer);
  if (found === undefined)
    return [{ path: "customer", message: await explainMissingCustomer(session, customer) }];
  if (!found.allowUpdate) {
    return [{ path: "", message: notAllowed(session, "updateCustomer", "change", `customer "${customer}"`) }];
  }
  if (enabled !== true || (await session.allowsEmbeddedBuilding())) return [];
  const message =
    `the plan of the organization of ${session.tenant} has neither the embedded workflow builder nor the embedded ` +
    "designer, so that this would let nobody in. Ask Prismatic's support for one of them, or leave this resource out of " +
    "the tenant.";
  return [{ path: "enabled", message }];
}

function changes(old: AccessState | undefined, args: KnownAccess | undefined): Change[] {
  if (args === undefined) {
    if (old === undefined || !old.enabled || !old.setByUs) return [];
    const releases = [accessClaim(old.customer)];
    return [change(old, { releases, send: (context) => switchOff(context, old) })];
  }
  if (old?.enabled === args.enabled) return [];
  return [change(args, { send: (context) => set(context, old, args) })];
}

function change({ customer }: KnownAccess, more: Pick<Change, "releases" | "send">): Change {
  const announced = { field: "updateCustomer", stableKey: customer, carries: ["allowEmbeddedDesigner"] };
  return { announced: [announced], settles: ["enabled", "setByUs"], ...more };
}

async function set(
  { session, id }: ChangeContext,
  old: AccessState | undefined,
  { customer, enabled }: KnownAccess,
): Promise<Sent> {
  const found = await (old === undefined ? session.customers.find(customer) : session.customers.byId(id));
  if (found === undefined) {
    throw new ConfigurationError(
      `The embedded access of customer "${customer}" was not changed: ${await explainMissingCustomer(session, customer)}`,
    );
  }
  const setByUs = enabled && (old?.setByUs === true || !found.allowEmbeddedDesigner);
  // A creation always sends it: a preview does not know what an unmanaged access is.
  if (old === undefined || found.allowEmbeddedDesigner !== enabled)
    await send(session, found, customer, enabled);
  return { id: found.id, state: { setByUs } };
}

async function switchOff({ session, id }: ChangeContext, { customer }: AccessState): Promise<void> {
  const found = await session.customers.byId(id);
  if (found?.allowEmbeddedDesigner !== true) return;
  // Another resource may name the same customer in the other way.
  const claims = [found.externalId, found.id].flatMap((name) => (name === null ? [] : [accessClaim(name)]));
  await release(session, claims, async () => {
    requirePermission(session, found.allowUpdate, {
      mutation: "updateCustomer",
      what: `The embedded access of customer "${customer}" was not switched off`,
    });
    await send(session, found, customer, false);
  });
}

async function send(
  session: TenantSession,
  { id }: Customer,
  customer: string,
  enabled: boolean,
): Promise<void> {
  const what = `The embedded access of customer "${customer}" was not changed`;
  // The next run could not tell any more who set it.
  await explaining(session, what, () =>
    sendAgain(() => session.customers.update({ id, allowEmbeddedDesigner: enabled })),
  );
}
