import { readdirSync, readFileSync } from "node:fs";
import { clearInterval, setInterval } from "node:timers";

/** Milliseconds of a tick of /proc, which is the same on all Linux that Node.js runs on. */
const TICK = 10;

/**
 * Measures the processor time that a process and everything started by it take. It steadies a measurement on a busy
 * machine, on which the time that passes says little. It looks every 50 ms, because the engine ends its children by
 * force, and Linux adds their time to no parent then.
 *
 * @param {number} root id of the process
 * @returns {() => number | undefined} ends the measurement: milliseconds, or undefined if there is no /proc
 */
export function measureProcessorTime(root) {
  /** @type {Map<number, number>} */
  const times = new Map();
  const family = new Set([root]);
  const look = () => {
    for (const { id, parent, time } of processes()) {
      if (family.has(parent)) family.add(id);
      if (family.has(id)) times.set(id, time);
    }
  };
  const timer = setInterval(look, 50);
  return () => {
    clearInterval(timer);
    return times.size === 0 ? undefined : [...times.values()].reduce((sum, time) => sum + time, 0);
  };
}

/** Parents come before their children. */
export function processes() {
  return numbersIn("/proc")
    .toSorted((one, other) => one - other)
    .flatMap((id) => {
      const [parent, user, system] = statOf(id);
      return parent === undefined ? [] : [{ id, parent, time: ((user ?? 0) + (system ?? 0)) * TICK }];
    });
}

/** Parent, and ticks in user and system mode; nothing of a process that has just ended. */
function statOf(/** @type {number} */ id) {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return [fields[1], fields[11], fields[12]].map(Number);
  } catch {
    return [];
  }
}

function numbersIn(/** @type {string} */ folder) {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}
