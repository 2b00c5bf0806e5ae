import { expect } from "vitest";
import type { Declared } from "../../support/declaration.ts";
import { mutate } from "../../support/contents.ts";
import {
  definitionText,
  designerPublishes,
  designerWrites,
  integrationsOf,
} from "../../support/integrations.ts";
import type { TestTenant } from "../../support/tenant.ts";
import { endOf, secret, type LifeCase, type Stage } from "./case.ts";

async function foundIntegration(tenant: TestTenant, name: string) {
  const found = (await integrationsOf(tenant)).filter((integration) => integration.name === name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} integrations "${name}"`);
  return found[0];
}

/** The versions that the marketplace shows: one, which must be the newest, is the rule. */
async function listedVersions(tenant: TestTenant, name: string) {
  const { id } = await foundIntegration(tenant, name);
  const { integration } = await tenant.query<{
    integration: { versionSequence: { nodes: { overview: string; marketplaceConfiguration: string }[] } };
  }>(
    `query ($id: ID!) { integration(id: $id) { versionSequence(sortBy: [{ field: VERSION_NUMBER, direction: DESC }]) {
      nodes { overview marketplaceConfiguration } } } }`,
    { id },
  );
  const versions = integration.versionSequence.nodes;
  expect(versions[0]?.marketplaceConfiguration).not.toBe("NOT_AVAILABLE_IN_MARKETPLACE");
  return versions.filter(({ marketplaceConfiguration: listed }) => listed !== "NOT_AVAILABLE_IN_MARKETPLACE");
}

async function removeIntegration(tenant: TestTenant, name: string): Promise<void> {
  await mutate(tenant, "deleteIntegration", { id: (await foundIntegration(tenant, name)).id });
}

/** Changes a draft as a designer does, who brings nothing into the definition's file. */
async function rewrite(tenant: TestTenant, name: string, from: string, to: string) {
  const { id, definition } = await foundIntegration(tenant, name);
  expect(definition).toContain(from);
  await designerWrites(tenant, id, definition.replace(from, to));
  return id;
}

/** Finds a reference to a connection, whatever quotes Prismatic writes. */
const refersTo = (stableKey: string): RegExp => new RegExp(`useScopedConfigVar"?: "?${stableKey}"?\\n`);

const todoConnection = (name: string): Declared => ({
  type: "OrganizationCustomerConnection",
  name,
  args: { component: "acme", stableKey: name, name },
});

const SCHEDULE = "5 */1 * * *";
const todoName = (stage: Stage): string => (stage === "replaced" ? "Todo (moved)" : "Todo");
const todoKey = (stage: Stage): string => (stage === "first" ? "todo-acme" : "todo-other");

/**
 * The life of a published integration with connections of the program. It is updated whatever it becomes, also when it
 * is renamed: a new one would take its instances away. `overwriteDraft` is declared, so that drift can be repaired.
 */
const published: LifeCase = {
  title: "Integration that is published, with connections of the program",
  declare: (stage) => [
    todoConnection("todo-acme"),
    todoConnection("todo-other"),
    {
      type: "Integration",
      name: "todo",
      args: {
        definition: definitionText("hooli.yml")
          .replace("name: Hooli", `name: ${todoName(stage)}`)
          .replace(SCHEDULE, stage === "first" ? SCHEDULE : "7 */1 * * *"),
        connections: { "Acme Connection": { $resource: todoKey(stage) } },
        ...(stage === "replaced"
          ? { steps: { "Sync TODO items with Hooli": { "List Todos": { $resource: "todo-acme" } } } }
          : {}),
        publish: { comment: `Release ${endOf(stage)}` },
        marketplace: { availability: "AVAILABLE_AND_DEPLOYABLE", overview: `Overview ${endOf(stage)}` },
        available: true,
        overwriteDraft: true,
        deleteOnDestroy: true,
      },
    },
  ],
  contents: (stage) => ({
    connections: { "todo-acme": { flag: false }, "todo-other": { flag: false } },
    integrations: {
      [todoName(stage)]: {
        isDraftPublished: true,
        definition: expect.stringMatching(refersTo(todoKey(stage))) as string,
      },
    },
  }),
  async verify(tenant, stage) {
    const { definition, versionSequence } = await foundIntegration(tenant, todoName(stage));
    expect(refersTo("todo-acme").test(definition)).toBe(stage !== "changed");
    expect(definition).toContain(stage === "first" ? SCHEDULE : "7 */1 * * *");
    expect(definition).not.toContain("By hand");
    expect(await listedVersions(tenant, todoName(stage))).toEqual([
      { overview: `Overview ${endOf(stage)}`, marketplaceConfiguration: "AVAILABLE_AND_DEPLOYABLE" },
    ]);
    expect(versionSequence.nodes.map(({ versionComment }) => versionComment)).toContain(
      `Release ${endOf(stage)}`,
    );
  },
  refusal: { todo: { kept: true, says: 'Integration "Todo" was not published: Tenant' } },
  shows: {
    todo: [
      "connections.Acme Connection.id",
      "connections.Acme Connection.stableKey",
      "definition",
      "marketplace.overview",
      "publish.comment",
    ],
  },
  sends: ["validateIntegrationSchema", "importIntegration", "publishIntegration"],
  drift: {
    async happen(tenant) {
      const id = await rewrite(tenant, "Todo", "How often do you want", "By hand: how often do you want");
      await designerPublishes(tenant, id);
      // Whatever time a publication takes: it is over.
      await tenant.advanceClock(5);
    },
    shown: {
      todo: [
        "+ draftChanges: [",
        expect.stringMatching(/\[0\]: .*Sync Schedule.*description/) as string,
        expect.stringMatching(/^~ versionNumber/) as string,
        '~ availability: "AVAILABLE_AND_DEPLOYABLE" => "NOT_AVAILABLE_IN_MARKETPLACE"',
      ],
    },
  },
  loss: { happen: (tenant) => removeIntegration(tenant, "Todo"), created: ["todo"] },
  replaced: {},
  neverReplaced: ["todo"],
};

const receiptsName = (stage: Stage): string => (stage === "replaced" ? "Receipts (moved)" : "Receipts");

/** The life of an integration that stays a draft, with a connection of its own and its secret. */
const ownConnection: LifeCase = {
  title: "Integration with a connection of its own",
  declare: (stage) => [
    {
      type: "Integration",
      name: "receipts",
      args: {
        definition: definitionText("integration.yml")
          .replace(/^name: .*$/m, `name: ${receiptsName(stage)}`)
          .replace("FAKE-dropbox-app-key", `dropbox-app-${endOf(stage)}`),
        secretInputs: { "Dropbox Connection": { clientSecret: secret("receipts", stage) } },
        overwriteDraft: true,
        deleteOnDestroy: true,
      },
    },
  ],
  contents: (stage) => ({
    integrations: {
      [receiptsName(stage)]: {
        published: 0,
        definition: expect.stringContaining(`dropbox-app-${endOf(stage)}`) as string,
      },
    },
  }),
  async verify(tenant, stage) {
    const { definition } = await foundIntegration(tenant, receiptsName(stage));
    const isShown = tenant.switches["password-inputs"] !== "write-only";
    expect(definition.includes(secret("receipts", stage))).toBe(isShown);
  },
  refusal: {},
  shows: { receipts: ["definition", "secretRevisions.Dropbox Connection.clientSecret"] },
  sends: ["validateIntegrationSchema", "importIntegration"],
  drift: {
    async happen(tenant) {
      await rewrite(tenant, "Receipts", "dropbox-app-2", "by-hand");
    },
    shown: { receipts: ["+ draftChanges: [", expect.stringMatching(/\[0\]: .*clientId/) as string] },
  },
  loss: { happen: (tenant) => removeIntegration(tenant, "Receipts"), created: ["receipts"] },
  replaced: {},
  neverReplaced: ["receipts"],
};

/** The lives of integrations. */
export const integrationCases = [published, ownConnection];
