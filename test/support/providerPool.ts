import type { Socket } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../tools/setup/paths.mjs";
import { ProviderProcess, type ProviderRun } from "./providerProcess.ts";

/** Runs that one process serves: some of what each has opened stays open, such as connections to its tenant. */
const MOST_RUNS = 200;

/** Processes that wait for their next run; a test rarely has more runs at the same time. */
const IDLE = 2;

const preload = pathToFileURL(join(root, "test", "support", "renewed.mjs")).href;

interface Renewed {
  process: ProviderProcess;
  /** A process serves only runs of the environment that it was started with. */
  environment: string;
  runs: number;
}

interface Pool {
  idle: Renewed[];
  /** Runs so far; each has a number. */
  begun: number;
  /** The most processes that wait. */
  mostIdle: number;
}

const POOL = Symbol.for("processes of the provider");

/** The processes of this worker, for all files that it runs: each file loads this module anew. */
const pool = ((globalThis as { [POOL]?: Pool })[POOL] ??= { idle: [], begun: 0, mostIdle: IDLE });

/** Lets so many processes wait for their next run, where a test has that many runs at the same time. */
export function keepIdle(count: number): void {
  pool.mostIdle = count;
}

/**
 * Begins a run in a process that has none. It is as fresh as in a new process, for a twentieth of its start: the provider's
 * bundle is evaluated anew, so that its session, the secrets that it knows and all else that it remembers begin empty.
 */
export async function beginPooledRun(env: NodeJS.ProcessEnv): Promise<ProviderRun> {
  // Vitest numbers the files.
  const lasting = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("VITEST")));
  const environment = JSON.stringify(lasting);
  const renewed = takeIdle(environment) ?? start(lasting, environment);
  const { process } = renewed;
  await process.ready();
  renewed.runs++;
  const run = `<run ${++pool.begun}>`;
  const loaded = messageOf(process);
  process.child.send({ begin: run });
  const { error } = await loaded;
  if (error !== undefined) throw new Error(`The provider cannot be loaded: ${error}`);
  process.output = { stdout: "", stderr: "" };
  let ended: Promise<void> | undefined;
  return {
    process,
    loaderFor: (constant) =>
      constant.replace('require("pulumi-prismatic/dynamic")', `globalThis[${JSON.stringify(run)}]`),
    end: () => (ended ??= end(renewed, run)),
  };
}

/** The process that was used last, if any is idle. */
function takeIdle(environment: string): Renewed | undefined {
  const at = pool.idle.findLastIndex(
    ({ process, ...other }) => other.environment === environment && !process.hasEnded,
  );
  return at < 0 ? undefined : pool.idle.splice(at, 1)[0];
}

function start(env: NodeJS.ProcessEnv, environment: string): Renewed {
  const process = new ProviderProcess({ cwd: root, env, preload });
  // It ends with the test's process, which need not wait for it.
  process.child.unref();
  process.child.channel?.unref();
  for (const stream of process.child.stdio) (stream as Socket | null)?.unref();
  return { process, environment, runs: 0 };
}

/** Ends the run; the process waits for the next one where nothing of this one goes on in it. */
async function end(renewed: Renewed, run: string): Promise<void> {
  const { process } = renewed;
  if (process.pending > 0 || process.hasEnded || renewed.runs === MOST_RUNS) return process.end();
  process.child.send({ end: run });
  // The mark is the last that the run prints.
  await Promise.all([removedMark(process, "stdout", run), removedMark(process, "stderr", run)]);
  process.output = { stdout: "", stderr: "" };
  if (process.hasEnded) return;
  pool.idle.push(renewed);
  // The one that has waited longest may be of another environment, which no run asks for any more.
  if (pool.idle.length > pool.mostIdle) await pool.idle.shift()?.process.end();
}

function messageOf(process: ProviderProcess): Promise<{ error?: string }> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`The provider's process ended: ${process.output.stderr}`));
    process.child.once("exit", ended);
    process.child.once("message", (message) => {
      process.child.off("exit", ended);
      resolve(message as { error?: string });
    });
  });
}

/** Waits until the mark has come, and takes it away again. */
async function removedMark(process: ProviderProcess, name: "stdout" | "stderr", mark: string): Promise<void> {
  const { child, output } = process;
  const stream = child[name];
  const hasCome = () => output[name].endsWith(mark);
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!hasCome() && stream?.readableEnded === false) return;
      stream?.off("data", look).off("end", look);
      resolve();
    };
    stream?.on("data", look).on("end", look);
    look();
  });
  if (hasCome()) output[name] = output[name].slice(0, -mark.length);
}
