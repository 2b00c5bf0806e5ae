import { ComponentResource, CustomResource, output, runtime, secret } from "@pulumi/pulumi";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { SIGNATURE } from "../../dynamic/wire.ts";
import { Component } from "../component/class.ts";
import * as connections from "../connection/class.ts";
import { EmbeddedWorkflowFlag } from "../embeddedWorkflowFlag/class.ts";
import { referenceTo, referenceToComponent } from "./references.ts";

type Registered = Record<string, unknown>;

/** The inputs that were registered, by the resource's name; a secret stands as a map with Pulumi's signature. */
const registered = new Map<string, Registered>();

beforeAll(() =>
  runtime.setMocks({
    newResource: ({ name, inputs }) => {
      registered.set(name, inputs as Registered);
      return { id: `id of ${name}`, state: inputs as Registered };
    },
    call: () => ({}),
  }),
);
beforeEach(() => registered.clear());

const slack = { component: "slack", connectionType: "oauth2", stableKey: "slack-oauth", name: "Slack" };

/** Reference to a connection, as a resource registers it. */
async function reference(connection: unknown): Promise<unknown> {
  new EmbeddedWorkflowFlag("flag", { connection: connection as string, enabled: true });
  await vi.waitFor(() => expect(registered.has("flag")).toBe(true));
  return registered.get("flag")?.["connection"];
}

class Bucket extends CustomResource {}

const OTHER_RESOURCE = "not another resource";

describe("A reference to a connection", () => {
  it("is its id and what the program declares of it, for each class", async () => {
    const {
      CustomerConnection,
      OrganizationCustomerConnection,
      OrganizationGlobalConnection,
      UserConnection,
    } = connections;
    const all = [
      CustomerConnection,
      OrganizationCustomerConnection,
      OrganizationGlobalConnection,
      UserConnection,
    ];
    for (const ConnectionClass of all) {
      registered.clear();
      const connection = new ConnectionClass("slack", {
        ...slack,
        globalSecrets: { clientSecret: "s" },
        embeddedWorkflows: true,
      });
      const isGlobal = ConnectionClass === OrganizationGlobalConnection;
      expect(await reference(connection), ConnectionClass.name).toMatchObject({
        id: "id of slack",
        stableKey: "slack-oauth",
        component: "slack",
        connectionType: "oauth2",
        manages: ["globalValues", "embeddedWorkflows"],
        globalInputs: isGlobal ? [] : ["clientSecret"],
      });
    }
  });

  it("works for a connection of another copy of the package", async () => {
    vi.resetModules();
    const copy = await import("../connection/class.ts");
    expect(copy.CustomerConnection).not.toBe(connections.CustomerConnection);
    const connection = new copy.CustomerConnection("slack", slack);
    expect(await reference(connection)).toMatchObject({ id: "id of slack", variableScope: "customer" });
    const copied = await import("../component/class.ts");
    const component = new copied.Component("acme", { bundle: "dist" });
    expect(referenceToComponent(component)).toEqual({ key: component.key, public: component.public });
  });

  it("leaves nothing on the connection that Pulumi could take for a property", () => {
    const connection = new connections.CustomerConnection("slack", slack);
    const component = new Component("acme", { bundle: "dist" });
    for (const resource of [connection, component]) {
      const symbols = Object.getOwnPropertySymbols(resource);
      expect(symbols.length).toBeGreaterThan(0);
      expect(
        symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(resource, symbol)),
      ).toEqual([]);
    }
  });

  it("is refused for any other resource, also where a program has no types", () => {
    const bucket = new Bucket("aws:s3/bucket:Bucket", "bucket", {});
    const parent = new ComponentResource("my:component:Group", "group");
    const component = new Component("acme", { bundle: "dist" });
    const connection = new connections.CustomerConnection("slack", slack);
    for (const other of [bucket, parent, component]) {
      expect(() => referenceTo(other as unknown as string)).toThrow(OTHER_RESOURCE);
    }
    for (const other of [bucket, parent, connection]) {
      expect(() => referenceToComponent(other as unknown as string)).toThrow(OTHER_RESOURCE);
    }
  });
});

describe("An identifying argument", () => {
  const isSecret = (value: unknown) => JSON.stringify(value ?? null).includes(SIGNATURE);

  it("is never secret, however it is written", async () => {
    const ways = [secret("slack"), secret(Promise.resolve("slack")), output(secret("slack"))];
    for (const way of ways) {
      registered.clear();
      const connection = new connections.CustomerConnection("slack", {
        component: { key: way, public: secret(true) },
        connectionType: way,
        stableKey: way,
        name: secret("Slack"),
      });
      const of = await reference(connection);
      expect(of).toMatchObject({ stableKey: "slack", component: { key: "slack", public: true } });
      expect(isSecret(of)).toBe(false);
      const { name, ...identifying } = registered.get("slack") ?? {};
      expect(isSecret(identifying)).toBe(false);
      expect(isSecret(name)).toBe(true);
      registered.clear();
      expect(await reference(way)).toEqual({ stableKey: "slack" });
    }
  });
});
