import { spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { loadBundle } from "../../provider/src/resources/component/loadBundle.ts";
import { componentSource, createBundle } from "../support/componentBundle.ts";
import { startProvider, type Provider } from "../support/provider.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const CANARY = "canary-0815";

/** The end of a message about what a bundle may not do. */
const ADVICE =
  "as soon as it is loaded. Here it may only read the files of the bundle, because it runs beside your credentials. Put " +
  "what it reads into the built folder, and move everything else into the functions of actions and triggers, which " +
  "Prismatic runs.";

let tenant: TestTenant;
let provider: Provider;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "abuse-"));
  writeFileSync(join(folder, "secret.txt"), CANARY);
  tenant = await startTenant();
  provider = await startProvider(tenant, {}, { SOME_TOKEN: CANARY });
});

afterAll(async () => {
  await provider?.[Symbol.asyncDispose]();
  await tenant?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Reasons why a component whose code begins with `code` is refused at preview, and what it declares otherwise. */
async function judged(
  code: string,
  files: Record<string, string> = {},
  door: "component" | "codeNative" = "component",
) {
  await using bundle = await createBundle();
  await bundle.write("index.js", `${componentSource()}\n${code}`);
  for (const [path, content] of Object.entries(files)) await bundle.write(path, content);
  const { inputs, failures } = await provider[door].check({}, { bundle: bundle.folder });
  return { inputs, reasons: failures.map(({ reason }) => reason.replaceAll(bundle.folder, "<bundle>")) };
}

describe("A bundle's code is refused at preview, and nothing is sent, where it", () => {
  it.each<[string, () => string, () => string]>([
    [
      "reads another file",
      () => `require("fs").readFileSync(${JSON.stringify(join(folder, "secret.txt"))})`,
      () => `read ${folder}/secret.txt`,
    ],
    ["lists a folder", () => `require("fs").readdirSync("/")`, () => "read /"],
    [
      "reads the environment of its parent",
      () => `require("fs").readFileSync("/proc/" + process.ppid + "/environ")`,
      () => "read /proc/",
    ],
    [
      "reads its own environment",
      () => `require("fs").readFileSync("/proc/self/environ")`,
      () => "read /proc/self/environ",
    ],
    [
      "writes a file",
      () => `require("fs").writeFileSync(${JSON.stringify(join(folder, "new.txt"))}, "")`,
      () => `write ${folder}/new.txt`,
    ],
    ["runs a program", () => `require("child_process").execFileSync("id")`, () => "start the program id"],
    [
      "runs a program past the public function",
      () => `new (require("child_process").ChildProcess)().spawn({ file: "id", args: [], stdio: [] })`,
      () => "start the program id",
    ],
    [
      "runs a thread",
      () => `new (require("worker_threads").Worker)("", { eval: true })`,
      () => "start a worker thread",
    ],
    [
      "registers a loader, which is a thread",
      () => `require("module").register("data:text/javascript,")`,
      () => "start a worker thread",
    ],
    ["opens a debugger", () => `require("inspector").open(0)`, () => "open the debugger"],
    [
      "opens the debugger of another process",
      () => "process._debugProcess(process.ppid)",
      () => "send a signal to process ",
    ],
    [
      "ends another process",
      () => `process.kill(process.ppid, "SIGKILL")`,
      () => "send a signal to process ",
    ],
    ["uses WASI", () => `new (require("wasi").WASI)({ version: "preview1" })`, () => "use WASI"],
  ])("%s", async (_what, code, attempt) => {
    await tenant.clearRequests();
    const { reasons } = await judged(code());
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(`bundle: "<bundle>": cannot be loaded: its code tries to ${attempt()}`);
    expect(reasons[0]).toContain(ADVICE);
    expect(existsSync(join(folder, "new.txt"))).toBe(false);
    expect((await tenant.requests()).filter(({ kind }) => kind === "mutation")).toEqual([]);
  });

  it("opens files through SQLite's module, which the permission model does not know", async () => {
    const file = join(folder, "new.sqlite");
    const { reasons } = await judged(
      `new (require("node:sqlite").DatabaseSync)(${JSON.stringify(file)}).exec("CREATE TABLE t (x)")`,
    );
    expect(reasons[0]).toContain("cannot be loaded: No such built-in module: node:sqlite");
    expect(existsSync(file)).toBe(false);
  });

  it("declares more than any component does", async () => {
    const { reasons } = await judged(`definition.display.label = "x".repeat(40 * 1024 * 1024)`);
    expect(reasons).toEqual(['bundle: "<bundle>": declares more than 32 MB']);
  });

  it("takes all memory", async () => {
    const { reasons } = await judged("const all = []; for (;;) all.push(new Array(1e6).fill(all.length))");
    expect(reasons[0]).toContain('bundle: "<bundle>": ended its process (');
  });

  it("writes into the pipe by which it is asked", async () => {
    const { reasons } = await judged(String.raw`require("fs").writeSync(3, "{ \n")`);
    expect(reasons).toEqual([
      'bundle: "<bundle>": cannot be loaded: its code disturbs the process that loads it',
    ]);
  });

  it("is a code-native integration's", async () => {
    const { reasons } = await judged(`require("fs").readdirSync("/")`, {}, "codeNative");
    expect(reasons).toEqual([`bundle: "<bundle>": cannot be loaded: its code tries to read / ${ADVICE}`]);
  });
});

describe("A bundle's code", () => {
  it("reads what is beside it, and tries other things as long as it can do without them", async () => {
    const code = `
      definition.key = require("./own.json").key + require("fs").readFileSync(__dirname + "/own.txt", "utf8");
      try { require("fs").readFileSync("/etc/hostname"); } catch {}`;
    const { inputs, reasons } = await judged(code, { "own.json": '{ "key": "ours" }', "own.txt": "too" });
    expect(reasons).toEqual([]);
    expect(inputs["key"]).toBe("ourstoo");
  });

  it("sees no variable of the provider's environment", async () => {
    const { inputs } = await judged(`definition.key = "names" + Object.keys(process.env).sort().join("");`);
    expect(inputs["key"]).toMatch(/^namesPATH(SystemRoot)?(TEMP)?(TMP)?(TMPDIR)?$/);
  });

  it("has a gigabyte of memory", async () => {
    const { inputs } = await judged(
      `definition.key = "MB" + Math.round(require("v8").getHeapStatistics().heap_size_limit / 2 ** 20);`,
    );
    const megabytes = Number(String(inputs["key"]).replace("MB", ""));
    // What it may use, and what the engine needs besides, which differs by version.
    expect(megabytes).toBeGreaterThanOrEqual(1024);
    expect(megabytes).toBeLessThan(1280);
  });

  it("is loaded where the folder for temporary files is a link", async () => {
    const link = join(folder, "temporary");
    symlinkSync(tmpdir(), link);
    await using other = await startProvider(tenant, {}, { TMPDIR: link });
    await using bundle = await createBundle();
    expect((await other.component.check({}, { bundle: bundle.folder })).failures).toEqual([]);
  });
});

/** Processes whose command names `text`; Linux alone tells them in files. */
function processesOf(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => {
      try {
        return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, "utf8").includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

const PATIENCE = { timeout: 60_000, interval: 50 };

describe.skipIf(!existsSync("/proc/self/environ"))("The process that loads a bundle", () => {
  const endless = async () => {
    const bundle = await createBundle();
    onTestFinished(() => bundle[Symbol.asyncDispose]());
    await bundle.write("index.js", "for (;;);");
    return join(bundle.folder, "index.js");
  };

  it("has a parent without secrets, and both end with the time that they have", async () => {
    process.env["SOME_TOKEN"] = CANARY;
    onTestFinished(() => void delete process.env["SOME_TOKEN"]);
    const file = await endless();
    const loading = expect(loadBundle(file, { longestSeconds: 5 })).rejects.toThrow("within 5 seconds");
    await expect.poll(() => processesOf(file).length, PATIENCE).toBeGreaterThanOrEqual(2);
    for (const pid of processesOf(file)) {
      expect(readFileSync(`/proc/${pid}/environ`, "utf8")).not.toContain(CANARY);
    }
    await loading;
    await expect.poll(() => processesOf(file), PATIENCE).toEqual([]);
  });

  it("ends with the provider's process, even where that is killed", async () => {
    const file = await endless();
    const module = new URL("../../provider/src/resources/component/loadBundle.ts", import.meta.url).href;
    const code = `import(${JSON.stringify(module)}).then(({ loadBundle }) => loadBundle(process.env.BUNDLE))`;
    const parent = spawn(process.execPath, ["-e", code], { env: { BUNDLE: file }, stdio: "ignore" });
    await expect.poll(() => processesOf(file).length, PATIENCE).toBeGreaterThanOrEqual(2);
    parent.kill("SIGKILL");
    await expect.poll(() => processesOf(file), PATIENCE).toEqual([]);
  });
});
