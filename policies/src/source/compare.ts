import { nearest, ownValue } from "pulumi-prismatic/vocabulary";
import type { Registry } from "../registry/schema.ts";
import { ACTIVATED_BY } from "../registry/typescript.ts";
import type { UsedKey } from "./usedKeys.ts";

/** Compares the keys that a code-native integration uses with the registry: one line for each that is wrong. */
export function problemsOfSource(used: readonly UsedKey[], registry: Registry): string[] {
  return used.flatMap(({ file, line, activation, stableKey }) => {
    const problem = problemOf(stableKey, activation, registry);
    return problem === undefined ? [] : [`${file}:${line}: ${problem}`];
  });
}

function problemOf(
  stableKey: string | undefined,
  activation: UsedKey["activation"],
  { stableKeys }: Registry,
): string | undefined {
  if (stableKey === undefined) {
    return `${activation} has a stable key that is computed. Type it as a text, or as stableKeys["..."] of stable-keys.ts.`;
  }
  const entry = ownValue(stableKeys, stableKey);
  if (entry === undefined) {
    const suggestion = nearest(stableKey, Object.keys(stableKeys));
    const mend = suggestion === undefined ? "Type a registered one." : `Type "${suggestion}".`;
    return `the stable key "${stableKey}" is not registered. ${mend}`;
  }
  if (entry.kind === "BuildOnly")
    return `"${stableKey}" is a build-only connection. Type the key of a reusable one.`;
  const right: readonly string[] = ACTIVATED_BY[entry.kind];
  return right.includes(activation)
    ? undefined
    : `"${stableKey}" is registered as ${entry.kind}. Type ${right[0]}({ stableKey: "${stableKey}" }).`;
}
