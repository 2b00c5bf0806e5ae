import { median, type Results } from "../results.ts";
import { Project, type Side } from "../support/project.ts";
import { QUICK } from "../support/scene.ts";
import { ASSUMED, Tenant } from "../support/tenant.ts";

const N = 2000;
const CHANGED = 3;
const idOf = (index: number): string => `customer-${String(index).padStart(4, "0")}`;

const head = `
import { readFileSync } from "node:fs";
import { CustomerCredentials, CustomerCredentialsSet, OrganizationCustomerConnection } from "pulumi-prismatic";
const connection = new OrganizationCustomerConnection("acme", { component: "acme", stableKey: "acme", name: "Acme" });
const customers = Object.entries(JSON.parse(readFileSync("customers.json", "utf8")));
`;
const set: Side = {
  program: `${head}
new CustomerCredentialsSet("all", {
  connection,
  customers: Object.fromEntries(customers.map(([customer, api_key]) => [customer, { secrets: { api_key } }])),
});`,
};
const single: Side = {
  program: `${head}
for (const [customer, api_key] of customers)
  new CustomerCredentials(customer, { connection, customer, secrets: { api_key } });`,
};

/** A change of three customers of two thousand, as one set and as two thousand resources. */
export async function measureCustomers(results: Results, rounds: number): Promise<void> {
  const ours = await changeOf(set, rounds);
  results.promise(`customers: change of ${CHANGED} of ${N} in a set`, ours.requests, "requests", {
    most: 25,
  });
  const others = await changeOf(single, 1);
  results.show(`customers: change of ${CHANGED} of ${N}, set`, ours.seconds, "s");
  results.show(`customers: change of ${CHANGED} of ${N}, CustomerCredentials`, others.seconds, "s");
  const factor = others.seconds / ours.seconds;
  results.promise("customers: CustomerCredentials / set", factor, "times", { least: 10 });
}

async function changeOf(side: Side, rounds: number): Promise<{ seconds: number; requests: number }> {
  const everybody = Array.from({ length: N }, (_, index) => idOf(index));
  const holds = { customers: everybody.map((externalId) => ({ externalId, name: externalId })) };
  await using tenant = await Tenant.start(ASSUMED, holds);
  await using project = await Project.create(side, tenant);
  const declare = (end: string) => {
    const keys = everybody.map((customer, index) => [
      customer,
      `key-${index < CHANGED ? end : "one"}-${index}`,
    ]);
    return project.write("customers.json", JSON.stringify(Object.fromEntries(keys)));
  };
  await declare("one");
  await project.up(["--parallel", "64"], QUICK);
  const seconds: number[] = [];
  let requests = 0;
  for (let round = 0; round < rounds; round++) {
    await declare(`changed ${round}`);
    requests = await tenant.requestsOf(async () => seconds.push((await project.up()).seconds));
  }
  return { seconds: median(seconds), requests };
}
