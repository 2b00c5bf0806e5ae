import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fromBufferPromise } from "yauzl";
import { ZipFile } from "yazl";
import { buffer } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { openBundle } from "./bundle.ts";
import { inspectBundle } from "./inspect.ts";
import { loadBundle } from "./loadBundle.ts";

const PNG = Buffer.from("iVBORw0KGgo=", "base64");

/** A folder with these files, gone after the test. */
function folderWith(files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const component = (fields: object): string =>
  `exports.default = ${JSON.stringify({ key: "acme", display: { label: "Acme", description: "Ours" }, ...fields })};`;

const zipped = async (files: Record<string, string | Buffer>): Promise<Buffer> => {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  return buffer(zip.outputStream);
};

const inspect = async (path: string) => inspectBundle(await openBundle(path));

const refusal = (path: string): Promise<string> =>
  inspect(path).then(
    () => "accepted",
    (error: unknown) => (error as Error).message,
  );

async function namesIn(bytes: Buffer): Promise<string[]> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const names: string[] = [];
  for await (const { fileName } of zip.eachEntry()) names.push(fileName);
  return names;
}

describe("A package", () => {
  const files = { "index.js": component({}), "b/2.txt": "two", "b-1.txt": "one", "B.txt": "capital" };

  it("holds the folder's files sorted by path, whatever order they were written in", async () => {
    const { bytes } = (await openBundle(folderWith(files))).package;
    expect(await namesIn(bytes)).toEqual(["B.txt", "b-1.txt", "b/2.txt", "index.js"]);
  });

  it("is the same in another folder and at another time", async () => {
    const folder = folderWith(files);
    const copy = folderWith({});
    cpSync(folder, copy, { recursive: true });
    utimesSync(join(copy, "index.js"), new Date("2020-02-02"), new Date("2020-02-02"));
    const [one, other] = await Promise.all([openBundle(folder), openBundle(copy)]);
    expect(other.package.signature).toBe(one.package.signature);
    expect(one.package.signature).toMatch(/^[0-9a-f]{40}$/);
  });

  it("changes with a file's content and with its mode", async () => {
    const folder = folderWith(files);
    const signature = async () => (await openBundle(folder)).package.signature;
    const first = await signature();
    chmodSync(join(folder, "b-1.txt"), 0o755);
    const second = await signature();
    writeFileSync(join(folder, "b-1.txt"), "eins");
    expect(new Set([first, second, await signature()]).size).toBe(3);
  });

  it("leaves out symbolic links, as prism does", async () => {
    const folder = folderWith(files);
    symlinkSync(join(folder, "b-1.txt"), join(folder, "link.txt"));
    expect(await namesIn((await openBundle(folder)).package.bytes)).not.toContain("link.txt");
  });

  it("is the zip itself where the bundle is one", async () => {
    const bytes = await zipped(files);
    const bundle = await openBundle(join(folderWith({ "acme.zip": bytes }), "acme.zip"));
    expect(bundle.package.bytes.equals(bytes)).toBe(true);
    expect((await inspectBundle(bundle)).declared.key).toBe("acme");
  });
});

