import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

interface Process {
  id: number;
  parent: number;
  /** Leader of the session; left out where the system does not tell. */
  session?: number;
}

/**
 * Ends a child that leads a session, and everything that it started, by force. Pulumi puts each of its plugins into a
 * process group of its own, so that a signal to one group does not reach them.
 *
 * @param leader id of the child
 */
export function killFamily(leader: number): void {
  for (const id of familyOf(leader)) {
    try {
      process.kill(id, "SIGKILL");
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/** Ids of the child and of everything that it started, as far as it runs. */
export function familyOf(leader: number): number[] {
  const family = new Set([leader]);
  const all = runningProcesses();
  // Parents may have any place in the list.
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { id, parent, session } of all) {
      if (session === leader || family.has(parent)) family.add(id);
    }
  }
  return all.map(({ id }) => id).filter((id) => family.has(id));
}

function runningProcesses(): Process[] {
  return process.platform === "linux" ? fromProc() : fromPs();
}

/** Processes that have not ended: one that nobody waited for is still listed. */
function fromProc(): Process[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The name of the command, in brackets, may hold anything.
      const [state, parent, , session] =
        readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      return state === "Z" ? [] : [{ id: Number(name), parent: Number(parent), session: Number(session) }];
    } catch {
      return [];
    }
  });
}

function fromPs(): Process[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [id, parent] = line.trim().split(/\s+/).map(Number);
    return id && parent !== undefined ? [{ id, parent }] : [];
  });
}
