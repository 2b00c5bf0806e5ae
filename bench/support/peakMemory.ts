import { readFileSync } from "node:fs";
import { clearInterval, setInterval } from "node:timers";
import { megabytesOf } from "./memory.ts";
import { processes } from "./processorTime.mjs";

/** The most memory that a descendant of a process takes, of those whose command line holds a word; Linux alone tells it. */
export class PeakMemory {
  readonly #root: number;
  readonly #word: string;
  readonly #timer: ReturnType<typeof setInterval>;
  #peak = 0;

  constructor(root: number, word: string) {
    this.#root = root;
    this.#word = word;
    this.#timer = setInterval(() => this.#look(), 100);
  }

  /** Ends the measurement. @returns megabytes; 0 where no such process was seen */
  end(): number {
    clearInterval(this.#timer);
    return this.#peak;
  }

  #look(): void {
    const family = new Set([this.#root]);
    for (const { id, parent } of processes()) {
      if (!family.has(parent)) continue;
      family.add(id);
      if (commandOf(id).includes(this.#word)) {
        this.#peak = Math.max(this.#peak, megabytesOf(id, "VmHWM"));
      }
    }
  }
}

/** Empty for a process that has just ended. */
function commandOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