describe("A bundle is refused before anything is sent", () => {
  it("where it is not there, or is no built component", async () => {
    expect(await refusal("no/such/folder")).toContain("does not exist in");
    const source = folderWith({ "package.json": "{}", "dist/index.js": component({}) });
    expect(await refusal(source)).toContain(`Did you mean "${join(source, "dist")}"?`);
    expect(await refusal(folderWith({ "main.js": "" }))).toContain("holds no index.js");
    const linked = folderWith({ "real.js": component({}) });
    symlinkSync(join(linked, "real.js"), join(linked, "index.js"));
    expect(await refusal(linked)).toContain("holds no index.js");
  });

  it("where a zip is damaged or holds the folder instead of its content", async () => {
    const damaged = folderWith({ "acme.zip": "no zip" });
    expect(await refusal(join(damaged, "acme.zip"))).toContain("cannot be unpacked");
    const nested = folderWith({ "acme.zip": await zipped({ "dist/index.js": component({}) }) });
    expect(await refusal(join(nested, "acme.zip"))).toContain("no index.js at its root");
  });

  it("where a zip reaches outside of its folder", async () => {
    const harmless = await zipped({ "xx/evil.js": "", "index.js": component({}) });
    const climbing = Buffer.from(
      harmless.toString("latin1").replaceAll("xx/evil.js", "../evil.js"),
      "latin1",
    );
    const folder = folderWith({ "acme.zip": climbing });
    expect(await refusal(join(folder, "acme.zip"))).toContain("cannot be unpacked: invalid relative path");
  });

  it("where a file of a zip can have no such name and holds more than it claims", async () => {
    const named = await zipped({ "xx/evil.js": "x".repeat(5000), "index.js": component({}) });
    const bytes = Buffer.from(named.toString("latin1").replaceAll("xx/evil.js", "xx\u0000evil.js"), "latin1");
    // The first entry of the directory has the uncompressed size at its byte 24.
    bytes.writeUInt32LE(1, bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + 24);
    const folder = folderWith({ "acme.zip": bytes });
    expect(await refusal(join(folder, "acme.zip"))).toContain("cannot be unpacked");
    // An error that nothing waits for would fail the test here.
    await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it.each<[string, string, string]>([
    ["it fails to load", `throw new Error("no such module")`, "cannot be loaded: no such module"],
    ["it exports nothing", "", "exports no component as its default"],
    ["it exports something else", "exports.default = 7", "must be a object"],
    ["it has no description", component({ display: { label: "Acme" } }), "display.description is required"],
    [
      "its label is empty",
      component({ display: { label: "", description: "x" } }),
      "display.label must not be empty",
    ],
    [
      "it is a code-native integration",
      component({ codeNativeIntegrationYAML: "name: x" }),
      "new CodeNativeIntegration(",
    ],
    ["it ends the process", "process.exit(3)", "ended its process (3) before it declared a component"],
    [
      "it breaks the process",
      `process.nextTick(() => { throw 1 }); process.send = null; process.abort()`,
      "ended its process",
    ],
    ["it throws nothing at all", "throw null", "cannot be loaded: null"],
    [
      "it throws what no text can be made of",
      "throw Object.assign(new Error(), { message: { toString: null, valueOf: null } })",
      "throws something that is no error",
    ],
    ...["null", "5", "[]", '{"problem":{}}', '{"denied":{}}', '{"component":"{"}'].map(
      (message): [string, string, string] => [
        `it tells its loader ${message}`,
        `require("node:fs").writeSync(3, ${JSON.stringify(`${message}\n`)})`,
        "its code disturbs the process that loads it",
      ],
    ),
  ])("where %s", async (_what, source, expected) => {
    expect(await refusal(folderWith({ "index.js": source }))).toContain(expected);
  });

  it("where icons are missing, of another kind or elsewhere, with all of them in one go", async () => {
    const connections = [
      { key: "oauth2", label: "OAuth 2.0", iconPath: "oauth.png", avatarIconPath: "../avatar.png" },
      { key: "apiKey", label: "API key", avatarIconPath: "avatar.png" },
    ];
    const display = { label: "Acme", description: "Ours", iconPath: "icon.svg" };
    const folder = folderWith({ "index.js": component({ display, connections }), "avatar.png": PNG });
    const lines = (await refusal(folder)).split("\n");
    expect(lines).toEqual([
      expect.stringContaining(`the icon must be a .png file, not "icon.svg"`),
      expect.stringContaining(
        `the icon of connection type "oauth2" is missing: there is no file "oauth.png"`,
      ),
      expect.stringContaining(`the avatar icon of connection type "oauth2" must be in the bundle`),
    ]);
  });

  it("where it does not finish loading", async () => {
    const folder = folderWith({ "index.js": "for (;;);" });
    await expect(loadBundle(join(folder, "index.js"), { longestSeconds: 0.5 })).rejects.toThrow(
      "within 0.5 seconds",
    );
  });
});

describe("A component's code", () => {
  it("is judged as Prismatic runs it: what lies above its folder does not count", async () => {
    const program = folderWith({
      "package.json": JSON.stringify({ type: "module" }),
      "node_modules/beside/index.js": "",
      "plain/index.js": component({}),
      "leaning/index.js": `require("beside"); ${component({})}`,
    });
    expect((await inspect(join(program, "plain"))).declared.key).toBe("acme");
    expect(await refusal(join(program, "leaning"))).toContain("Cannot find module 'beside'");
  });

  it("sees no token in its environment and cannot reach the provider's output", async () => {
    process.env["PRISM_REFRESH_TOKEN"] = "canary";
    onTestFinished(() => void delete process.env["PRISM_REFRESH_TOKEN"]);
    const source = `console.log("loud"); ${component({ display: { label: "Acme", description: "x" } })}
      exports.default.documentationUrl = Object.keys(process.env).sort().join();`;
    const { declared } = await inspect(folderWith({ "index.js": source }));
    expect(declared["documentationUrl"]).toBe(
      ["PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR"]
        .filter((name) => process.env[name] !== undefined)
        .join(),
    );
  });

  it("is ended as soon as it has declared the component, whatever it still does", async () => {
    const folder = folderWith({ "index.js": `setInterval(() => {}, 1000); ${component({})}` });
    expect((await inspect(folder)).declared.key).toBe("acme");
  });
});
