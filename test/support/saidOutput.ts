import { expect } from "vitest";

const flat = (text: string): string => text.replace(/\s+/g, " ").trim();

/**
 * Compares sentences that a guide shows with what a command printed, wherever the guide breaks their lines. `...` in the
 * guide stands for any words.
 */
export function expectSaid(output: string, shown: string): void {
  const parts = flat(shown).split(" ... ");
  const words = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  expect(flat(output)).toMatch(new RegExp(words.join(" .*? ")));
}
