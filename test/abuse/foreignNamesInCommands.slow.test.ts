import fc from "fast-check";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { updateRegistry } from "../../policies/src/registry/update.ts";
import { keysOfState } from "../../policies/src/registry/fromStack.ts";
import { allConnections, importables } from "../../provider/src/cli/importables.ts";
import { withDistinctNames, type Imported } from "../../provider/src/cli/imported.ts";
import { importedAccess } from "../../provider/src/cli/importedAccess.ts";
import { importFile } from "../../provider/src/cli/importFile.ts";
import { importedIntegrations } from "../../provider/src/cli/importedIntegration.ts";
import { importRequest } from "../../provider/src/cli/importRequest.ts";
import { programText } from "../../provider/src/cli/programText.ts";
import { findComponent, findConnection, findCustomer } from "../../provider/src/lookups/find.ts";
import { TenantSession } from "../../provider/src/tenant/session.ts";
import { resolveSettings } from "../../provider/src/tenant/settings.ts";
import { compileCache, root } from "../../tools/setup/paths.mjs";
import { createBundle } from "../support/componentBundle.ts";
import { mutate } from "../support/contents.ts";
import { customerId, switchAccess } from "../support/embeddedAccess.ts";
import { declaredBy, typeErrors } from "../support/generatedProgram.ts";
import { runCommand } from "../support/processes.ts";
import { checkAndCreate, startProvider } from "../support/provider.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

/** Names that every object of JavaScript knows. A stable key cannot be the last one. */
const WORDS = ["constructor", "toString", "hasOwnProperty", "valueOf", "__proto__"];
const KEYS = WORDS.slice(0, -1);

const secret = (name: string) => `hush of ${name}`;
const definition = (name: string, variables: readonly string[]) =>
  `definitionVersion: 7\nname: ${JSON.stringify(name)}\nrequiredConfigVars:\n${variables
    .map(
      (key) =>
        `  - key: ${key}\n    dataType: connection\n` +
        "    connection: { key: acmeApiKey, component: { key: acme, isPublic: false, version: LATEST } }\n" +
        `    inputs: { api_key: { type: value, value: ${secret(key)} } }\n`,
    )
    .join("")}flows: []\n`;

/** A tenant whose customers, inputs, stable keys, integrations and config variables have such names. */
async function tenantOf(words: readonly string[]): Promise<TestTenant> {
  const tenant = await startTenant({
    holds: {
      customers: words.map((externalId) => ({ externalId, name: externalId })),
      integrations: words.map((name) => ({ definition: definition(name, words), versions: 0 })),
    },
  });
  await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
  await using bundle = await createBundle({
    inputs: words.map((key) => ({ key, type: key === "toString" ? "password" : "string" })),
  });
  await checkAndCreate(provider.component, { bundle: bundle.folder });
  const parcels = { component: "parcels", name: "Parcels" };
  const api_key = secret("api_key");
  const inputs = Object.entries({
    ...Object.fromEntries(words.map((word) => [word, secret(word)])),
    api_key,
  }).map(([name, value]) => ({ name, type: "value", value }));
  const meta = JSON.stringify({ managedBy: "org", inputScope: "org" });
  const own = await checkAndCreate(provider.global, {
    ...parcels,
    stableKey: "own",
    globalSecrets: { api_key },
  });
  await mutate(tenant, "updateScopedConfigVariable", {
    id: own.id,
    inputs: inputs.map((each) => ({ ...each, meta })),
  });
  for (const stableKey of KEYS.filter((key) => words.includes(key))) {
    const { id } = await checkAndCreate(provider.supplied, { ...parcels, stableKey });
    for (const word of words) {
      const customer = await customerId(tenant, word);
      for (const key of stableKey === "constructor" ? [{}, { key: "toString" }] : [{}]) {
        const of = { scopedConfigVariable: id, customer, isTest: false, ...key };
        await mutate(tenant, "createCustomerConfigVariable", { ...of, inputs });
      }
    }
  }
  for (const word of words) await switchAccess(tenant, word, true);
  return tenant;
}

function sessionOf(tenant: TestTenant): TenantSession {
  const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
  return new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
}

const entriesOf = (map: unknown): [string, unknown][] => Object.entries(map ?? {});
const namesOf = (map: unknown): string[] =>
  entriesOf(map)
    .map(([name]) => name)
    .toSorted();
const memberOf = (map: unknown, name: string): unknown => new Map(entriesOf(map)).get(name);

