import type { ResourceValidationArgs } from "@pulumi/policy";
import * as guard from "@pulumi/policy/proxy.js";
import { beforeEach, describe, expect, it } from "vitest";
import { connectionOf } from "../domain/connection.ts";
import { referencesOf } from "../domain/references.ts";
import { UNKNOWN } from "../testing/judge.ts";
import { valuesOf } from "../domain/values.ts";
import { isLeftOut, sharedViews, viewOf, type HandedResource, type ResourceView } from "./resource.ts";

// The guard is the SDK's own; its types are stripped.
const { unknownCheckingProxy } = guard as unknown as {
  unknownCheckingProxy: (properties: object) => Record<string, unknown>;
};

const OPTIONS = { protect: true } as ResourceValidationArgs["opts"];

/** A resource as the SDK hands it to a policy, behind its guard. */
function handedIn(type: string, props: object, provider?: Record<string, unknown>): ResourceView {
  const view = viewOf({
    type: `pulumi-nodejs:dynamic/prismatic:${type}`,
    urn: `urn:pulumi:us::shop::pulumi-nodejs:dynamic/prismatic:${type}::it`,
    name: "it",
    opts: OPTIONS,
    props: unknownCheckingProxy(props),
    ...(provider && {
      provider: {
        urn: "urn:provider",
        name: "eu",
        props: unknownCheckingProxy(provider),
      },
    }),
  });
  if (view === undefined) throw new Error("not one of ours");
  return view;
}

describe("Unknown values behind Pulumi's guard", () => {
  it("are read without its error, at any depth", () => {
    const guarded = unknownCheckingProxy({ stableKey: UNKNOWN });
    expect(() => guarded["stableKey"]).toThrow("can't be known during preview");
    const view = handedIn("CustomerConnection", {
      stableKey: UNKNOWN,
      component: { key: "slack", public: UNKNOWN },
      connectionType: UNKNOWN,
      globalValues: { clientId: UNKNOWN, scopes: ["a", UNKNOWN], known: "b" },
      globalSecrets: UNKNOWN,
      testCredentials: { values: UNKNOWN, secrets: { apiKey: UNKNOWN } },
    });
    expect(connectionOf(view)).toEqual({
      kind: "CustomerConnection",
      stableKey: undefined,
      component: { key: "slack" },
      connectionType: undefined,
    });
    expect(valuesOf(view).map(({ path, text }) => `${path}: ${text}`)).toEqual([
      "component.key: slack",
      "globalValues.scopes: a",
      "globalValues.known: b",
    ]);
  });

  it("refer to nothing", () => {
    expect(referencesOf(handedIn("GlobalValues", { connection: UNKNOWN }))).toEqual([]);
    expect(referencesOf(handedIn("GlobalValues", { connection: { stableKey: UNKNOWN, id: "x" } }))).toEqual(
      [],
    );
    const integration = { connections: { Slack: UNKNOWN, Acme: "acme" }, definition: UNKNOWN };
    expect(referencesOf(handedIn("Integration", integration)).map(({ path }) => path)).toEqual([
      "connections.Acme",
    ]);
  });
});

describe("The tenant of a resource", () => {
  const tenantOf = (provider?: Record<string, unknown>) => handedIn("GlobalValues", {}, provider).tenant;

  it("is its address and id where both are known", () => {
    const tenant = tenantOf({ "prismatic:url": "https://app.example/", "prismatic:tenantId": "AB" });
    expect(tenant).toEqual({
      identity: "https://app.example ab",
      name: undefined,
      tenantId: "AB",
      pinned: true,
    });
  });

  it("is its provider otherwise, and counts as pinned while the preview does not know the id", () => {
    const tenant = tenantOf({ "prismatic:url": "https://app.example", "prismatic:tenantId": UNKNOWN });
    expect(tenant).toEqual({ identity: "urn:provider", name: undefined, tenantId: undefined, pinned: true });
    expect(tenantOf()).toMatchObject({ identity: "default", pinned: false });
  });

  it("has the name of an explicit Tenant, may be pinned by organization, and never holds a token", () => {
    const tenant = tenantOf({
      "prismatic:explicit": "true",
      "prismatic:organizationId": "org",
      "prismatic:refreshToken": "a-canary-token",
    });
    expect(tenant).toMatchObject({ name: "eu", pinned: true });
    expect(JSON.stringify(tenant)).not.toContain("canary");
  });
});

describe("Views that the policies of a pack share", () => {
  const first = {};
  const second = {};
  let timesRead = 0;

  /** A copy of a resource, as each policy is handed one. */
  const copy = (name: string, stableKey: string): HandedResource => ({
    type: "pulumi-nodejs:dynamic/prismatic:CustomerConnection",
    urn: `urn:pulumi:us::shop::pulumi-nodejs:dynamic/prismatic:CustomerConnection::${name}`,
    name,
    opts: OPTIONS,
    props: new Proxy({ stableKey }, { ownKeys: (target) => (timesRead++, Reflect.ownKeys(target)) }),
  });
  const keyOf = (view: ResourceView | undefined) => view?.properties["stableKey"];

  beforeEach(() => {
    timesRead = 0;
  });

  it("are taken apart once for all policies", () => {
    const views = sharedViews();
    expect(keyOf(views.ofResource(first, copy("a", "slack")))).toBe("slack");
    expect(keyOf(views.ofResource(second, copy("a", "slack")))).toBe("slack");
    for (const policy of [first, second]) views.ofStack(policy, [copy("a", "slack")]).map(keyOf);
    expect(timesRead).toBe(2);
  });

  it("are taken apart anew for another resource, and when a policy is asked again", () => {
    const views = sharedViews();
    expect(keyOf(views.ofResource(first, copy("a", "slack")))).toBe("slack");
    expect(keyOf(views.ofResource(second, copy("b", "crm")))).toBe("crm");
    expect(keyOf(views.ofResource(second, copy("b", "late")))).toBe("late");
    expect(keyOf(views.ofResource(first, copy("b", "late")))).toBe("late");
    expect(views.ofStack(first, [copy("a", "slack")]).map(keyOf)).toEqual(["slack"]);
    expect(views.ofStack(second, [copy("b", "crm")]).map(keyOf)).toEqual(["crm"]);
    expect(views.ofStack(second, [copy("b", "late")]).map(keyOf)).toEqual(["late"]);
  });
});

describe("A view", () => {
  it("exists of our resources only", () => {
    const other = {
      type: "aws:s3:Bucket",
      urn: "urn:pulumi:us::shop::aws::it",
      name: "it",
      opts: OPTIONS,
      props: {},
    };
    expect(viewOf(other)).toBeUndefined();
  });

  it("knows stack, project and protection, and what a run with --target leaves out", () => {
    const view = handedIn("CustomerConnection", {});
    expect(view).toMatchObject({ stack: "us", project: "shop", protect: true });
    expect(isLeftOut(view)).toBe(true);
    expect(isLeftOut(handedIn("CustomerConnection", { name: "x" }))).toBe(false);
  });
});
