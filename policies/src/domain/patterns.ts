import { remembered } from "./remembered.ts";

/** Tells a name that matches one of the patterns, in which `*` stands for anything. Letter case does not matter. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => expressionOf(pattern).test(name));
}

const expressionOf = remembered((pattern) => {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i");
});
