import { createRequire } from "node:module";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulator, type Emulator } from "./index.ts";
import { connect, oneTenant, type Client } from "./testing/harness.ts";
import { Prism } from "./testing/prism.ts";

const seed = oneTenant({
  connections: [
    { stableKey: "acme-api-key", name: "Acme", component: "acme", variableScope: "org", managedBy: "org" },
  ],
});

const spectral = createRequire(import.meta.url).resolve("spectral-newest");

/** A code-native integration as the newest spectral makes it; every time that it is loaded, its component has a new key. */
const bundle = `const { integration, flow, configPage, configVar, organizationActivatedConnection } =
  require(${JSON.stringify(spectral)});
module.exports = {
  default: integration({
    name: "Orders in code",
    description: "Tells about orders",
    iconPath: "icon.png",
    flows: [
      flow({
        name: "Orders",
        stableKey: "orders",
        description: "Of all kinds",
        endpointSecurityType: "customer_required",
        onExecution: async () => ({ data: null }),
      }),
    ],
    configPages: {
      Page: configPage({
        elements: { Region: configVar({ stableKey: "region", dataType: "string", defaultValue: "eu" }) },
      }),
    },
    scopedConfigVars: { Acme: organizationActivatedConnection({ stableKey: "acme-api-key" }) },
  }),
};`;

let directory: string;
let emulator: Emulator;
let tenant: Client;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "prismatic-emulator-code-native-"));
  emulator = await startEmulator({ dataDirectory: join(directory, "data"), seed, requestsPerSecond: 0 });
  tenant = await connect(emulator);
});

afterAll(async () => {
  await emulator.close();
  rmSync(directory, { recursive: true, force: true });
});

test("prism imports a code-native integration again and again", async () => {
  const folder = join(directory, "project");
  mkdirSync(join(folder, "dist"), { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  writeFileSync(join(folder, "dist", "index.js"), bundle);
  writeFileSync(join(folder, "dist", "icon.png"), Buffer.from("89504e470d0a1a0a", "hex"));
  const prism = new Prism(emulator, directory);
  const key = ["--test-api-key", 'Orders="KEY"'];
  const id = (await prism.run(tenant.token, ["integrations:import", ...key], folder))
    .trim()
    .split("\n")
    .at(-1);
  await prism.run(tenant.token, ["integrations:import", "-i", id!, ...key], folder);

  const data = await tenant.data(
    `query ($id: ID!) {
      components(public: false) { nodes { key } }
      codeNative: components(public: false, includeComponentsForCodeNativeIntegrations: true) {
        nodes { versionNumber forCodeNativeIntegration }
      }
      integration(id: $id) { name isCodeNative versionNumber scopedConfigVariables { nodes { stableKey } }
        systemInstance { deployedVersion needsDeploy flowConfigs { nodes { flow { name } apiKeys } } } }
    }`,
    { id },
  );
  expect(data.integration).toEqual({
    name: "Orders in code",
    isCodeNative: true,
    versionNumber: 1,
    scopedConfigVariables: { nodes: [{ stableKey: "acme-api-key" }] },
    systemInstance: {
      deployedVersion: 1,
      needsDeploy: false,
      flowConfigs: { nodes: [{ flow: { name: "Orders" }, apiKeys: ["KEY"] }] },
    },
  });
  expect(
    data.components.nodes.map(({ key: each }) => each).filter((each) => /^[0-9a-f]{8}-/.test(each)),
  ).toEqual([]);
  const hidden = data.codeNative.nodes.filter(({ forCodeNativeIntegration }) =>
    Boolean(forCodeNativeIntegration),
  );
  expect(hidden).toEqual([1, 1].map((versionNumber) => ({ versionNumber, forCodeNativeIntegration: true })));
});
