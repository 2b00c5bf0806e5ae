import type { TestTenant } from "../support/tenant.ts";
import type { TenantOptions } from "../support/tenant.ts";
import { mutate } from "../support/contents.ts";
import type { Answer, Passing } from "./proxy.ts";
import { customersNamed, madeByHand } from "./scenario.ts";

/** Begins the names of objects that are there to be deleted while a list is read. */
export const FILLER = "filler";

/** Objects on a page. */
const SMALL = 2;

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${FILLER}-${index}`);

/** Objects that others have, older than those of a scenario. */
export const fillers: NonNullable<TenantOptions["holds"]> = {
  connections: numbered(3).map((stableKey) => madeByHand(stableKey, "sendgrid")),
  customers: customersNamed(...numbered(3)),
};

/** Makes the pages of a list small, and deletes objects of its first page before the next one is read. */
export async function shiftLists(
  tenant: TestTenant,
  passing: Passing,
  pass: (passing?: Passing) => Promise<Answer>,
): Promise<Answer> {
  const { query, variables, ...rest } = JSON.parse(passing.body.toString()) as {
    query: string;
    variables: Record<string, unknown>;
  };
  const small = {
    ...rest,
    query: query.replaceAll(/first: 100(?=,?\s+after: \$after)/g, `first: ${SMALL}`),
    variables: "first" in variables ? { ...variables, first: SMALL } : variables,
  };
  const answer = await pass({ ...passing, body: Buffer.from(JSON.stringify(small)) });
  if (!variables["after"]) await deleteFillers(tenant);
  return answer;
}

async function deleteFillers(tenant: TestTenant): Promise<void> {
  const { scopedConfigVariables, customers } = await tenant.query<Record<string, { nodes: Found[] }>>(
    "query { scopedConfigVariables { nodes { id name: stableKey } } customers { nodes { id name } } }",
  );
  const found = (list: typeof customers) => list?.nodes.find(({ name }) => name.startsWith(FILLER))?.id;
  const [connection, customer] = [found(scopedConfigVariables), found(customers)];
  if (connection !== undefined) await mutate(tenant, "deleteScopedConfigVariable", { id: connection });
  if (customer !== undefined) await mutate(tenant, "deleteCustomer", { id: customer });
}

interface Found {
  id: string;
  name: string;
}
