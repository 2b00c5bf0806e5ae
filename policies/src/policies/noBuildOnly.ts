import { z } from "zod";
import { connectionOf } from "../domain/connection.ts";
import { referencesOf } from "../domain/references.ts";
import { matchesAny } from "../domain/patterns.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const configuration = z.strictObject({
  keys: z
    .array(z.string())
    .default([])
    .describe(
      "Stable keys of build-only connections besides those that the registry calls BuildOnly; * stands for anything.",
    ),
});

/**
 * No program uses a build-only connection. Prismatic makes those itself (`managedBy: SYSTEM`) for building in one
 * tenant; in another tenant the key does not exist. They are known by the registry (`"kind": "BuildOnly"`), by this
 * policy's `keys`, or by what a reference says of itself.
 */
export const noBuildOnly = definePolicy({
  name: "no-build-only",
  description: "Programs use no build-only connections.",
  enforcementLevel: "mandatory",
  configuration,
  validateResource(resource, { configuration: { keys }, registry }) {
    const isBuildOnly = (stableKey: string) =>
      registry.entry(stableKey)?.kind === "BuildOnly" || matchesAny(stableKey, keys);
    const declared = connectionOf(resource)?.stableKey;
    if (declared !== undefined && isBuildOnly(declared)) {
      return [
        `${titleOf(resource)}: the stable key "${declared}" is that of a build-only connection. Type another one.`,
      ];
    }
    return referencesOf(resource)
      .filter(({ stableKey, managedBy }) => isBuildOnly(stableKey) || managedBy?.toUpperCase() === "SYSTEM")
      .map(
        ({ path, stableKey }) =>
          `${titleOf(resource)}: ${path} names "${stableKey}", a build-only connection, which other tenants do not ` +
          "have. Type the stable key of a reusable connection.",
      );
  },
});
