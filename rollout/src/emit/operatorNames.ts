import { createHash } from "node:crypto";

/** Most characters of a Stack's name that the operator's CRD allows. */
const LONGEST = 42;

/**
 * Names for Kubernetes resources, one for each stack: its own name where Kubernetes takes that, else one that is made
 * from it and ends in a digest, so that two stacks never share one.
 *
 * @param stacks names of stacks; each once
 */
export function operatorNames(stacks: readonly string[]): ReadonlyMap<string, string> {
  return new Map(stacks.map((stack) => [stack, isResourceName(stack) ? stack : madeName(stack)]));
}

/** Tells a name that is a label of DNS (RFC 1123) and that no made name can be. */
function isResourceName(text: string): boolean {
  return (
    text.length <= LONGEST && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text) && !/-[0-9a-f]{8}$/.test(text)
  );
}

function madeName(stack: string): string {
  const digest = createHash("sha256").update(stack).digest("hex").slice(0, 8);
  const words = stack
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST - digest.length - 1);
  return [words.replaceAll(/^-+|-+$/g, "") || "stack", digest].join("-");
}
