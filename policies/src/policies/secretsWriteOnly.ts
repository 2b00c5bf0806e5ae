import { CONNECTION_CLASSES, ownValue } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { isGiven, isUnknown, knownTexts } from "../engine/properties.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

/** The argument that holds the secrets, by type of resource. */
const SECRETS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(CONNECTION_CLASSES.map((name) => [name, "globalSecrets"])),
  GlobalValues: "secrets",
};

/**
 * Secrets are marked so that nobody can read them back. Without the mark, whoever may see a connection reads its
 * passwords through the API. The mark may not be removable, so it is a decision of its own, and this policy is off
 * until a team makes it.
 */
export const secretsWriteOnly = definePolicy({
  name: "secrets-write-only",
  description: "No client can read secrets back.",
  enforcementLevel: "disabled",
  configuration: z.strictObject({}),
  validateResource(resource) {
    const argument = ownValue(SECRETS, resource.type);
    const secrets = argument === undefined ? undefined : ownValue(resource.properties, argument);
    const marked = resource.properties["writeOnlyInputs"];
    if (argument === undefined || !isGiven(secrets) || marked === true || isUnknown(marked)) return [];
    if (Array.isArray(marked) && marked.some(isUnknown)) return [];
    const names = typeof secrets === "object" && secrets !== null ? Object.keys(secrets) : [];
    const readable = names.filter((name) => !knownTexts(marked).includes(name));
    if (names.length > 0 && readable.length === 0) return [];
    const what = readable.length > 0 ? `${readable.join(", ")} of ${argument}` : argument;
    return [`${titleOf(resource)}: clients can read ${what} back. Type writeOnlyInputs: true.`];
  },
});
