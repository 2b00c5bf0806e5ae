import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectionParts, heldBefore, SECRET, type PartsVariation } from "./support/connectionParts.ts";
import {
  changeCredentials,
  contentsOf,
  mutate,
  removeCredentials,
  type Contents,
} from "./support/contents.ts";
import { declare, declaringProgram } from "./support/declaration.ts";
import { diagnosticErrors, resourceChanges } from "./support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "./support/pulumi.ts";
import { shownDiff } from "./support/shownDiff.ts";
import { namesOf, stepsOf, textOf } from "./support/steps.ts";
import { bothAnswers } from "./support/switchSettings.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const atFirst: PartsVariation = { plain: "p1", secret: "s1", flag: false, landing: "one" };
const changed: PartsVariation = { plain: "p2", secret: "s2", flag: true, landing: "two" };
const RESOURCES = connectionParts(atFirst).length + 1;

const patient = { timeout: 180_000 };

describe.each(bothAnswers)(
  "All that belongs to a connection, in a tenant $title,",
  patient,
  ({ switches }) => {
    let tenant: TestTenant;
    let project: PulumiProject;
    let foundBefore: Contents;

    beforeAll(async () => {
      tenant = await startTenant({ holds: heldBefore, switches });
      foundBefore = await contentsOf(tenant);
      const { config, secrets } = tenant;
      project = await createPulumiProject({ program: declaringProgram, config, secrets });
    });
    afterAll(async () => {
      await project?.dispose();
      await tenant?.dispose();
    });

    async function up(variation: PartsVariation, args: string[] = []) {
      await declare(project, connectionParts(variation));
      await tenant.clearRequests();
      const result = await project.up(["--diff", ...args], { events: true });
      expect(diagnosticErrors(result.events)).toEqual([]);
      expectNoSecret(result.output + textOf(result.events));
      return { ...result, mutations: await tenant.mutations() };
    }

    it("is created by one program, and says who has to authorize what", async () => {
      const { events, output, mutations } = await up(atFirst);
      expect(resourceChanges(events)).toEqual({ create: RESOURCES });
      expect(mutations.map(({ field }) => field).toSorted()).toEqual([
        ...Array<string>(9).fill("createCustomerConfigVariable"),
        ...Array<string>(7).fill("createScopedConfigVariable"),
        // The three flags that are switched on; creating a connection does not take them.
        ...Array<string>(3).fill("updateScopedConfigVariable"),
      ]);
      expect(output).toMatch(/test credentials of "slack" in Tenant .* must be authorized once by a person/);
      expect(output).toMatch(/test credentials of connection "made-by-hand" in Tenant .* must be authorized/);
      await expectTenantToHold(atFirst);
    });

    it("is left alone by a second run, without a single request", async () => {
      await tenant.clearRequests();
      const { events } = await project.run(["up", "--yes", "--expect-no-changes"], { events: true });
      expect(resourceChanges(events)).toEqual({ same: RESOURCES });
      expect(await tenant.requests()).toEqual([]);
    });

    it("changes, and the diff shows plain values, and of secrets which one is new", async () => {
      const { events, mutations } = await up(changed);
      expect(stepsOf(events, "update")).toEqual([
        { name: "acme", changed: ["secretRevisions.testCredentials.api_key"] },
        { name: "by-hand-test", changed: ["secretRevisions.clientSecret", "values.scopes"] },
        { name: "globex", changed: ["secretRevisions.password", "values.database", "values.username"] },
        { name: "gmail", changed: ["globalValues.clientId", "secretRevisions.clientSecret"] },
        { name: "others", changed: ["change", "customerRevisions.initech"] },
        { name: "sendgrid-flag", changed: ["enabled"] },
        { name: "sendgrid-test", changed: ["secretRevisions.apiKey"] },
        {
          name: "slack",
          changed: [
            "globalValues.clientId",
            "oauthRedirect.success",
            "secretRevisions.clientSecret",
            "testCredentials.values.isUser",
          ],
        },
        { name: "stripe-test", changed: ["secretRevisions.apiKey"] },
        {
          name: "twilio",
          changed: [
            "globalValues.accountSid",
            "secretRevisions.apiSecret",
            "secretRevisions.testCredentials.apiKey",
            "testCredentials.values.accountSid",
          ],
        },
      ]);
      // Slack and Twilio send their test credentials by themselves.
      expect(mutations).toHaveLength(12);
      await expectTenantToHold(changed);
    });

    it("is shown as it drifted by a refresh, which repairs nothing", async () => {
      await driftEverywhere();
      const drifted = await contentsOf(tenant);
      const { output, events } = await project.run(["refresh", "--preview-only", "--diff"], { events: true });
      expect(resourceChanges(events)).toEqual({ update: 7, delete: 5, same: RESOURCES - 12 });
      for (const gone of ["gmail", "sendgrid", "sendgrid-test", "sendgrid-flag", "stripe-test"]) {
        expect(shownDiff(output, gone)[0], gone).toMatch(/^- /);
      }
      const shown = {
        acme: ['+     [0]: "testCredentials.api_key"'],
        "by-hand-flag": ["~ enabled: true => false"],
        "by-hand-test": ['~ scopes: "files.p2" => "by.hand"', '+     [0]: "clientSecret"'],
        globex: ['~ database: "globex-p2-db" => "by-hand"', '+     [0]: "password"'],
        others: ["- hooli: 1", "- initech: 2", "~ customers: 2 => 0"],
        slack: [
          "~ embeddedWorkflows: true => false",
          '~ success: "https://app.example/two" => "https://by.hand/"',
          '~ isUser: "true" => "by hand"',
        ],
        twilio: ['+     [0]: "testCredentials"', "- testCredentials: {"],
      };
      for (const [name, lines] of Object.entries(shown)) {
        expect(shownDiff(output, name), name).toEqual(expect.arrayContaining(lines));
      }
      expectNoSecret(output + textOf(events));
      expect(await contentsOf(tenant)).toEqual(drifted);
    });

    it("is repaired by an update with a refresh, every secret with it", async () => {
      const { events, mutations } = await up(changed, ["--refresh"]);
      expect(namesOf(events, "create")).toEqual([
        "gmail",
        "sendgrid",
        "sendgrid-flag",
        "sendgrid-test",
        "stripe-test",
      ]);
      expect(namesOf(events, "update")).toEqual([
        "acme",
        "by-hand-flag",
        "by-hand-test",
        "globex",
        "others",
        "slack",
        "twilio",
      ]);
      const sent = JSON.stringify(mutations);
      for (const secret of ["acme-test-s2", "twilio-test-stays", "dropbox-test-s2", "globex-p2-s2"]) {
        expect(sent).toContain(`"${SECRET}-${secret}"`);
      }
      for (const secret of ["initech-s2", "hooli-stays", "gmail-s2", "sendgrid-test-s2", "stripe-test-s2"]) {
        expect(sent).toContain(`"${SECRET}-${secret}"`);
      }
      await expectTenantToHold(changed);
    });

    it("shows no drift after the repair", async () => {
      const { events } = await project.up(["--refresh", "--expect-no-changes"], { events: true });
      expect(resourceChanges(events)).toEqual({ same: RESOURCES });
    });

    it("leaves the tenant as it was found when it is destroyed, and nowhere a secret in the clear", async () => {
      expectNoSecret(await project.stateFilesText());
      const { events } = await project.destroy([], { events: true });
      expect(resourceChanges(events)).toEqual({ delete: RESOURCES });
      expect(await contentsOf(tenant)).toEqual(foundBefore);
    });

    /** Somebody deletes two connections and some credentials, and changes or switches the rest. */
    async function driftEverywhere(): Promise<void> {
      await tenant.remove("gmail");
      await tenant.remove("sendgrid");
      await removeCredentials(tenant, "stripe/test");
      await removeCredentials(tenant, "twilio/test");
      await removeCredentials(tenant, "postgres/hooli");
      await mutate(tenant, "updateScopedConfigVariable", {
        id: (await tenant.connection("slack")).id,
        defaultForComponent: false,
        oAuthRedirectConfig: { oAuthSuccessRedirectUri: "https://by.hand/" },
      });
      const { id } = await tenant.connection("made-by-hand");
      await mutate(tenant, "updateScopedConfigVariable", { id, defaultForComponent: false });
      await changeCredentials(tenant, "slack/test", { isUser: "by hand" });
      await changeCredentials(tenant, "acme/test", { api_key: "other" });
      await changeCredentials(tenant, "made-by-hand/test", { scopes: "by.hand", clientSecret: "other" });
      const database = { database: "by-hand", username: "globex-p2", password: "other" };
      await changeCredentials(tenant, "postgres/globex/Main", database);
      const unchanged = { database: "initech-db", username: "initech" };
      await changeCredentials(tenant, "postgres/initech", { ...unchanged, password: "other" });
    }

    async function expectTenantToHold({ plain, secret, flag, landing }: PartsVariation): Promise<void> {
      const { connections, credentials } = await contentsOf(tenant);
      expect(connections).toMatchObject({
        slack: {
          flag: true,
          redirect: { success: `https://app.example/${landing}`, failure: "https://app.example/sorry" },
          values: { clientId: `4711.${plain}`, clientSecret: "(set)" },
        },
        acme: { flag: true, redirect: null, values: {} },
        twilio: { flag: false, values: { accountSid: `AC${plain}`, apiSecret: "(set)" } },
        gmail: { flag: false, values: { clientId: `gmail-${plain}`, clientSecret: "(set)" } },
        sendgrid: { flag },
        "made-by-hand": { ...foundBefore.connections["made-by-hand"], flag: true },
      });
      expect(credentials).toMatchObject({
        "slack/test": { isUser: plain === "p1" ? "false" : "true" },
        "acme/test": { api_key: "(set)" },
        "twilio/test": { accountSid: `ACtest${plain}`, apiKey: `${SECRET}-twilio-test-key-${secret}` },
        "sendgrid/test": { apiKey: "(set)" },
        "stripe/test": { apiKey: "(set)" },
        "made-by-hand/test": { scopes: `files.${plain}`, clientSecret: "(set)" },
        "postgres/globex/Main": { database: `globex-${plain}-db`, password: "(set)" },
        "postgres/hooli": { username: "hooli", password: "(set)" },
        "postgres/initech": { username: "initech", password: "(set)" },
      });
      expect(Object.keys(credentials)).toHaveLength(9);
    }
  },
);

function expectNoSecret(text: string): void {
  expect(text.match(new RegExp(`${SECRET}-[\\w-]*`, "g")) ?? []).toEqual([]);
}
