import assert from "node:assert/strict";
import { test } from "node:test";
import { isSecret, output, runtime, type Output } from "@pulumi/pulumi";

// Neither an engine nor a tenant: Pulumi's mocks answer for both.
await runtime.setMocks({
  newResource({ name, inputs }) {
    return { id: `${name}-id`, state: inputs as Record<string, unknown> };
  },
  // The lookups: one token and one input for each.
  call({ token, inputs }) {
    const { component, customer } = inputs as { component?: string; customer?: string };
    switch (token) {
      case "prismatic:index:getComponent":
        return {
          key: component,
          public: false,
          label: "Acme",
          versionNumber: 7,
          connectionTypes: [
            { key: "oauth2", label: "OAuth 2.0", oauth2Type: "AUTHORIZATION_CODE" },
            { key: "apiKey", label: "API Key" },
          ],
        };
      case "prismatic:index:getCustomer":
        return { id: "customer-id", externalId: customer, name: "Globex" };
      default:
        throw new Error(`This test has no answer to ${token}.`);
    }
  },
});
runtime.setAllConfig({ "project:customer": "globex", "project:acmeApiKey": "hush" }, ["project:acmeApiKey"]);

// Imported only now, because a program runs as it is imported.
const { connection, credentials } = await import("./index.ts");

const valueOf = <Value>(value: Output<Value>) => new Promise<Value>((resolve) => value.apply(resolve));

void test("The connection has the first connection type that is not OAuth 2.0", async () => {
  assert.equal(await valueOf(connection.connectionType), "apiKey");
});

void test("The first customer has credentials of the name that the tenant knows it by", async () => {
  const { customer, name, secrets } = credentials;
  assert.deepEqual(await valueOf(output([customer, name])), ["customer-id", "Globex"]);
  assert.ok(await isSecret(secrets));
});
