import type { ChosenStack } from "../project/choice.ts";
import type { StackReading } from "./reading.ts";

/** Shows how a preview goes on, on standard error. */
export interface Progress {
  starts(stack: string): void;
  ends(reading: StackReading): void;
  /** Called once, when all stacks ended. */
  close(): Promise<void>;
}

/** One line for each stack that ends. */
export function plainProgress(stacks: readonly ChosenStack[], write: (text: string) => void): Progress {
  let ended = 0;
  return {
    starts: () => undefined,
    ends(reading) {
      ended += 1;
      write(`[${ended}/${stacks.length}] ${described(reading)}\n`);
    },
    close: () => Promise.resolve(),
  };
}

/** Result of a stack, in a line. */
export function described({ stack, status, steps, seconds }: StackReading): string {
  const changes = steps.filter(({ operation }) => operation !== "unchanged" && operation !== "part").length;
  const result = status === "changed" ? `${changes} to change` : status;
  return `${stack.name}: ${result} (${seconds.toFixed(1)} s)`;
}
