import { readFileSync } from "node:fs";

/** Megabytes of a process that Linux tells under a name: `VmRSS` those of now, `VmHWM` the most; 0 once it has ended. */
export function megabytesOf(id: number, name: "VmRSS" | "VmHWM"): number {
  try {
    const [, kilobytes] =
      new RegExp(`${name}:\\s*(\\d+)`).exec(readFileSync(`/proc/${id}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
