import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";

/** A process that holds a lock, described so that its death can be proven. */
export const ownerSchema = z.object({
  run: z.string(),
  host: z.string(),
  /** Boot of the machine and namespace of its process ids; empty where the system does not tell them. */
  boot: z.string(),
  pid: z.number().int(),
  /** Time at which the process started, as the system writes it; ids of processes are used again. */
  started: z.string(),
  takenAt: z.string(),
});
export type Owner = z.output<typeof ownerSchema>;

/** Describes this process as the owner of a lock. */
export function thisOwner(run: string): Owner {
  return {
    ...{ run, host: hostname(), boot: bootOf(), pid: process.pid },
    started: startOf(process.pid) ?? "",
    takenAt: new Date().toISOString(),
  };
}

/**
 * True where the owner is gone for certain: it ran on this boot of this machine, and no process has its id and start.
 * False for anything that cannot be known from here.
 */
export function isProvenDead(owner: Owner, here: Pick<Owner, "host" | "boot"> = thisOwner("")): boolean {
  if (owner.boot === "" || owner.started === "") return false;
  if (owner.host !== here.host || owner.boot !== here.boot) return false;
  return startOf(owner.pid) !== owner.started;
}

/** Names the owner in a message. */
export function described({ run, host, pid, takenAt }: Owner): string {
  return `run ${run} (process ${pid} on ${host}, since ${takenAt})`;
}

/** Start of a process, as the system writes it; undefined where no such process runs. */
export function startOf(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      // The name of the command, in brackets, may hold anything.
      const [state, ...fields] =
        readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      return state === "Z" || state === "X" ? undefined : fields[18];
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Two containers may share a host's name and its boot, so the namespace of process ids is a part. */
function bootOf(): string {
  try {
    if (process.platform === "linux") {
      const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
      return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
    }
    if (process.platform === "darwin") {
      return execFileSync("sysctl", ["-n", "kern.boottime"], { encoding: "utf8" }).trim();
    }
  } catch {
    // Nothing can be proven then.
  }
  return "";
}
