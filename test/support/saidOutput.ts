import { expect } from "vitest";

const flat = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Compares sentences that a guide shows with what a command printed, wherever the guide breaks their lines. */
export function expectSaid(output: string, shown: string): void {
  expect(flat(output)).toContain(flat(shown));
}
