import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf, removeCredentials } from "../support/contents.ts";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { diagnosticErrors, resourceChanges } from "../support/engineEvents.ts";
import { namesConnections, saveCredentials } from "../support/inUse.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { namesOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const acme = (name: string, more: object = {}): Declared => ({
  type: "OrganizationCustomerConnection",
  name,
  args: { component: "acme", stableKey: name, name: "Acme", ...more },
});
const slack = (more: object = {}): Declared => ({
  type: "CustomerConnection",
  name: "slack",
  args: { component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack", ...more },
});

describe("A stable key that customers use", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant({ holds: { customers: namesConnections.customers ?? [] } });
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program: declaringProgram, config, secrets });
    await declare(project, [acme("acme"), slack()]);
    await project.up();
    await saveCredentials(tenant, "acme", { api_key: "hush" });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  it("is not changed in place: the preview refuses and names the two changes to make instead", async () => {
    await declare(project, [{ ...acme("acme-2"), name: "acme" }, slack()]);
    await tenant.clearRequests();
    const { events } = await project.preview([], { events: true, expectFailure: true });
    const errors = diagnosticErrors(events).join("\n");
    expect(errors).toContain("3 customers' saved credentials. To move them, declare a second connection");
    expect(errors).toContain("remove this one in a later change");
    expect(await tenant.mutations()).toEqual([]);
  });

  it("first gets a second connection, the old one being left alone", async () => {
    await declare(project, [acme("acme"), acme("acme-2"), slack()]);
    const { events } = await project.up([], { events: true });
    expect(resourceChanges(events)).toEqual({ create: 1, same: 3 });
  });

  it("is not removed before they switched: nothing is lost, and the other changes of the run happen", async () => {
    const before = await contentsOf(tenant);
    await declare(project, [acme("acme-2"), slack({ name: "Slack 2" })]);
    await tenant.clearRequests();
    const { events } = await project.up(["--continue-on-error"], { events: true, expectFailure: true });
    expect(diagnosticErrors(events).join("\n")).toMatch(
      /Connection "acme" was not deleted: .* 3 customers' saved credentials would lose it\. Nothing more was changed/,
    );
    expect((await tenant.mutations()).map(({ input }) => input["key"])).toEqual(["Slack 2"]);
    expect((await contentsOf(tenant)).credentials).toEqual(before.credentials);
  });

  it("is removed in a later change, once they switched", async () => {
    await saveCredentials(tenant, "acme-2", { api_key: "hush" });
    for (const customer of ["globex", "initech", "hooli"])
      await removeCredentials(tenant, `acme/${customer}`);
    const { events } = await project.up([], { events: true });
    expect(namesOf(events, "delete")).toEqual(["acme"]);
    expect(await tenant.stableKeys()).toEqual(["acme-2", "slack"]);
    expect(Object.keys((await contentsOf(tenant)).credentials)).toEqual([
      "acme-2/globex",
      "acme-2/hooli",
      "acme-2/initech",
    ]);
  });

  it("is given up in place only with the exact number of what is lost with it", async () => {
    const replaced = (customers: number): Declared => ({
      ...acme("acme-3", { replaceInUse: { customers } }),
      name: "acme-2",
    });
    await declare(project, [replaced(2), slack({ name: "Slack 2" })]);
    const { events } = await project.preview([], { events: true, expectFailure: true });
    expect(diagnosticErrors(events).join("\n")).toContain('accepts other numbers ({"customers":2})');
    await declare(project, [acme("acme-2", { replaceInUse: { customers: 3 } }), slack({ name: "Slack 2" })]);
    await project.up();
    await declare(project, [replaced(3), slack({ name: "Slack 2" })]);
    const done = await project.up([], { events: true });
    expect(namesOf(done.events, "delete-replaced")).toEqual(["acme-2"]);
    expect(await tenant.stableKeys()).toEqual(["acme-3", "slack"]);
  });
});
