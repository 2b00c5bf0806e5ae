import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { useCodeNativeWorld, type CodeNativeWorld } from "./support/codeNativeWorld.ts";
import { mutate } from "./support/contents.ts";
import { reasons } from "./support/provider.ts";

const EMPTY = { type: "value", value: "" };

/** Parts of a definition with a connection of the integration's own. */
const own = (clientSecret: object = EMPTY) => ({
  requiredConfigVars: [
    {
      key: "Todoist",
      dataType: "connection",
      connection: { key: "todoistOauth", component: { key: "todoist", isPublic: false, version: "LATEST" } },
      inputs: { clientId: EMPTY, clientSecret, scopes: { type: "value", value: "data:read" } },
    },
  ],
});

let world: CodeNativeWorld;
useCodeNativeWorld((begun) => (world = begun));

describe("A secret that only the tenant has, in a code-native integration,", () => {
  /** Changes the draft as another client does. */
  async function change(edit: (definition: string) => string): Promise<void> {
    const { id, definition } = await world.found();
    const changed = edit(definition);
    expect(changed).not.toBe(definition);
    await mutate(world.tenant, "importIntegration", {
      integrationId: id,
      definition: changed,
      replace: true,
    });
    await world.runs.next();
    await world.tenant.clearRequests();
  }
  const typeIn = (secret: string) => (definition: string) =>
    definition.replace(/("clientSecret":\n\s+"type": "value"\n\s+"value": )""/, `$1${secret}`);

  it("outlives the import of another bundle, and is in no state, preview or report", async () => {
    await world.build({ more: own() });
    const created = await world.create();
    await change(typeIn("hush-typed"));
    const refreshed = await world.refresh(created);
    expect(JSON.stringify(refreshed)).not.toContain("hush");
    await world.build({ more: own(), salt: "next" });
    await world.runs.next();
    const now = await world.update(refreshed);
    expect(await world.writes()).toContain("importIntegration");
    expect((await world.found()).definition).toContain("hush-typed");
    expect(JSON.stringify(now)).not.toContain("hush");
    const again = await world.refresh(now ?? created);
    expect(again.inputs).not.toHaveProperty("draftChanges");
    expect(world.savedDrafts()).toEqual([]);
  });

  it("is named before anything is sent where it cannot be read", async () => {
    await world.build({ more: own() });
    const created = await world.create();
    await change((definition) =>
      typeIn("hush-typed")(definition).replace(
        /(\n\s+)("value": "?hush-typed"?)/,
        '$1$2$1"meta": { "writeOnly": true }',
      ),
    );
    await world.build({ more: own(), salt: "next" });
    expect(await reasons(world.runs.codeNative, created, world.args())).toEqual([
      expect.stringMatching(
        /^bundle: Integration "Orders \d+" in Tenant .* holds secrets that the program does not have.*: Todoist\.clientSecret\. An import would clear them, so nothing was changed\. Let the build write/,
      ),
    ]);
    expect(await world.writes()).toEqual([]);
  });

  it("is saved with the draft that is replaced where the bundle has another one", async () => {
    await world.build({ more: own() });
    const created = await world.create();
    await change(typeIn("hush-typed"));
    await world.build({ more: own({ type: "value", value: "hush-built" }) });
    await world.runs.next();
    const now = await world.update(created);
    expect((await world.found()).definition).toContain("hush-built");
    expect(world.savedDrafts().map((file) => readFileSync(file, "utf8"))).toEqual([
      expect.stringContaining("hush-typed") as string,
    ]);
    expect(JSON.stringify(now)).not.toContain("hush");
  });

  it("is saved with a designer's draft that took the place of code", async () => {
    await world.build({ more: own() });
    const created = await world.create();
    const draft = `definitionVersion: 7\nname: ${world.name()}\ndescription: A designer's\nflows: []\n`;
    await change(() => draft);
    await world.build({ more: own(), salt: "next" });
    await world.runs.next();
    await world.update(created);
    expect(world.savedDrafts().map((file) => readFileSync(file, "utf8"))).toEqual([
      expect.stringContaining("A designer's") as string,
    ]);
  });

  it("does not show in what a refresh tells of another draft", async () => {
    await world.build({ more: own() });
    const created = await world.create();
    await change((definition) =>
      definition
        .replace(/("clientId":\n\s+"type": "value"\n\s+"value": )""/, "$1hush-id")
        .replace('"data:read"', '"data:write"'),
    );
    const { inputs } = await world.refresh(created);
    expect(inputs.draftChanges).toEqual([
      '~ config variable "Todoist", inputs.clientId.value: [secret] => [secret]',
      '~ config variable "Todoist", inputs.scopes.value: "data:read" => "data:write"',
    ]);
  });
});
