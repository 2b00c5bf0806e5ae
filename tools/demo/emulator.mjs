import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../setup/errors.mjs";
import { readJson } from "../setup/json.mjs";
import { isAlive } from "../setup/lock.mjs";
import { root } from "../setup/paths.mjs";
import { elapsed, say } from "../setup/progress.mjs";
import { run, tail } from "../setup/run.mjs";
import { requestJson } from "./http.mjs";
import { freePorts, preferredPort } from "./ports.mjs";
import { demoFolder, emulatorData, stackNames } from "./settings.mjs";

/** @typedef {{ id: string, name: string, refreshToken: string }} DemoTenant */
/** @typedef {{ name: string, url: string, tenants: DemoTenant[] }} DemoStack */
/** @typedef {{ pid: number, port: number, stacks: DemoStack[], adminToken: string }} Emulator */

const program = join(root, "emulator", "dist", "main.js");
const logFile = join(demoFolder, "emulator.log");
const recordFile = join(demoFolder, "emulator.json");
const startLimit = 30_000;

/**
 * The demo's emulator: the one that runs already, or a new one in the background.
 * @param {string} node
 * @returns {Promise<{ emulator: Emulator, started: boolean }>}
 */
export async function ensureEmulator(node) {
  const record = readRecord();
  if (record && (await answers(record))) {
    say(`- The emulator is running already (process ${record.pid})`);
    return { emulator: record, started: false };
  }
  if (record) await stopEmulator();
  mkdirSync(emulatorData, { recursive: true, mode: 0o700 });
  chmodSync(demoFolder, 0o700);
  const start = Date.now();
  const port = await freePorts(record?.port ?? preferredPort, stackNames.length);
  // Anew, so that neither the permissions of an earlier one nor a link in its place matters.
  rmSync(logFile, { force: true });
  const log = openSync(logFile, "wx", 0o600);
  const child = spawn(node, [program, "--port", String(port), "--data", emulatorData], {
    cwd: root,
    // A group of its own: it outlives a terminal, and Ctrl-C stops Pulumi first.
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.unref();
  const emulator = { pid: child.pid ?? 0, port, stacks: /** @type {DemoStack[]} */ ([]), adminToken: "" };
  writeRecord(emulator);
  Object.assign(emulator, await readyLine(child));
  writeRecord(emulator);
  say(`- The emulator is up after ${elapsed(start)} (log: .demo/emulator.log)`);
  return { emulator, started: true };
}

/** Stops the demo's emulator; false where none was running. */
export async function stopEmulator() {
  const record = readRecord();
  if (!record || !isAlive(record.pid) || !(await isEmulator(record.pid))) return false;
  process.kill(record.pid, "SIGTERM");
  for (let waited = 0; waited < 5000 && isAlive(record.pid); waited += 50) await sleep(50);
  if (isAlive(record.pid)) process.kill(record.pid, "SIGKILL");
  return true;
}

/** @returns {Promise<Pick<Emulator, "stacks" | "adminToken">>} */
async function readyLine(/** @type {import("node:child_process").ChildProcess} */ child) {
  for (let waited = 0; waited < startLimit; waited += 50) {
    const text = readFileSync(logFile, "utf8");
    const line = text.split("\n").find((candidate) => /^\{"stacks":.*\}$/.test(candidate));
    if (line) {
      /** @type {unknown} */
      const ready = JSON.parse(line);
      return /** @type {Pick<Emulator, "stacks" | "adminToken">} */ (ready);
    }
    if (child.exitCode !== null) {
      throw new SetupError(`The emulator ended with exit code ${child.exitCode}:\n${tail(text)}`);
    }
    await sleep(50);
  }
  await stopEmulator();
  throw new SetupError(
    `The emulator was not ready within ${startLimit / 1000} s:\n${tail(readFileSync(logFile, "utf8"))}`,
  );
}

/** Tells whether this process is still the emulator, as numbers of processes are given again. */
async function isEmulator(/** @type {number} */ pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(program);
  } catch {
    return (await run("ps", ["-o", "command=", "-p", String(pid)])).stdout.includes(program);
  }
}

async function answers(/** @type {Emulator} */ { pid, stacks, adminToken }) {
  const [stack] = stacks;
  if (!stack || !isAlive(pid)) return false;
  return requestJson(`${stack.url}/__emulator/requests`, { token: adminToken }).then(
    () => true,
    () => false,
  );
}

function readRecord() {
  return /** @type {Emulator | undefined} */ (readJson(recordFile));
}

function writeRecord(/** @type {Emulator} */ emulator) {
  const temporary = `${recordFile}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, JSON.stringify(emulator, null, 2) + "\n", { flag: "wx", mode: 0o600 });
  renameSync(temporary, recordFile);
}
