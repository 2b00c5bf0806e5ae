import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { runChild } from "./child.ts";
import { familyOf } from "./processes.ts";

const never = new AbortController().signal;

interface RunOptions {
  timeout?: number;
  grace?: number;
  signal?: AbortSignal;
  /** File that the script writes. */
  ready?: string;
}

const run = (script: string, { ready, ...options }: RunOptions = {}) =>
  runChild(process.execPath, ["--eval", script], {
    cwd: "/",
    env: { PATH: process.env["PATH"], READY: ready },
    timeout: 60,
    signal: never,
    ...options,
  });

/** Tells that the script has come so far. */
const READY = `require("node:fs").writeFileSync(process.env.READY, "yes");`;

/** Runs a script and interrupts it once it is ready. */
async function interrupted(script: string, grace: number) {
  const folder = await mkdtemp(join(tmpdir(), "child-"));
  const ready = join(folder, "ready");
  const controller = new AbortController();
  const ended = run(script, { grace, signal: controller.signal, ready });
  await expect.poll(() => existsSync(ready)).toBe(true);
  controller.abort();
  return ended.finally(() => rm(folder, { recursive: true }));
}

/** A program and a plugin of it that both ignore every polite signal; the id of the plugin is printed. */
const STUBBORN_PLUGIN = `
  process.on("SIGINT", () => {});
  const { spawn } = require("node:child_process");
  const plugin = spawn(process.execPath, ["--eval", "process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: "inherit" });
  console.log(plugin.pid);
  setInterval(() => {}, 1000);
  ${READY}
`;

async function isGone(id: number): Promise<boolean> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (familyOf(id).length === 0) return true;
    await sleep(100);
  }
  return false;
}

describe("A child", () => {
  it("has no terminal and no input, and its output is kept", async () => {
    const script = `
      process.stdin.on("end", () => { console.log(process.stdin.isTTY, process.ppid); console.error("told"); process.exitCode = 7; }).resume();
    `;
    expect(await run(script)).toEqual({
      code: 7,
      pid: expect.any(Number) as number,
      endedBy: "itself",
      isForced: false,
      stdout: `undefined ${process.pid}\n`,
      stderr: "told\n",
    });
  });

  it("is interrupted once, and may end by itself", async () => {
    const script = `
      let times = 0;
      process.on("SIGINT", () => { times += 1; setTimeout(() => { console.log("interrupts", times); process.exit(0); }, 100); });
      setInterval(() => {}, 1000);
      ${READY}
    `;
    const { endedBy, stdout } = await interrupted(script, 60);
    expect([endedBy, stdout]).toEqual(["interrupt", "interrupts 1\n"]);
  });

  it("is interrupted when its time is over", async () => {
    const { endedBy } = await run("setInterval(() => {}, 1000)", { timeout: 0.3, grace: 60 });
    expect(endedBy).toBe("timeout");
  });

  it("that does not end is ended by force with everything that it started", async () => {
    const { endedBy, isForced, code, stdout } = await interrupted(STUBBORN_PLUGIN, 0.2);
    expect([endedBy, isForced, code]).toEqual(["interrupt", true, null]);
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(await isGone(Number(stdout))).toBe(true);
  });

  it("that ends at the interrupt leaves nothing of what it started", async () => {
    const polite = STUBBORN_PLUGIN.replace('process.on("SIGINT", () => {});', "");
    const { endedBy, isForced, stdout } = await interrupted(polite, 60);
    expect([endedBy, isForced]).toEqual(["interrupt", false]);
    expect(await isGone(Number(stdout))).toBe(true);
  });

  it("leads a session of its own, so that the interrupt of a terminal does not reach it", async () => {
    const script =
      "const fields = require('node:fs').readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' '); console.log(fields[2] == process.pid, fields[3] == process.pid)";
    if (process.platform !== "linux") return;
    expect((await run(script)).stdout).toBe("true true\n");
  });

  it("that is not started at all is an error", async () => {
    const options = { cwd: "/", env: {}, timeout: 1, signal: never };
    await expect(runChild("/no/such/program", [], options)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is not started for long where the command was interrupted before", async () => {
    const { endedBy } = await run("setInterval(() => {}, 1000)", { signal: AbortSignal.abort(), grace: 5 });
    expect(endedBy).toBe("interrupt");
  });
});
