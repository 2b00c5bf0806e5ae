import { describeChange } from "../resources/customerCredentialsSet/change.ts";
import { digestsOf } from "../resources/customerCredentialsSet/digests.ts";
import { inputNamesOf } from "../resources/customerCredentialsSet/inputNames.ts";
import { unnamedByCustomer } from "../resources/customerCredentialsSet/state.ts";
import type { ConnectionType, TenantConnection, TenantCredentials } from "../tenant/operation.ts";
import { valueFacts } from "../resources/customerCredentialsSet/valueFacts.ts";
import { maps, type Imported, type SortedValues } from "./imported.ts";
import { credentialValues } from "./importedParts.ts";

const namesIn = ({ values, secrets }: SortedValues): string[] =>
  [...Object.keys(values), ...Object.keys(secrets)].sort();

/** All customers' credentials without a name of their own as one resource, whose state holds digests and no values. */
export function importedSet(
  found: TenantConnection,
  type: ConnectionType,
  credentials: readonly TenantCredentials[],
): Imported {
  const { id, stableKey } = found;
  const all = [...unnamedByCustomer(credentials).values()].map((each) => ({
    customer: each.customer?.externalId ?? each.customer?.id ?? "",
    lastConfiguredAt: each.lastConfiguredAt ?? "",
    values: credentialValues(found, type, each),
  }));
  const decided = found.hasDeployedInstances ? { redeployInstances: "never" } : {};
  const declared = Object.fromEntries(
    all.map(({ customer, values }) => [customer, maps("values", "secrets", values)]),
  );
  const customers = digestsOf(declared);
  const inputs = {
    connection: { stableKey },
    customers,
    ...decided,
    change: describeChange({ added: Object.keys(customers), changed: [], removed: [] }, undefined),
    valueFacts: valueFacts({ customers: declared }),
  };
  return {
    type: "CustomerCredentialsSet",
    name: `${stableKey}-customers`,
    id,
    declared: { connection: stableKey, customers: declared, ...decided },
    secretMaps: all.map(({ customer, values }) => ({
      path: ["customers", customer, "secrets"],
      words: `${stableKey} ${customer}`,
      secrets: values.secrets,
    })),
    inputs,
    outputs: {
      ...inputs,
      configuredAt: Object.fromEntries(
        all.map(({ customer, lastConfiguredAt }) => [customer, lastConfiguredAt]),
      ),
      inputNames: inputNamesOf(new Map(all.map(({ customer, values }) => [customer, namesIn(values)]))),
      counts: { customers: all.length, skipped: 0 },
    },
    secretMembers: ["customers", "configuredAt"],
    leftOut: all.flatMap(({ values }) => values.leftOut),
  };
}
