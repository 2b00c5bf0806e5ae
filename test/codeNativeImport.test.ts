import { expect, it } from "vitest";
import { importedCodeNative } from "../provider/src/cli/importedCodeNative.ts";
import { importFile } from "../provider/src/cli/importFile.ts";
import { programText } from "../provider/src/cli/programText.ts";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import { useCodeNativeWorld, type CodeNativeWorld } from "./support/codeNativeWorld.ts";
import { failure } from "./support/publishingWorld.ts";

let world: CodeNativeWorld;
useCodeNativeWorld((begun) => (world = begun));

async function imported() {
  const config: Record<string, string> = { ...world.tenant.config, ...world.tenant.secrets };
  const session = new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
  return importedCodeNative(session, "dist", world.bundle.project);
}

/** Changes of the first update after an import. */
async function firstUpdate(
  { id, inputs, outputs }: Awaited<ReturnType<typeof imported>>["imported"],
  more: object,
) {
  // As the import file has them: JSON leaves out what is undefined. The path is relative to the test's project.
  const state = JSON.parse(JSON.stringify({ ...outputs, ...world.args() })) as Record<string, unknown>;
  const file = JSON.parse(JSON.stringify({ ...inputs, ...world.args() })) as Record<string, unknown>;
  await world.runs.next();
  // The engine checks the inputs of the file against themselves.
  const onImport = await world.runs.codeNative.check(file, file);
  expect(onImport.failures).toEqual([]);
  await world.runs.next();
  const { inputs: checked, failures } = await world.runs.codeNative.check(
    onImport.inputs,
    world.args({ ...more }),
  );
  expect(failures).toEqual([]);
  return (await world.runs.codeNative.diff(id, state, checked)).changes;
}

it("An import of a code-native integration ends in an empty preview, with its key and listing", async () => {
  await world.build({
    connections: { Acme: "acme-api-key" },
    flows: [{ name: "Receive Order", requiresKey: true, testApiKeys: ["in code"] }],
  });
  const testApiKeys = { "Receive Order": "hush" };
  const marketplace = { availability: "AVAILABLE_NOT_DEPLOYABLE" };
  const created = await world.create({ testApiKeys, publish: true, marketplace });
  const { imported: found, notes } = await imported();
  expect(notes).toEqual([]);
  expect(found).toMatchObject({ id: created.id, declared: { bundle: "dist", testApiKeys, marketplace } });
  const { text, secrets } = programText([found]);
  expect(text).toContain(`"Receive Order": config.requireSecret("${Object.keys(secrets)[0]}")`);
  expect(Object.values(secrets)).toEqual(["hush"]);
  expect(text).not.toContain("hush");
  const file = JSON.stringify(importFile([found]));
  expect(file).not.toMatch(/[^\\]"hush"/);
  expect(await firstUpdate(found, { testApiKeys, marketplace })).toBe(false);
});

it("An import of what another bundle was imported as says so, and the first update imports this one", async () => {
  await world.create();
  await world.build({ salt: "another package" });
  const { imported: found, notes } = await imported();
  expect(notes).toEqual([
    expect.stringMatching(
      /^"dist" is not what was imported last as "Orders \d+".*the first update imports it/,
    ),
  ]);
  expect(await firstUpdate(found, {})).toBe(true);
});

it("An import of an integration that the tenant does not have is refused", async () => {
  await world.build({ name: "Ordres" });
  expect((await failure(imported())).message).toMatch(/has no integration "Ordres".*pulumi up makes it/);
});
