import { strict as assert } from "node:assert";
import { ListedError } from "../../policies/src/engine/errors.ts";
import { RolloutError } from "../../rollout/src/errors.ts";
import { HalfMadeError } from "../../provider/src/dynamic/lifecycle.ts";
import { PrismaticError } from "../../provider/src/tenant/errors.ts";

/** Characters that act on a terminal or that nobody sees; written apart from the code that takes them out. */
const ACTING =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;

/** Asserts that nothing in a text acts on a terminal, in lines that are all ours. */
export function assertHarmless(text: string): void {
  const found = ACTING.exec(text);
  const place =
    found === null ? "" : JSON.stringify(text.slice(Math.max(0, found.index - 40), found.index + 40));
  assert.equal(found, null, `a character that acts on a terminal: ${place}`);
  const foreign = text.split("\n").find((line, index) => index > 0 && line !== "" && !line.startsWith("  "));
  assert.equal(foreign, undefined, "a line of others looks like one of ours");
}

/** Asserts that an error is one that the product throws on purpose, with a message that can be shown. */
export function assertTyped(error: unknown): void {
  const isTyped =
    error instanceof PrismaticError ||
    error instanceof HalfMadeError ||
    error instanceof RolloutError ||
    error instanceof ListedError ||
    // The policies and the provider's process throw plain errors of one line, whose stack is the message.
    (error instanceof Error && error.constructor === Error && error.stack === error.message);
  const shown = error instanceof Error ? `${error.constructor.name}: ${error.stack}` : String(error);
  assert.ok(isTyped, `an error that nobody threw on purpose: ${shown.slice(0, 1500)}`);
  const { message } = error;
  assert.notEqual(message.trim(), "");
  assertSaid(message);
}

/** Asserts that a message speaks of what is wrong, not of our own code. */
export function assertSaid(message: string): void {
  assert.doesNotMatch(message, /Internal error|Maximum call stack|is not a function|Cannot read propert/);
}

/** Runs what may be refused; anything but a refusal on purpose fails. */
export async function refusedOrDone<Result>(
  run: () => Promise<Result> | Result,
): Promise<Result | undefined> {
  try {
    return await run();
  } catch (error) {
    assertTyped(error);
    return undefined;
  }
}
