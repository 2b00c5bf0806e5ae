import { describe, expect, test } from "vitest";
import {
  client,
  createConnection,
  definitionUsing,
  madeConnection,
  messages,
  oneTenant,
  type Client,
  type Json,
} from "../testing/harness.ts";

const remove = (tenant: Client, id: string): Promise<Json> =>
  tenant.mutate("deleteScopedConfigVariable", { id }, "scopedConfigVariable { id }");

describe("deleting a connection", () => {
  const customers = [{ externalId: "globex", name: "Globex" }];
  const connections = [
    {
      stableKey: "openai",
      name: "OpenAI",
      component: "openai",
      variableScope: "customer" as const,
      managedBy: "customer" as const,
    },
  ];
  const integrations = [{ definition: definitionUsing("Chat", "openai") }];
  const onlyId = async (tenant: Client): Promise<string> =>
    (await tenant.data("{ scopedConfigVariables { nodes { id } } }")).scopedConfigVariables.nodes[0].id;

  test("is refused with the number of instances that run on it", async () => {
    const instances = ["a", "b"].map((name) => ({ name, customer: "globex", integration: "Chat" }));
    const seed = oneTenant({ customers, connections, integrations, instances });
    const tenant = await client({ seed, switches: { "delete-used-by-integration": "allowed" } });
    const id = await onlyId(tenant);
    expect(messages(await remove(tenant, id))).toEqual({
      __all__: "2 instances use this connection, so it cannot be deleted.",
    });
    expect(await onlyId(tenant)).toBe(id);
  });

  test("is refused while a workflow uses it", async () => {
    const seed = oneTenant({ connections, workflows: [{ name: "Nightly", stableKeys: ["openai"] }] });
    const tenant = await client({ seed });
    expect(messages(await remove(tenant, await onlyId(tenant))).__all__).toContain("1 workflow uses");
  });

  test("while only an integration uses it is refused or allowed", async () => {
    const seed = oneTenant({ connections, integrations });
    const refusing = await client({ seed });
    expect(messages(await remove(refusing, await onlyId(refusing))).__all__).toContain(
      "2 integration versions use",
    );
    const allowing = await client({ seed, switches: { "delete-used-by-integration": "allowed" } });
    expect((await remove(allowing, await onlyId(allowing))).errors).toEqual([]);
  });

  test("with customers' saved credentials takes them along or is refused", async () => {
    const credentials = [
      { connection: "openai", customer: "globex" },
      { connection: "openai", isTest: true },
    ];
    const seed = oneTenant({ customers, connections, credentials });
    const cascading = await client({ seed });
    expect((await remove(cascading, await onlyId(cascading))).errors).toEqual([]);
    const left = await cascading.data("{ customerConfigVariables { totalCount } }");
    expect(left.customerConfigVariables.totalCount).toBe(0);
    const refusing = await client({ seed, switches: { "delete-with-credentials": "refused" } });
    expect(messages(await remove(refusing, await onlyId(refusing))).__all__).toBe(
      "1 customer's saved credentials belong to this connection, so it cannot be deleted.",
    );
  });

  test("twice says the second time that there is none", async () => {
    const tenant = await client();
    const { id } = await madeConnection(tenant);
    expect((await remove(tenant, id)).scopedConfigVariable).toEqual({ id });
    await expect(remove(tenant, id)).rejects.toThrow("Record not found");
  });

  test("frees the stable key, or spends it for ever", async () => {
    const tenant = await client();
    const first = await madeConnection(tenant);
    await remove(tenant, first.id);
    const second = await madeConnection(tenant);
    expect(second.id).not.toBe(first.id);
    await tenant.set({ "stable-key-reuse": "never" });
    await remove(tenant, second.id);
    expect(messages(await createConnection(tenant)).stableKey).toContain("was used before");
  });
});
