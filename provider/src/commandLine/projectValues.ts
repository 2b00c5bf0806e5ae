import { readdirSync, readFileSync } from "node:fs";
import { didYouMean } from "../dynamic/suggest.ts";

/** Names of the stacks whose settings are in a folder: no backend is asked. */
export function stacksIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []);
  } catch {
    return [];
  }
}

/** Names of the stacks in this folder, for the shell's completion. */
export const stacksHere = (): string[] => stacksIn(".");

/**
 * ` Did you mean "us"?` with its leading blank, where Pulumi does not know a stack and the folder has settings of one with nearly
 * its name; nothing elsewhere.
 *
 * @param said Pulumi's own words
 */
export function meantStack(said: string, stack: string, folder: string): string {
  return said.includes("no stack named") ? didYouMean(stack, stacksIn(folder)) : "";
}

/** Stable keys of the registry in this folder, for the shell's completion. */
export function stableKeysHere(): string[] {
  try {
    const { stableKeys } = JSON.parse(readFileSync("stable-keys.json", "utf8")) as { stableKeys?: object };
    return Object.keys(stableKeys ?? {});
  } catch {
    return [];
  }
}
