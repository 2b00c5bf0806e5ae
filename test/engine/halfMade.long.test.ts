import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf, mutate, removeCredentials } from "../support/contents.ts";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { diagnosticErrors, resourceChanges } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { nameOf, namesOf, textOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const CREATE_CREDENTIALS = "createCustomerConfigVariable";
const UPDATE = "updateScopedConfigVariable";
const refusal = (message: string) => ({
  type: "payloadError" as const,
  field: "__all__",
  messages: [message],
});

const customers = ["globex", "initech", "hooli"].map((externalId) => ({ externalId, name: externalId }));
const credentials = { secrets: { api_key: "hush-key" } };
const acme = (stableKey: string, more: object = {}): Declared => ({
  type: "OrganizationCustomerConnection",
  name: stableKey,
  args: { component: "acme", stableKey, name: stableKey, ...more },
});

describe("A program of which the tenant refuses some calls", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  const program = (last: Declared): Declared[] => [
    acme("flagged", { embeddedWorkflows: true }),
    acme("tested", { testCredentials: credentials }),
    {
      type: "OrganizationCustomerConnection",
      name: "both",
      args: {
        component: "sendgrid",
        stableKey: "both",
        name: "both",
        embeddedWorkflows: true,
        testCredentials: { secrets: { apiKey: "hush-key" } },
      },
    },
    acme("plain"),
    {
      type: "CustomerCredentialsSet",
      name: "set",
      args: {
        connection: { $resource: "plain" },
        customers: Object.fromEntries(customers.map(({ externalId }) => [externalId, credentials])),
      },
    },
    last,
  ];

  beforeAll(async () => {
    tenant = await startTenant({
      holds: {
        customers,
        connections: [
          {
            stableKey: "Taken",
            name: "Taken",
            component: "acme",
            variableScope: "customer",
            managedBy: "org",
          },
        ],
      },
      // Two refusals that no plan can foresee: a key that differs in case only, a second set of credentials.
      switches: { "stable-key-case": "insensitive", "credentials-per-customer": "one" },
    });
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program: declaringProgram, config, secrets });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  async function up(last: Declared) {
    await declare(project, program(last));
    await tenant.clearRequests();
    const { events } = await project.up(["--continue-on-error"], { events: true, expectFailure: "either" });
    const { deployment } = await project.exportState();
    const halfMade = (deployment.resources ?? []).filter(({ initErrors }) => (initErrors ?? []).length > 0);
    const fields = (await tenant.mutations()).map(({ field }) => field);
    expect(textOf(events)).not.toContain("hush-key");
    return {
      events,
      errors: diagnosticErrors(events).join("\n"),
      known: (deployment.resources ?? []).map(({ urn }) => nameOf(urn)),
      halfMade: halfMade.map(({ urn }) => nameOf(urn)).toSorted(),
      sent: (field: string) => fields.filter((each) => each === field).length,
    };
  }

  /** Somebody enters credentials in the web app. */
  async function saveByHand(stableKey: string, externalId: string): Promise<void> {
    const { customers: found } = await tenant.query<{
      customers: { nodes: { id: string; externalId: string }[] };
    }>("query { customers { nodes { id externalId } } }");
    const customer = found.nodes.find((each) => each.externalId === externalId)?.id;
    const { id: scopedConfigVariable } = await tenant.connection(stableKey);
    await mutate(tenant, CREATE_CREDENTIALS, { scopedConfigVariable, customer, key: "By hand", inputs: [] });
  }

  it("keeps what exists, says what is missing, and one bad connection of a batch fails alone", async () => {
    await tenant.injectFault({ rootField: CREATE_CREDENTIALS }, refusal("No credentials today."), 100);
    await tenant.injectFault({ rootField: UPDATE }, refusal("No flags today."), 2);
    const { errors, known, halfMade } = await up(acme("taken"));
    await tenant.clearFaults();
    for (const missing of [
      'Connection "flagged" was not updated: Tenant',
      'The test credentials of connection "tested" were not changed: Tenant',
      'The credentials of 3 customers for connection "plain" were not written: globex, ',
      'Connection "taken" was not created: Tenant',
    ]) {
      expect(errors).toContain(missing);
    }
    expect(errors).toMatch(/answered "No flags today\."/);
    expect(errors).toMatch(/A connection with the stable key "taken" already exists/);
    expect(halfMade).toEqual(["both", "flagged", "set", "tested"]);
    expect(known).not.toContain("taken");
    expect(await tenant.stableKeys()).toEqual(["both", "flagged", "plain", "Taken", "tested"]);
  });

  it("is completed by the next run without a second object; one bad customer fails alone", async () => {
    await saveByHand("plain", "initech");
    const { events, errors, halfMade, sent } = await up(acme("free"));
    expect(errors).toMatch(
      /The credentials of 1 customer for connection "plain" were not written: initech \(/,
    );
    expect(errors).toContain("All others were; the next run tries these again.");
    expect(errors).not.toContain("globex");
    expect(halfMade).toEqual(["set"]);
    expect(namesOf(events, "create")).toEqual(["free"]);
    expect(sent("createScopedConfigVariable")).toBe(1);
    expect(sent(UPDATE)).toBe(2);
    const found = await contentsOf(tenant);
    expect(found.connections).toMatchObject({ flagged: { flag: true }, both: { flag: true } });
    expect(Object.keys(found.credentials)).toEqual([
      "both/test",
      "plain/globex",
      "plain/hooli",
      "plain/initech/By hand",
      "tested/test",
    ]);
  });

  it("is complete once what the tenant refused is gone, and then left alone", async () => {
    await removeCredentials(tenant, "plain/initech/By hand");
    const { errors, halfMade, sent } = await up(acme("free"));
    expect([errors, halfMade]).toEqual(["", []]);
    expect(sent(CREATE_CREDENTIALS)).toBe(1);
    await tenant.clearRequests();
    const { events } = await project.up(["--expect-no-changes"], { events: true });
    expect(resourceChanges(events)).toEqual({ same: 7 });
    expect(await tenant.requests()).toEqual([]);
  });
});
