import pLimit from "p-limit";
import { RolloutError } from "../errors.ts";
import { missingStack } from "../preview/failures.ts";
import type { ChosenStack } from "../project/choice.ts";
import type { OpenProject, ProjectOptions } from "../project/openProject.ts";
import type { Failure } from "../report/schema.ts";
import { shownMessage } from "../shownText.ts";

/** Arguments that all commands share which read many tenants. */
export interface FleetOptions extends ProjectOptions {
  /** Requests that each tenant may get at most. */
  requests: number;
  /** Seconds that one stack may take. */
  timeout: number;
  /** Called when a stack was read, with its result in a line. */
  progress: (line: string) => void;
}

/** One chosen stack: what was found, or why it could not be read. */
export type FleetReading<Found> = {
  stack: ChosenStack;
  /** Time at which reading began, in ISO 8601. */
  readAt: string;
  seconds: number;
} & ({ found: Found } | { failures: readonly Failure[] });

/** Found in a stack that could be read, or the reasons why it could not. */
export type Attempt<Found> = { found: Found } | { failures: readonly Failure[] };

/** Reads every chosen stack once, several at the same time. A stack that cannot be read is a failure of its own. */
export async function readFleet<Found>(
  { chosen, maxConcurrent }: Pick<OpenProject, "chosen" | "maxConcurrent">,
  { signal, progress }: Pick<FleetOptions, "signal" | "progress">,
  read: (stack: ChosenStack) => Promise<Attempt<Found>>,
): Promise<FleetReading<Found>[]> {
  const limit = pLimit(maxConcurrent);
  let ended = 0;
  return limit.map(chosen, async (stack) => {
    const began = Date.now();
    const attempt = signal.aborted ? interrupted() : await attempted(stack, read);
    const seconds = Math.round((Date.now() - began) / 100) / 10;
    ended += 1;
    const result = "found" in attempt ? "read" : "failed";
    progress(`[${ended}/${chosen.length}] ${stack.name}: ${result} (${seconds.toFixed(1)} s)\n`);
    return { stack, ...attempt, readAt: new Date(began).toISOString(), seconds };
  });
}

async function attempted<Found>(
  stack: ChosenStack,
  read: (stack: ChosenStack) => Promise<Attempt<Found>>,
): Promise<Attempt<Found>> {
  if (!stack.exists) return { failures: [missingStack(stack.name, stack.meant)] };
  try {
    return await read(stack);
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    return failed(error.message, error.nextStep);
  }
}

function interrupted(): { failures: Failure[] } {
  return failed("The command was interrupted before this stack was read.", "Run it again.");
}

/** A failure as the whole result of a stack. */
export function failed(
  message: string,
  nextStep: string,
  secrets: readonly string[] = [],
): { failures: Failure[] } {
  return { failures: [{ message: shownMessage(message, secrets), nextStep }] };
}
