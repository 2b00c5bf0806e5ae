import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

interface Record {
  pid: number;
  adminToken: string;
  stacks: { name: string; url: string; tenants: { refreshToken: string }[] }[];
}

let folder = "";
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "demo-test-")), ".demo");
});
afterEach(async () => {
  await demo("await stopEmulator();");
  rmSync(join(folder, ".."), { recursive: true, force: true });
});

const at = (name: string) => join(folder, name);
const modeOf = (name: string) => (statSync(at(name)).mode & 0o777).toString(8);
const record = () => JSON.parse(readFileSync(at("emulator.json"), "utf8")) as Record;

/** Runs code with the demo's functions in a process of its own, and answers what it returns. */
async function demo(code: string): Promise<unknown> {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const program = `
    process.umask(0);
    const { ensureEmulator, stopEmulator } = await import(${module("./emulator.mjs")});
    const { requestJson } = await import(${module("./http.mjs")});
    const answer = await (async () => { ${code} })();
    console.log("\\n" + JSON.stringify(answer ?? null));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, PRISMATIC_DEMO_FOLDER: folder },
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

const START = "return (await ensureEmulator(process.execPath)).started;";

describe("The demo's emulator", () => {
  it("keeps its tokens in files that their owner alone can read, whatever the mask and whatever was there", async () => {
    mkdirSync(folder, { mode: 0o755 });
    writeFileSync(at("theirs.txt"), "theirs", { mode: 0o644 });
    symlinkSync(at("theirs.txt"), at("emulator.log"));
    writeFileSync(at("emulator.json"), JSON.stringify({ pid: 0, port: 0, stacks: [] }), { mode: 0o644 });
    expect(await demo(START)).toBe(true);
    const { adminToken, stacks } = record();
    expect(adminToken.length).toBeGreaterThan(16);
    expect(stacks.map(({ name }) => name)).toEqual(["us", "eu"]);
    const log = readFileSync(at("emulator.log"), "utf8");
    expect(log).toContain(adminToken);
    expect(log).toContain(stacks[0]?.tenants[0]?.refreshToken);
    expect([".", "emulator", "emulator.json", "emulator.log"].map(modeOf)).toEqual([
      "700",
      "700",
      "600",
      "600",
    ]);
    expect(readFileSync(at("theirs.txt"), "utf8")).toBe("theirs");
  });

  it("is found running, answers to its own token alone, and is stopped once", async () => {
    expect(await demo(START)).toBe(true);
    expect(await demo(START)).toBe(false);
    const { pid, adminToken, stacks } = record();
    const ask = (token: string) =>
      demo(`
        const url = ${JSON.stringify(`${stacks[0]?.url}/__emulator/requests`)};
        return requestJson(url, { token: ${JSON.stringify(token)} }).then(() => "answered", ({ message }) => message);`);
    expect(await ask(adminToken)).toBe("answered");
    expect(await ask("another")).toMatch(/ answered 40[13]$/);
    expect(await demo("return [await stopEmulator(), await stopEmulator()];")).toEqual([true, false]);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("does not end another process that has its number by now", async () => {
    mkdirSync(folder);
    const other = spawn(process.execPath, ["-e", "setInterval(() => undefined, 60_000)"], {
      stdio: "ignore",
    });
    try {
      writeFileSync(at("emulator.json"), JSON.stringify({ pid: other.pid, port: 0, stacks: [] }));
      expect(await demo("return stopEmulator();")).toBe(false);
      expect([other.exitCode, other.signalCode]).toEqual([null, null]);
    } finally {
      other.kill("SIGKILL");
    }
  });
});
