import { looksSecret, secretForm } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { matchesAny } from "../domain/patterns.ts";
import { plainInputsOf, valueFactsOf, valuesOf } from "../domain/values.ts";
import { titleOf, type ResourceView } from "../engine/resource.ts";
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
    const isSecretName = (name: string, isInput: boolean) =>
      matchesAny(name, names) ||
      (isInput ? looksSecret(name) && !accepted.includes(name) : isSecretMember(name));
    const problems = valuesOf(resource)
      .filter(
        (value) => !value.secret && value.text !== "" && !value.names.some((name) => matchesAny(name, allow)),
      )
      .flatMap(({ path, text, names: [input = "", ...members], secretPath }) => {
        const kind = secretForm(text);
        if (kind !== undefined) {
          const mend = secretPath === undefined ? "Take it out" : `Move it to ${secretPath}`;
          return [`${path} holds what looks like ${kind}. ${mend}, and replace it.`];
        }
        const isNamed = isSecretName(input, true) || members.some((member) => isSecretName(member, false));
        if (!isNamed || input === "" || (accepted.includes(input) && !matchesAny(input, names))) return [];
        return [
          `${path} is secret by its name. Move it to ${secretPath ?? "a secret"}: config.requireSecret("...").`,
        ];
      });
    const hidden = factProblems(
      resource,
      (name) => !matchesAny(name, allow) && isSecretName(name, true),
      allow,
    );
    return [...new Set([...problems, ...hidden])].map((problem) => `${titleOf(resource)}: ${problem}`);
  },
});

/** The same problems in values that the provider keeps as digests. */
function factProblems(
  resource: ResourceView,
  isSecretName: (name: string) => boolean,
  allow: readonly string[],
): string[] {
  const { names, forms } = valueFactsOf(resource) ?? { names: [], forms: [] };
  return [
    ...forms
      .filter(({ path }) => !matchesAny(path.split(".").at(-1) ?? "", allow))
      .map(
        ({ path, kind }) =>
          `${path} holds what looks like ${kind}. Move it to ${path.replace(".values.", ".secrets.")}, and replace it.`,
      ),
    ...names
      .filter(isSecretName)
      .map(
        (name) =>
          `customers.*.values.${name} is secret by its name. Move it to customers.*.secrets.${name}: ` +
          'config.requireSecret("...").',
      ),
  ];
}

/** Members of maps that are secret by their name, such as the headers of requests. */
function isSecretMember(name: string): boolean {
  return looksSecret(name.replaceAll("-", "_")) || /^((proxy-)?authorization|(set-)?cookie)$/i.test(name);
}
