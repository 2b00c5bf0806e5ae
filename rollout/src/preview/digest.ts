import { createHash, createHmac } from "node:crypto";
import { byCharacters, canonicalJson } from "../order.ts";
import type { StackReading } from "./reading.ts";

/** The facts besides the stacks that a digest stands for. */
export interface Selection {
  project: string;
  commit: string | undefined;
}

/**
 * Digest of everything that a preview announces: the commit, the stacks, and every step of each with its inputs before
 * and after. The key of each stack's part is its settings file. That file holds the stack's secrets as Pulumi encrypted
 * them, so that another secret is another digest, and no value can be guessed from one. Times have no part in it.
 *
 * @param settings text of the settings file, by the name of the stack
 */
export function digestOf(
  { project, commit }: Selection,
  readings: readonly StackReading[],
  settings: ReadonlyMap<string, string>,
): string {
  const stacks = readings
    .map(
      (reading) =>
        [reading.stack.name, stackDigest(reading, settings.get(reading.stack.name) ?? "")] as const,
    )
    .toSorted(([one], [other]) => byCharacters(one, other));
  const whole = canonicalJson({ project, commit: commit ?? null, stacks });
  return `sha256:${createHash("sha256").update(whole).digest("hex")}`;
}

/** Digest of the steps of one stack; see {@link digestOf}. */
export function stackDigest({ status, tenant, steps, changedOutputs }: StackReading, key: string): string {
  const planned = steps
    .filter(({ operation }) => operation !== "unchanged")
    .map(({ urn, op, old, new: next }) => ({
      urn,
      op,
      before: old?.inputs ?? null,
      after: next?.inputs ?? null,
    }))
    // The engine's order depends on which of two steps was quicker.
    .toSorted((one, other) => byCharacters(one.urn + one.op, other.urn + other.op));
  return createHmac("sha256", key)
    .update(canonicalJson({ status, tenant: tenant ?? null, planned, changedOutputs }))
    .digest("hex");
}
