import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { startOf } from "../lock/owner.ts";
import { saidByPulumi } from "../shownText.ts";
import { runChild, type ChildOutcome } from "../pulumi/child.ts";
import type { PulumiProcess } from "../pulumi/command.ts";
import { clearAttributes, isBeingWritten } from "../pulumi/stateAttributes.ts";
import type { Failure } from "../report/schema.ts";

/** Seconds for which a living holder of Pulumi's lock is waited for. */
const PATIENCE = 60;

/** Seconds after which a provider has noticed that its engine is gone. */
const PROVIDER_ENDS = 2;

/** Milliseconds by which the clock may have been set since a lock was taken. */
const CLOCKS_DIFFER = 60_000;

/** Seconds that one command of the recovery may take. */
const TIMEOUT = 300;

/** A process that Pulumi's own lock names. */
export interface Holder {
  host: string;
  pid: number;
  /** Time at which it took the lock, in milliseconds. */
  since: number;
}

/** Processes that hold the lock of a stack, from what a refused command says; none where it was no refusal. */
export function holdersIn(stderr: string): Holder[] {
  if (!stderr.includes("the stack is currently locked by")) return [];
  const found = stderr.matchAll(/: created by \S*?@(\S+) \(pid (\d+)\) at (\S+)/g);
  return [...found].map(([, host = "", pid, at = ""]) => ({ host, pid: Number(pid), since: Date.parse(at) }));
}

/** Knowledge of this run about processes that may have left a lock. */
export interface Dead {
  /** Children of this run that were ended by force. */
  children: ReadonlySet<number>;
  /** True where the rollout that had the stack before is proven to have died on this boot of this machine. */
  isFormerOwner: boolean;
}

/**
 * True where the holder is gone for certain. The id of a process counts for this machine alone, and in a container only
 * where the former rollout ran in the same one.
 */
export function isHolderDead({ host, pid, since }: Holder, { children, isFormerOwner }: Dead): boolean {
  if (host !== hostname()) return false;
  if (children.has(pid)) return true;
  if (!isFormerOwner && !isWholeMachine()) return false;
  const start = startOf(pid);
  if (start === undefined) return true;
  // Another process that got the same id later.
  const began = timeOf(start);
  return began !== undefined && Number.isFinite(since) && began > since + CLOCKS_DIFFER;
}

/** False within a container, or where it is not known. */
function isWholeMachine(): boolean {
  try {
    return readlinkSync("/proc/self/ns/pid") === "pid:[4026531836]";
  } catch {
    return process.platform === "darwin";
  }
}

/** Time of a process's start in milliseconds, from its hundredths of a second since the boot; undefined where not known. */
function timeOf(start: string): number | undefined {
  try {
    const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
    return boot === undefined ? undefined : Number(boot) * 1000 + Number(start) * 10;
  } catch {
    return undefined;
  }
}

/** A stack that an update may have left half done. */
export interface Interrupted {
  stack: string;
  project: string;
  pulumi: PulumiProcess;
  env: NodeJS.ProcessEnv;
  dead: Dead;
  tell: (text: string) => void;
}

/**
 * Removes what a broken-off update left in the state of a stack: Pulumi's lock of a process that is proven dead, and
 * creations that did not come to their end. The next update asks for those again, and the provider takes over what is
 * there. The tenant is not asked.
 *
 * @returns the failure, where the stack cannot be worked on
 */
export async function recover(interrupted: Interrupted): Promise<Failure | undefined> {
  const { stack, dead, tell } = interrupted;
  for (const began = Date.now(); ;) {
    const { code, stderr } = await clearPending(interrupted);
    if (code === 0 || isNeverUpdated(stderr)) return undefined;
    const holders = holdersIn(stderr);
    const mayWait = Date.now() - began <= PATIENCE * 1000 && !interrupted.pulumi.signal.aborted;
    if (holders.length === 0 && mayWait && isBeingWritten(stderr)) {
      if ((await clearAttributes(interrupted.pulumi)).length > 0) {
        tell("A process died as it wrote the attributes beside the state; they are removed.");
      } else {
        tell("The state is being written; it is read again.");
        await pause(interrupted);
      }
      continue;
    }
    if (holders.length === 0) {
      return {
        message: `What an interrupted update left could not be cleared: ${saidByPulumi(stderr)}`,
        nextStep: `Type, to see it: pulumi refresh --stack ${stack} --clear-pending-creates`,
      };
    }
    if (holders.every((holder) => isHolderDead(holder, dead))) {
      tell("Pulumi's lock of a dead process is removed.");
      await pulumiCommand(interrupted, ["cancel", "--yes", "--stack", stack]);
      await sleep(PROVIDER_ENDS * 1000);
      continue;
    }
    if (!mayWait) return lockedByPulumi(stack, holders);
    tell("Another process updates the stack; it is waited for.");
    await pause(interrupted);
  }
}

/**
 * True where no update can have left anything in the state: it holds nothing yet, or not even the stack's own resource,
 * which is there before all others.
 */
export function isNeverUpdated(stderr: string): boolean {
  return (
    stderr.includes("targets specified, but snapshot was nil") ||
    /^error: no resource named '[^']*::pulumi:pulumi:Stack::[^']*' found$/m.test(stderr)
  );
}

async function pause({ pulumi }: Interrupted): Promise<void> {
  await sleep(2000, undefined, { signal: pulumi.signal }).catch(() => undefined);
}

/** Explains that Pulumi's own lock is held by a process that may live. */
export function lockedByPulumi(stack: string, [holder]: readonly Holder[]): Failure {
  const who = holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}`;
  return {
    message: `Pulumi's own lock of the stack is held by ${who}, which may be alive. Nothing was changed.`,
    nextStep: `Wait until it is over. Only if it is certainly dead: pulumi cancel --stack ${stack}, then --resume.`,
  };
}

/** Only the stack itself is refreshed, which nothing outside of the state knows. */
function clearPending(interrupted: Interrupted): Promise<ChildOutcome> {
  const { stack, project } = interrupted;
  const name = stack.split("/").at(-1) ?? stack;
  return pulumiCommand(interrupted, [
    ...["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", stack],
    ...["--target", `urn:pulumi:${name}::${project}::pulumi:pulumi:Stack::${project}-${name}`],
    ...["--suppress-outputs", "--suppress-progress"],
  ]);
}

/** Runs even where the rollout was interrupted: it makes the stack usable again. */
function pulumiCommand({ pulumi, env }: Interrupted, args: readonly string[]): Promise<ChildOutcome> {
  const { signal } = new AbortController();
  const all = [...args, "--non-interactive", "--color", "never"];
  return runChild(pulumi.command, all, { cwd: pulumi.cwd, env, signal, timeout: TIMEOUT });
}
