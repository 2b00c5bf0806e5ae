/** Statuses of a stack's connections, by stable key; null where the tenant gives none. */
export type Statuses = ReadonlyMap<string, string | null>;

/** Connections of one stack that are not well. */
export interface Health {
  /** Connections that are worse than before. */
  worse: string[];
  /** Connections that wait until a person authorizes them. */
  waiting: string[];
}

const BROKEN: ReadonlySet<string | null | undefined> = new Set(["ERROR", "FAILED"]);

/**
 * Compares the statuses of connections with those before the run.
 *
 * @param before empty where nothing is known of the time before: then nothing broken is excused
 */
export function healthOf(before: Statuses, now: Statuses): Health {
  const names = [...now.keys()].toSorted();
  return {
    worse: names.filter((name) => BROKEN.has(now.get(name)) && !BROKEN.has(before.get(name))),
    waiting: names.filter((name) => now.get(name) === "PENDING"),
  };
}

/** Settings of a health gate, in seconds. */
export interface HealthGate {
  waitingForPerson: "hold" | "continue";
  settle: number;
  timeout: number;
}

/** Decision of a gate: go on, ask again, or end. */
export type GateDecision = "pass" | "again" | "worse" | "held";

/**
 * Decides what a gate does after one look at all its stacks.
 *
 * @param elapsed seconds since the gate was reached
 * @param wellFor seconds for which every look found all well; undefined where this one did not
 */
export function decideGate(
  { worse, waiting }: Health,
  gate: HealthGate,
  { elapsed, wellFor }: { elapsed: number; wellFor: number | undefined },
): GateDecision {
  const holds = waiting.length > 0 && gate.waitingForPerson === "hold";
  if (worse.length === 0 && !holds && wellFor !== undefined && wellFor >= gate.settle) return "pass";
  if (elapsed < gate.timeout) return "again";
  return worse.length > 0 ? "worse" : "held";
}
