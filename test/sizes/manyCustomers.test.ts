import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnosticErrors, diagnostics, resourceChanges } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { shownDiff } from "../support/shownDiff.ts";
import { isPromised, sized } from "../support/size.ts";
import { textOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const SECRET = "hush";
const idOf = (index: number): string => `customer-${String(index).padStart(4, "0")}`;
const keyOf = (index: number, end = "one") => ({ secrets: { api_key: `${SECRET}-${end}-${index}` } });
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

const program = `
  import { readFileSync } from "node:fs";
  import { CustomerCredentialsSet, OrganizationCustomerConnection } from "pulumi-prismatic";

  const acme = new OrganizationCustomerConnection("acme", { component: "acme", stableKey: "acme", name: "Acme" });
  const { customers, onMissingCustomer } = JSON.parse(readFileSync("customers.json", "utf8"));
  const set = new CustomerCredentialsSet("set", { connection: acme, customers, onMissingCustomer });
  export const counts = set.counts;
`;

/** At least 100. */
const count = sized({ sample: 100, promised: 2000 });

describe(`The credentials of ${count} customers`, () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  const customers = Object.fromEntries(range(0, count).map((index) => [idOf(index), keyOf(index)]));

  beforeAll(async () => {
    tenant = await startTenant({
      // One more than are declared at first.
      holds: {
        customers: range(0, count + 1).map((index) => ({ externalId: idOf(index), name: idOf(index) })),
      },
    });
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program, config, secrets });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  async function run(declared: object, args: string[], options: object = {}) {
    await project.writeFile("customers.json", JSON.stringify(declared));
    await tenant.clearRequests();
    const result = await project.run(args, { events: true, ...options });
    expect(result.output + textOf(result.events)).not.toContain(SECRET);
    const errors = diagnosticErrors(result.events).join("\n");
    return { ...result, errors, requests: await tenant.requests(), mutations: await tenant.mutations() };
  }
  const up = ["up", "--yes", "--skip-preview", "--diff"];

  it("are one resource, written in full batches", async () => {
    const { events, requests, mutations } = await run({ customers }, up);
    expect(resourceChanges(events)).toEqual({ create: 3 });
    expect(mutations).toHaveLength(count + 1);
    console.log(`Requests of creating the credentials of ${count} customers: ${requests.length}`);
    // Full batches, pages of customers, and what every run needs.
    expect(requests.length).toBeLessThanOrEqual(Math.ceil(count / 25) + Math.ceil((count + 1) / 100) + 9);
  });

  it("are in the state as digests: no value, not even encrypted", async () => {
    const { deployment } = await project.exportState({ showSecrets: true });
    const text = JSON.stringify(deployment);
    expect(text).toContain(idOf(count - 1));
    expect(text).not.toContain(SECRET);
  });

  it("are left alone by a second run, without a request", async () => {
    const { requests } = await run({ customers }, [...up, "--expect-no-changes"]);
    expect(requests).toEqual([]);
  });

  it("show who came, changed and went, and only those are sent", async () => {
    const { [idOf(7)]: _gone, ...rest } = customers;
    const next = { ...rest, [idOf(5)]: keyOf(5, "two"), [idOf(count)]: keyOf(count) };
    const preview = await run({ customers: next }, ["preview", "--diff"]);
    expect(shownDiff(preview.output, "set")).toEqual([`~ change: "#1 +${count} ~0 -0" => "#2 +1 ~1 -1"`]);
    // A preview without details says the same.
    const plain = isPromised ? [await run({ customers: next }, ["preview"])] : [];
    for (const { output, mutations } of [preview, ...plain]) {
      expect(output).toContain(`connection "acme" change: +${idOf(count)}, ~${idOf(5)}, -${idOf(7)}`);
      expect(new Set(output.match(/customer-\d{4}/g))).toEqual(new Set([idOf(count), idOf(5), idOf(7)]));
      expect(mutations).toEqual([]);
    }
    const { mutations, output } = await run({ customers: next }, up);
    expect(mutations.map(({ field }) => field).toSorted()).toEqual([
      "createCustomerConfigVariable",
      "deleteCustomerConfigVariable",
      "updateCustomerConfigVariable",
    ]);
    expect(output).toContain(`customers: ${count}`);
  });

  it("of whom the tenant lacks some fail in the preview, which names them, or skip them where asked", async () => {
    const next = { ...customers, stranger: keyOf(0), unknown: keyOf(1) };
    const { errors, mutations } = await run({ customers: next }, ["preview"], { expectFailure: true });
    expect(errors).toContain("customers.stranger: Tenant");
    expect(errors).toContain('has no customer with the external id or id "unknown"');
    expect(mutations).toEqual([]);

    const skipped = await run({ customers: next, onMissingCustomer: "skip" }, up);
    expect(diagnostics(skipped.events).join("\n")).toContain(
      "does not have 2 of the customers, which are skipped: stranger, unknown",
    );
    expect(skipped.output).toMatch(/skipped *: (0 => )?2/);
    const again = await run({ customers: next, onMissingCustomer: "skip" }, [...up, "--expect-no-changes"]);
    expect(again.requests).toEqual([]);
  });

  it("of which the tenant refuses one are written without that one, which the next run tries again", async () => {
    const next = {
      ...customers,
      ...Object.fromEntries(range(30, 90).map((i) => [idOf(i), keyOf(i, "two")])),
    };
    const refused = { type: "payloadError", field: "inputs", messages: ["Not this one."] } as const;
    await tenant.injectFault(
      { rootField: "updateCustomerConfigVariable" },
      { ...refused, messages: [...refused.messages] },
    );
    const { errors, mutations } = await run({ customers: next }, up, { expectFailure: true });
    expect(errors).toMatch(
      /The credentials of 1 customer for connection "acme" were not written: customer-00[3-8]\d \(/,
    );
    const sent = mutations.filter(({ field }) => field === "updateCustomerConfigVariable");
    expect(sent).toHaveLength(60);
    const completed = await run({ customers: next }, up);
    expect(completed.mutations.map(({ field }) => field)).toEqual(["updateCustomerConfigVariable"]);
  });
});
