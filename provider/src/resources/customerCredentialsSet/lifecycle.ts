import type { Lifecycle } from "../../dynamic/lifecycle.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { isSameTime } from "../../tenant/times.ts";
import { remaining } from "../redeploy/deploying.ts";
import { isOtherConnection } from "../reference/connection.ts";
import { setArguments } from "./arguments.ts";
import { counted, setChanges } from "./changes.ts";
import { checkSet } from "./check.ts";
import { OTHER_VALUES, type Digests } from "./digests.ts";
import { heldOfCustomers } from "./held.ts";
import { refuseLosses } from "./losses.ts";
import { setClaims } from "./plan.ts";
import { valuesOfSet } from "./redeploy.ts";
import type { SetInputs, SetState } from "./state.ts";
import { ownBySet } from "./takingOver.ts";
import { ownValue } from "../../tenant/ownValue.ts";

/** The life-cycle of a `CustomerCredentialsSet`. Its id is the connection's. */
export const customerCredentialsSet: Lifecycle = {
  ...lifecycleOf<SetInputs, SetState>({
    arguments: setArguments,
    secretPaths: ["customers.*.secrets"],
    judge: () => Promise.resolve({ problems: [] }),
    claims: setClaims,
    replaces: (old, args) => ({
      because: isOtherConnection(old.connection, args.connection) ? ["connection"] : [],
    }),
    changes: setChanges,
    read,
  }),
  // It puts digests in the place of values, before anything is compared.
  check: checkSet,
  refuse: refuseLosses,
};

async function read(session: TenantSession, id: string, old: SetState) {
  const connection = await session.connections.byId(id);
  if (connection === undefined) return undefined;
  const names = new Set([...Object.keys(old.customers), ...Object.keys(old.configuredAt)]);
  const held = await heldOfCustomers(session, { id, total: names.size }, names);
  ownBySet(session, old);
  const found = new Map<string, Digests[string]>();
  const configured = new Map<string, string>();
  const skipped: string[] = [];
  // A customer whose credentials are gone is in no other list of the state any more.
  const drifted = (old.drifted ?? []).filter((each) => each.startsWith("-"));
  for (const name of names) {
    const digest = ownValue(old.customers, name);
    const customer = await session.customers.find(name);
    const current = customer && held.get(customer.id)?.lastConfiguredAt;
    if (current) configured.set(name, current);
    if (digest === undefined) continue;
    if (customer === undefined && old.skipped?.includes(name)) {
      found.set(name, digest);
      skipped.push(name);
    } else if (!current) {
      drifted.push(`-${name}`);
    } else if (isSameTime(current, ownValue(old.configuredAt, name)) && digest !== OTHER_VALUES) {
      found.set(name, digest);
    } else {
      found.set(name, OTHER_VALUES);
      drifted.push(`~${name}`);
    }
  }
  const {
    connection: reference,
    onMissingCustomer,
    plainInputs,
    redeployInstances,
    change,
    valueFacts,
  } = old;
  const args = {
    connection: reference,
    onMissingCustomer,
    plainInputs,
    redeployInstances,
    change,
    valueFacts,
    customers: Object.fromEntries(found) satisfies Digests,
  };
  return {
    args,
    state: {
      ...args,
      configuredAt: Object.fromEntries(configured),
      inputNames: old.inputNames,
      takenOver: old.takenOver,
      drifted: drifted.length > 0 ? drifted : undefined,
      undeployedInstances: await remaining(valuesOfSet(session, connection), old.undeployedInstances),
      ...counted(args.customers, skipped),
    },
  };
}
