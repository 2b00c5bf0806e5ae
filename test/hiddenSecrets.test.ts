import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAndCreate, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

// The tenant gives it back, and nothing in its name says that it is a secret.
const SECRET = { accountSid: "AC-hush" };
const others = { apiKey: "SK-hush", apiSecret: "hush" };
const connection = { component: "twilio", connectionType: "apiKeySecret", name: "Twilio" };

describe("An input that was declared as a secret, readable and with a name that looks like none,", () => {
  let tenant: TestTenant;
  let provider: Provider;

  beforeAll(async () => {
    tenant = await startTenant();
    provider = await startProvider(tenant);
  });
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  const rows = [
    {
      type: "a connection",
      stableKey: "inline",
      door: () => provider.global,
      args: { ...connection, stableKey: "inline", globalSecrets: { ...SECRET, ...others } },
    },
    {
      type: "GlobalValues",
      stableKey: "apart",
      door: () => provider.values,
      args: { connection: { stableKey: "apart" }, secrets: { ...SECRET, ...others } },
    },
  ];

  it.each(rows)("never becomes a plain value of $type, however often its drift is read", async (row) => {
    if (row.stableKey === "apart") {
      await checkAndCreate(provider.global, {
        ...connection,
        stableKey: "apart",
        separateGlobalValues: true,
      });
    }
    let { id, outputs } = await checkAndCreate(row.door(), row.args);
    await tenant.change(row.stableKey, { inputs: { accountSid: "AC-by-hand" } });
    for (let reading = 1; reading <= 3; reading++) {
      await using next = await startProvider(tenant);
      const door = row.stableKey === "inline" ? next.global : next.values;
      const read = await door.read(id, outputs);
      expect(JSON.stringify(read), `reading ${reading}`).not.toContain("AC-by-hand");
      expect(read.outputs["driftedSecrets"]).toContain("accountSid");
      ({ id, outputs } = read);
    }
  });
});
