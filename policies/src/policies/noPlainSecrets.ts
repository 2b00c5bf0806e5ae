import { looksSecret } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
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

/** Forms that only secrets have, with a name for each. */
const SECRET_FORMS: readonly { kind: string; form: RegExp }[] = [
  { kind: "a private key", form: /-----BEGIN [A-Z ]*PRIVATE KEY/ },
  { kind: "a password in an address", form: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i },
  { kind: "a Slack token", form: /\bxox[abeoprs]-[\w-]{10,}/ },
  { kind: "a Slack webhook", form: /hooks\.slack\.com\/services\/\w+/ },
  { kind: "a Stripe key", form: /\b[sr]k_(live|test)_\w{10,}/ },
  { kind: "a GitHub token", form: /\b(gh[oprsu]_\w{20,}|github_pat_\w{20,})/ },
  { kind: "an AWS access key", form: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { kind: "a Google API key", form: /\bAIza[\w-]{35}/ },
  { kind: "an OpenAI key", form: /\bsk-(proj-)?[\w-]{20,}/ },
  { kind: "a signed token (JWT)", form: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./ },
];

/**
 * Values that are secret by their name or by their form (a private key, a token with a well-known beginning, a password
 * in an address) belong under `secrets`, which neither diffs nor the state show. Messages name the input, never the
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

/** The kind of secret that a text looks like, or undefined. */
function looksSecretByValue(text: string): string | undefined {
  return SECRET_FORMS.find(({ form }) => form.test(text))?.kind;
}
