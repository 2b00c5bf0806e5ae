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
  const held = await heldOfCustomers(session, id, names);
  const customers: Digests = {};
  const configuredAt: Record<string, string> = {};
  const skipped: string[] = [];
  // A customer whose credentials are gone is in no other list of the state any more.
  const drifted = (old.drifted ?? []).filter((each) => each.startsWith("-"));
  for (const name of names) {
    const digest = old.customers[name];
    const customer = await session.customers.find(name);
    const current = customer && held.get(customer.id)?.lastConfiguredAt;
    if (current) configuredAt[name] = current;
    if (digest === undefined) continue;
    if (customer === undefined && old.skipped?.includes(name)) {
      customers[name] = digest;
      skipped.push(name);
    } else if (!current) {
      drifted.push(`-${name}`);
    } else if (isSameTime(current, old.configuredAt[name]) && digest !== OTHER_VALUES) {
      customers[name] = digest;
    } else {
      customers[name] = OTHER_VALUES;
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
    customers,
  };
  return {
    args,
    state: {
      ...args,
      configuredAt,
      inputNames: old.inputNames,
      drifted: drifted.length > 0 ? drifted : undefined,
      undeployedInstances: await remaining(valuesOfSet(session, connection), old.undeployedInstances),
      ...counted(customers, skipped),
    },
  };
}