/** All that a tenant has under such names, said by a program and held by an import file. */
function expectWhole(words: readonly string[], imported: readonly Imported[], { isAll = false } = {}): void {
  const { text, secrets } = programText(imported);
  const declared = declaredBy(text, secrets);
  const file = JSON.parse(JSON.stringify(importFile(imported))) as {
    resources: {
      type: string;
      name: string;
      inputs: Record<string, unknown>;
      outputs: Record<string, unknown>;
    }[];
  };
  const titles = imported.map(({ type, name }) => `${type} ${name}`);
  expect(new Set(titles).size).toBe(titles.length);
  expect(declared.map(({ type, name }) => `${type} ${name}`)).toEqual(titles);
  const short = (type: string) => type.replace("pulumi-nodejs:dynamic/prismatic:", "");
  expect(file.resources.map(({ type, name }) => `${short(type)} ${name}`)).toEqual(titles);
  const inputNames = [...words, "api_key"].toSorted();
  const plain = words.filter((word) => word !== "toString");
  for (const [index, { type, args }] of declared.entries()) {
    const held = file.resources[index];
    const values = { ...Object(args["values"]), ...Object(args["globalValues"]) } as object;
    const hidden = { ...Object(args["secrets"]), ...Object(args["globalSecrets"]) } as object;
    if (["CustomerCredentials", "GlobalValues", "OrganizationGlobalConnection"].includes(type)) {
      expect(
        namesOf({ ...Object.fromEntries(entriesOf(values)), ...Object.fromEntries(entriesOf(hidden)) }),
      ).toEqual(inputNames);
      expect(namesOf(values)).toEqual(plain.toSorted());
      for (const [name, value] of [...entriesOf(values), ...entriesOf(hidden)])
        expect(value).toBe(secret(name));
      expect(namesOf(held?.inputs["values"] ?? held?.inputs["globalValues"])).toEqual(plain.toSorted());
    }
    if (type === "CustomerCredentialsSet") {
      expect(namesOf(args["customers"])).toEqual(words.toSorted());
      expect(namesOf(memberOf(args["customers"], "__proto__") ?? { values: 1, secrets: 1 })).toEqual([
        "secrets",
        "values",
      ]);
      for (const [, each] of entriesOf(args["customers"])) {
        const { values: open, secrets: closed } = each as Record<string, object>;
        expect([...namesOf(open), ...namesOf(closed)].toSorted()).toEqual(inputNames);
      }
      const digests = held?.inputs["customers"] as { plaintext: string };
      expect(namesOf(JSON.parse(digests.plaintext))).toEqual(words.toSorted());
    }
    if (type === "Integration") {
      expect(namesOf(args["secretInputs"])).toEqual(words.toSorted());
      for (const [variable, inputs] of entriesOf(args["secretInputs"]))
        expect(inputs).toEqual({ api_key: secret(variable) });
      expect(namesOf(held?.inputs["secretInputs"])).toEqual(words.toSorted());
    }
  }
  const customers = (type: string) =>
    declared.flatMap(({ type: each, args }) => (each === type ? [String(args["customer"])] : []));
  if (isAll) return;
  expect(customers("CustomerEmbeddedAccess").toSorted()).toEqual(words.toSorted());
  const keys = KEYS.filter((key) => words.includes(key));
  const credentials = keys.flatMap((key) =>
    words.flatMap((word) => (key === "constructor" ? [word, word] : [word])),
  );
  expect(customers("CustomerCredentials").toSorted()).toEqual(credentials.toSorted());
}

/** Every form of a request for what such a tenant has. */
const requestsFor = (words: readonly string[]): string[] => [
  ...KEYS.filter((key) => words.includes(key)).flatMap((key) => [
    key,
    `CustomerCredentials/${key}`,
    `CustomerCredentialsSet/${key}`,
    `EmbeddedWorkflowFlag/${key}`,
  ]),
  "own",
];

