import { expect, it } from "vitest";
import { ManagedObjects } from "./managedObjects.ts";

const resource = (name: string, type: string, id: string, outputs: Record<string, unknown> = {}) => ({
  urn: `urn:pulumi:us::acme::pulumi-nodejs:dynamic/prismatic:${type}::${name}`,
  type: `pulumi-nodejs:dynamic/prismatic:${type}`,
  id,
  outputs,
});

const managed = new ManagedObjects([
  {
    stack: "us",
    resources: [
      { urn: "urn:pulumi:us::acme::pulumi:pulumi:Stack::acme-us", type: "pulumi:pulumi:Stack" },
      resource("Slack", "CustomerConnection", "1", { testCredentials: {} }),
      resource("a::b", "GlobalValues", "2"),
      { ...resource("going", "CustomerConnection", "3"), delete: true },
      resource("parcels", "Component", "4", { key: "parcels", public: false }),
    ],
  },
]);

it("Objects that stacks manage are told by class and id, not by the id alone", () => {
  expect(managed.stackOf(["CustomerConnection", "UserConnection"], "1")).toBe("us");
  expect(managed.stackOf(["CustomerConnection"], "2")).toBeUndefined();
  expect(managed.stackOf(["GlobalValues"], "2")).toBe("us");
  expect(managed.declaresTest(["CustomerConnection"], "1")).toBe(true);
  expect(managed.declaresTest(["CustomerConnection"], "2")).toBe(false);
  expect(managed.stackOfComponent({ key: "parcels", public: false })).toBe("us");
  expect(managed.stackOfComponent({ key: "parcels", public: true })).toBeUndefined();
});

it("Resources that are only still to be deleted manage nothing, and names are taken by class", () => {
  expect(managed.stackOf(["CustomerConnection"], "3")).toBeUndefined();
  expect([...(managed.namesIn("us").get("CustomerConnection") ?? [])]).toEqual(["slack"]);
  expect([...(managed.namesIn("us").get("GlobalValues") ?? [])]).toEqual(["a::b"]);
  expect(managed.namesIn("acme/connections/us")).toBe(managed.namesIn("us"));
  expect(managed.namesIn("eu").size).toBe(0);
});
