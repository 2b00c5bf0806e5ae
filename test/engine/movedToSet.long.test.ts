import { afterAll, beforeAll, expect, it } from "vitest";
import { contentsOf } from "../support/contents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const program = (declared: string) =>
  `import { CustomerCredentials, CustomerCredentialsSet, OrganizationCustomerConnection } from "pulumi-prismatic";
const connection = new OrganizationCustomerConnection("acme", { component: "acme", stableKey: "acme", name: "Acme" });
const secrets = { api_key: "hush" };
${declared}`;
const ALONE = program('new CustomerCredentials("globex", { connection, customer: "globex", secrets });');
const SET = program('new CustomerCredentialsSet("all", { connection, customers: { globex: { secrets } } });');

let tenant: TestTenant;
let project: PulumiProject;
beforeAll(async () => {
  tenant = await startTenant({ holds: { customers: [{ externalId: "globex", name: "Globex" }] } });
  const { config, secrets } = tenant;
  project = await createPulumiProject({ program: ALONE, config, secrets });
});
afterAll(async () => {
  await project?.dispose();
  await tenant?.dispose();
});

it("Credentials that move to a set are the set's own where the update refreshes, and go with it", async () => {
  const held = async () => Object.keys((await contentsOf(tenant)).credentials);
  await project.up();
  await project.writeProgram(SET);
  const { output } = await project.up(["--refresh"]);
  expect(output).not.toContain("taken over");
  expect(await held()).toEqual(["acme/globex"]);
  await project.writeProgram(program(""));
  await project.up();
  expect(await held()).toEqual([]);
});