describe("Names that every object inherits, in import-file", () => {
  it("are taken over like others, in whatever form they are asked for", async () => {
    const words = fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1 });
    const run = async (chosen: string[]) => {
      const tenant = await tenantOf(chosen);
      try {
        const session = sessionOf(tenant);
        const imported = [
          ...(await importables(session, requestsFor(chosen).map(importRequest))),
          ...(await importables(session, [importRequest("GlobalValues/own")])),
          ...(await importedAccess(session, ["*"])),
          ...(await importedIntegrations(session, ["*"])),
        ];
        expectWhole(chosen, withDistinctNames(imported));
        const all = await allConnections(session);
        expect(all.skipped).toEqual([]);
        expectWhole(chosen, all.imported, { isAll: true });
        for (const word of chosen) {
          expect(await findCustomer(session, word)).toMatchObject({ externalId: word });
          expect(await importedAccess(session, [word])).toHaveLength(1);
          expect(await importedIntegrations(session, [word])).toHaveLength(1);
        }
        const absent = WORDS.filter((word) => !chosen.includes(word));
        for (const word of absent) {
          await expect(findCustomer(session, word)).rejects.toThrow(
            `no customer with the external id or id "${word}"`,
          );
          await expect(importedIntegrations(session, [word])).rejects.toThrow(`no integration "${word}"`);
        }
        for (const word of WORDS) {
          const connection = findConnection(session, word);
          if (KEYS.includes(word) && chosen.includes(word))
            expect(await connection).toMatchObject({ stableKey: word });
          else await expect(connection).rejects.toThrow(`"${word}"`);
          await expect(findComponent(session, word)).rejects.toThrow(`no component "${word}"`);
        }
      } finally {
        await tenant.dispose();
      }
    };
    await fc.assert(fc.asyncProperty(words, run), { numRuns: 3, examples: [[WORDS]] });
  });

  it("give programs that the compiler takes, and files that hold all", async () => {
    await using tenant = await tenantOf(WORDS);
    const folder = mkdtempSync(join(tmpdir(), "names-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: project\nruntime: nodejs\n");
    const env = {
      HOME: folder,
      PATH: "",
      PRISMATIC_URL: tenant.url,
      PRISMATIC_TENANT_ID: tenant.id,
      PRISM_REFRESH_TOKEN: tenant.refreshToken,
      NODE_COMPILE_CACHE: compileCache,
    };
    const command = [join(root, "provider/dist/cli/main.js"), "import-file"];
    const programs: string[] = [];
    for (const [asked, count] of [
      [["constructor", "own"], 2],
      [["GlobalValues/own"], 1],
      [["CustomerCredentials/constructor"], 2 * WORDS.length],
      [["CustomerCredentials/toString/__proto__"], 1],
      [["CustomerCredentialsSet/hasOwnProperty"], 1],
      [["Integration/*"], WORDS.length],
      [["Integration/__proto__"], 1],
      [["CustomerEmbeddedAccess/*"], WORDS.length],
      [["--all"], KEYS.length + 1],
    ] as const) {
      const args = [...command, ...asked, "--out", "import.json"];
      const { exitCode, stdout, output } = await runCommand(process.execPath, args, { cwd: folder, env });
      const shown = ["toString", "api_key"].filter((name) => output.includes(secret(name)));
      expect([exitCode, shown], asked.join()).toEqual([0, []]);
      const file = JSON.parse(readFileSync(join(folder, "import.json"), "utf8")) as { resources: object[] };
      expect(file.resources, asked.join()).toHaveLength(count);
      programs.push(stdout);
    }
    const written = readdirSync(join(folder, "integrations"));
    expect(written).toHaveLength(WORDS.length);
    for (const name of written) {
      const text = readFileSync(join(folder, "integrations", name), "utf8");
      expect(text).not.toContain("hush");
      const { requiredConfigVars } = parse(text) as { requiredConfigVars: { key: string }[] };
      expect(requiredConfigVars.map(({ key }) => key)).toEqual(WORDS);
    }
    expect(typeErrors(programs)).toEqual([]);
  });
});

describe("Names that every object inherits, as stable keys in a registry", () => {
  const state = (keys: readonly string[]) => ({
    version: 3,
    deployment: {
      resources: [
        { urn: "urn:pulumi:us::shop::pulumi:pulumi:Stack::shop-us", type: "pulumi:pulumi:Stack" },
        ...keys.map((stableKey) => ({
          urn: `urn:pulumi:us::shop::pulumi-nodejs:dynamic/prismatic:UserConnection::${stableKey}`,
          type: "pulumi-nodejs:dynamic/prismatic:UserConnection",
          inputs: { component: "dropbox", stableKey },
        })),
      ],
    },
  });

  it("come, stay and go like others", () => {
    const some = fc.uniqueArray(fc.constantFrom(...KEYS, "slack-oauth"), { minLength: 1 });
    fc.assert(
      fc.property(some, some, (before, after) => {
        const first = updateRegistry(undefined, keysOfState(state(before)));
        expect(first.added.toSorted()).toEqual(before.toSorted());
        const read = JSON.parse(JSON.stringify(first.registry)) as typeof first.registry;
        const second = updateRegistry(read, keysOfState(state(after)));
        expect(Object.keys(second.registry.stableKeys).toSorted()).toEqual(after.toSorted());
        expect(second.added.toSorted()).toEqual(after.filter((key) => !before.includes(key)).toSorted());
        expect(second.removed.toSorted()).toEqual(before.filter((key) => !after.includes(key)).toSorted());
        expect(second.changed).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("are refused where JSON's readers take them for their own", () => {
    expect(() => keysOfState(state(["__proto__"]))).toThrow(
      'UserConnection "__proto__": its stableKey is __proto__, which no registry can hold.',
    );
  });
});
