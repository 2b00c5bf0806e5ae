import { readdirSync, readFileSync } from "node:fs";

/** Names of the stacks whose settings are in this folder, for the shell's completion: no backend is asked. */
export function stacksHere(): string[] {
  try {
    return readdirSync(".").flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []);
  } catch {
    return [];
  }
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
