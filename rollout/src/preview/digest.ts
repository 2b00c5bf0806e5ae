import { createHash, createHmac } from "node:crypto";
import { byCharacters, canonicalJson } from "../order.ts";
import type { StackReading } from "./reading.ts";

/** The facts besides the stacks that a digest stands for. */
export interface Selection {
  project: string;
  commit: string | undefined;
}

/** Digests of the announced steps, by stack. */
export type StackDigests = ReadonlyMap<string, string>;

type DigestedReading = Pick<StackReading, "status" | "tenant" | "steps" | "changedOutputs">;

/**
 * Digest of everything that a preview announces: the commit, the stacks, and every step of each with its inputs before
 * and after. Times have no part in it.
 *
 * @param stacks digest of each stack by its name, as {@link stackDigest} makes it
 */
export function digestOf({ project, commit }: Selection, stacks: StackDigests): string {
  const sorted = [...stacks].toSorted(([one], [other]) => byCharacters(one, other));
  const whole = canonicalJson({ project, commit: commit ?? null, stacks: sorted });
  return `sha256:${createHash("sha256").update(whole).digest("hex")}`;
}

/**
 * Digest of the steps of one stack. Its key is the stack's settings file. That file holds the stack's secrets as Pulumi
 * encrypted them, so that another secret is another digest, and no value can be guessed from one.
 *
 * @param key text of the settings file
 */
export function stackDigest({ status, tenant, steps, changedOutputs }: DigestedReading, key: string): string {
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
