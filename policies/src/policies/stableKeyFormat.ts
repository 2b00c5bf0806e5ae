import { createRequire } from "node:module";
import type * as Re2 from "re2js";
import { z } from "zod";
import { connectionOf } from "../domain/connection.ts";
import { remembered } from "../domain/remembered.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const KEBAB_CASE = "^[a-z0-9]+(-[a-z0-9]+)*$";

/** Most characters of a pattern. zod's own `max` throws for a value whose `length` is no number. */
const LONGEST_PATTERN = 500;

/** Loaded for a pattern of a team's own. It takes time in proportion to the key, whatever the pattern is. */
const requireHere = createRequire(import.meta.url);
const re2 = () => (requireHere("re2js") as typeof Re2).RE2JS;

const expressionOf = remembered<{ test(key: string): boolean }>((pattern) => {
  if (pattern === KEBAB_CASE) return new RegExp(pattern);
  const expression = re2().compile(pattern);
  return { test: (key) => expression.matcher(key).find() };
});

const configuration = z.strictObject({
  pattern: z
    .string()
    .refine(({ length }) => length <= LONGEST_PATTERN, `must have at most ${LONGEST_PATTERN} characters`)
    .refine(isPattern, "must be a regular expression as RE2 takes it, without lookahead and backreferences")
    .meta({ maxLength: LONGEST_PATTERN })
    .default(KEBAB_CASE)
    .describe(
      "Regular expression that every stable key matches, in the syntax of RE2: without lookahead and backreferences.",
    ),
  maximumLength: z.int().min(1).max(255).default(64).describe("Most characters of a stable key."),
});

/**
 * Stable keys follow one pattern, kebab case by default. A key can never be changed once integrations use it, and
 * two spellings of one key, such as `slackOAuth` and `slack-oauth`, are two connections.
 */
export const stableKeyFormat = definePolicy({
  name: "stable-key-format",
  description: "Stable keys follow one pattern.",
  enforcementLevel: "mandatory",
  configuration,
  validateResource(resource, { configuration: { pattern, maximumLength } }) {
    const stableKey = connectionOf(resource)?.stableKey;
    if (stableKey === undefined) return [];
    const problems: string[] = [];
    const expression = expressionOf(pattern);
    if (!expression.test(stableKey)) {
      const rule = pattern === KEBAB_CASE ? "is not kebab case" : `does not match ${pattern}`;
      const better = kebabCase(stableKey);
      const type = expression.test(better) ? `Type stableKey: "${better}".` : "Type one that matches.";
      problems.push(`${titleOf(resource)}: the stable key "${stableKey}" ${rule}. ${type}`);
    }
    if (stableKey.length > maximumLength) {
      problems.push(
        `${titleOf(resource)}: the stable key "${stableKey}" has ${stableKey.length} characters. ` +
          `Type one of at most ${maximumLength}.`,
      );
    }
    return problems;
  },
});

function kebabCase(key: string): string {
  return key
    .replaceAll(/([a-z0-9])([A-Z][a-z])/g, "$1-$2")
    .replaceAll(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

function isPattern(text: string): boolean {
  try {
    return Boolean(expressionOf(text));
  } catch {
    return false;
  }
}
