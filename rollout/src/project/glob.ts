/** Tells a pattern from the name of a stack, which has neither `*` nor `?`. */
export function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

/** Matches whole names of stacks: `*` stands for any characters, `?` for one. */
export function matches(name: string, pattern: string): boolean {
  const source = pattern.replaceAll(/[^*?]+|[*?]/g, (part) =>
    part === "*" ? ".*" : part === "?" ? "." : part.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&"),
  );
  return new RegExp(`^${source}$`, "s").test(name);
}

/** Tells a name that at least one pattern matches. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(name, pattern));
}
