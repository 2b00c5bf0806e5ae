import { createHash } from "node:crypto";
import { canonicalJson } from "../order.ts";
import type { ChosenStack } from "./choice.ts";
import type { RolloutFile } from "./rolloutSchema.ts";

/**
 * Digest of what written workflows hold of rollout.yaml: the stacks, each one's wave and variables, and the waves with
 * their gates. Another one means that they have to be written again.
 */
export function fingerprintOf(chosen: readonly ChosenStack[], { waves, environment }: RolloutFile): string {
  const stacks = chosen.map(({ name, wave }) => [name, wave ?? null]);
  return createHash("sha256")
    .update(canonicalJson({ stacks, waves, environment: Object.entries(environment) }))
    .digest("hex")
    .slice(0, 16);
}
