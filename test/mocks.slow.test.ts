import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RESOURCE_CLASSES } from "../provider/src/resources/names.ts";
import { root } from "../tools/setup/paths.mjs";
import { startTenant, type TestTenant } from "./support/tenant.ts";

/** The mocks that the scripts below use: they note what they were asked and answer with it. */
const MOCKS = `
  import { output, runtime, secret } from "@pulumi/pulumi";
  import * as prismatic from "pulumi-prismatic";
  const resources = [];
  const calls = [];
  const mocks = {
    newResource({ type, name, inputs, provider }) {
      resources.push({ type: type.split(":").at(-1), name, provider });
      return { id: name + "-id", state: inputs };
    },
    call({ token, inputs, provider }) {
      calls.push({ token, inputs, provider });
      if (inputs.customer === "nobody") throw new Error("nobody");
      if (inputs.customer === "nothing") return undefined;
      return { ...inputs, name: "from the mocks" };
    },
  };
  const valueOf = (value) => new Promise((resolve) => output(value).apply(resolve));
  const print = (value) => console.log(JSON.stringify(value));
`;

describe("Under Pulumi's mocks, with a tenant within reach", () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await startTenant();
  });
  afterAll(() => tenant.dispose());

  /** Runs a program of Node.js in a process of its own, as the SDK keeps its mocks for the whole process. */
  const run = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: root,
      env: {
        ...process.env,
        // A lookup that asked a tenant would find this one.
        PRISMATIC_URL: tenant.url,
        PRISMATIC_TENANT_ID: tenant.id,
        PRISM_REFRESH_TOKEN: tenant.refreshToken,
      },
    });
    expect(await tenant.requests()).toEqual([]);
    return stdout;
  };
  const answer = async (script: string): Promise<unknown> =>
    JSON.parse(await run("--input-type=module", "--eval", MOCKS + script));

  it("the example's tests pass", async () => {
    const output = await run("--test", "--test-reporter=tap", "examples/unit-tests/index.test.ts");
    expect(output).toMatch(/^# pass 2$/m);
    expect(output).toMatch(/^# fail 0$/m);
  });

  it("every lookup is answered by their `call`, with its documented token and inputs", async () => {
    const eu = "urn:pulumi:stack::project::pulumi:providers:pulumi-nodejs::eu::eu-id";
    expect(
      await answer(`
        await runtime.setMocks(mocks);
        const tenant = new prismatic.Tenant("eu", { url: "${tenant.url}", refreshToken: "hush" });
        const found = [
          await prismatic.getComponent("slack"),
          await prismatic.getComponent({ key: "acme", public: false }, { tenant }),
          await prismatic.getConnection("slack-oauth"),
          await prismatic.getCustomer("globex", { tenant }),
          await valueOf(prismatic.getComponentOutput(output("slack"))),
          await valueOf(prismatic.getConnectionOutput(secret("slack-oauth"), { tenant })),
          await valueOf(prismatic.getCustomerOutput("globex")),
        ];
        print({ calls, found });
      `),
    ).toEqual({
      calls: [
        { token: "prismatic:index:getComponent", inputs: { component: "slack" }, provider: "" },
        {
          token: "prismatic:index:getComponent",
          inputs: { component: { key: "acme", public: false } },
          provider: eu,
        },
        { token: "prismatic:index:getConnection", inputs: { stableKey: "slack-oauth" }, provider: "" },
        { token: "prismatic:index:getCustomer", inputs: { customer: "globex" }, provider: eu },
        { token: "prismatic:index:getComponent", inputs: { component: "slack" }, provider: "" },
        { token: "prismatic:index:getConnection", inputs: { stableKey: "slack-oauth" }, provider: eu },
        { token: "prismatic:index:getCustomer", inputs: { customer: "globex" }, provider: "" },
      ],
      found: [
        { component: "slack", name: "from the mocks" },
        { component: { key: "acme", public: false }, name: "from the mocks" },
        { stableKey: "slack-oauth", name: "from the mocks" },
        { customer: "globex", name: "from the mocks" },
        { component: "slack", name: "from the mocks" },
        { stableKey: "slack-oauth", name: "from the mocks" },
        { customer: "globex", name: "from the mocks" },
      ],
    });
  });

  it("a lookup of what a preview does not know yet stays unknown", async () => {
    expect(
      await answer(`
        await runtime.setMocks(mocks, "project", "stack", true);
        const component = new prismatic.Component("acme", { bundle: "dist" });
        const found = prismatic.getComponentOutput(component.key);
        print({ calls, isKnown: await found.isKnown });
      `),
    ).toEqual({ calls: [], isKnown: false });
  });

  it("what they do not answer fails with the token and what to return", async () => {
    const message = (inputs: string) => `prismatic.getCustomer(${inputs}).catch(({ message }) => message)`;
    const [thrown, nothing] = (await answer(`
      await runtime.setMocks(mocks);
      print([await ${message('"nobody"')}, await ${message('"nothing"')}]);
    `)) as string[];
    expect(thrown).toBe(
      "The mocks of this test have no answer to prismatic:index:getCustomer: their `call` threw an error or returned " +
        "nothing. Have it return the members of what the lookup finds.",
    );
    expect(nothing).toBe(thrown);
  });

  it("a lookup without mocks and without a run of Pulumi is refused, as where the SDK is loaded twice", async () => {
    const lookups = `
      print(await prismatic.getCustomer("globex").catch(({ message }) => message));
    `;
    expect(await answer(lookups)).toMatch(
      /^This is neither a run of Pulumi nor a test.*`npm ls @pulumi\/pulumi`/,
    );
  });

  it("every class can be created, in one test after the other, with guarded deletes as well", async () => {
    const { plain, secret } = JSON.parse(
      readFileSync(join(root, "examples/every-resource/demo-config.json"), "utf8"),
    ) as { plain: object; secret: object };
    const config = {
      ...plain,
      ...secret,
      otherUrl: tenant.url,
      otherTenantId: tenant.id,
      otherRefreshToken: "hush",
    };
    const resources = (await answer(`
      const config = Object.entries(${JSON.stringify(config)}).map(([key, value]) => ["project:" + key, value]);
      for (const isPreview of [true, false]) {
        await runtime.setMocks(mocks, "project", "stack", isPreview);
        runtime.setAllConfig(Object.fromEntries(config));
        const { stableKeys } = await import("./examples/every-resource/index.ts?" + isPreview);
        const args = { component: "slack", connectionType: "oauth2", stableKey: "guarded", name: "Guarded" };
        const guarded = new prismatic.CustomerConnection("guarded", args, prismatic.guardDeletes());
        new prismatic.Component("acme", { bundle: "dist" });
        new prismatic.CodeNativeIntegration("orders", { bundle: "dist" });
        await valueOf([...stableKeys, guarded.stableKey]);
        await runtime.disconnect();
      }
      print(resources);
    `)) as { type: string }[];
    const made = resources.map(({ type }) => type.split("/").at(-1));
    for (const name of [...RESOURCE_CLASSES, "pulumi-nodejs"]) {
      expect(made.filter((type) => type?.endsWith(name)).length, name).toBeGreaterThanOrEqual(2);
    }
  });
});
