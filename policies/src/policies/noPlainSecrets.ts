import { looksSecret } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { looksSecretByValue } from "../domain/secrets.ts";
import { matchesAny } from "../domain/patterns.ts";
import { plainInputsOf, valuesOf } from "../domain/values.ts";
import { knownText } from "../engine/properties.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const configuration = z.strictObject({
  allow: z
    .array(z.string())
    .default([])
    .describe("Inputs that are never secret, by key; * stands for anything."),
  names: z.array(z.string()).default([]).describe("Further inputs that are secret; * stands for anything."),
  acceptPlainInputs: z
    .boolean()
    .default(true)
    .describe("Whether a resource's own plainInputs says that an input is no secret in spite of its name."),
});

/**
 * What is secret by its name, or by its form (a private key, a token with a well-known beginning, a password in an
 * address), stands under `secrets`, where neither diffs nor the state show it. Messages name the input, never the
 * value.
 */
export const noPlainSecrets = definePolicy({
  name: "no-plain-secrets",
  description: "Secrets stand under secrets, not in plain values.",
  enforcementLevel: "mandatory",
  configuration,
  validateResource(resource, { configuration: { allow, names, acceptPlainInputs } }) {
    const accepted = acceptPlainInputs ? plainInputsOf(resource) : [];
    const problems = valuesOf(resource)
      .filter(({ secret, input }) => !secret && !matchesAny(input, allow))
      .flatMap(({ path, input, texts }) => {
        const kind = texts.map(looksSecretByValue).find((found) => found !== undefined);
        if (kind !== undefined)
          return [`${path} holds what looks like ${kind}. Move it to ${secretPath(path)}, and replace it.`];
        const byName = matchesAny(input, names) || (looksSecret(input) && !accepted.includes(input));
        if (!byName || texts.every((text) => text === "")) return [];
        return [
          `${path} is secret by its name. Move it to ${secretPath(path)}: config.requireSecret("...").`,
        ];
      });
    const description = knownText(resource.properties["description"]);
    const kind = description === undefined ? undefined : looksSecretByValue(description);
    if (kind !== undefined)
      problems.push(`description holds what looks like ${kind}. Take it out, and replace it.`);
    return problems.map((problem) => `${titleOf(resource)}: ${problem}`);
  },
});

/** `globalValues.x` belongs to `globalSecrets.x`, any other `values.x` to `secrets.x`. */
function secretPath(path: string): string {
  return path.startsWith("globalValues.")
    ? path.replace("globalValues.", "globalSecrets.")
    : path.replace(/(^|\.)values\./, "$1secrets.");
}
