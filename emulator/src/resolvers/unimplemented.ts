import { notImplemented } from "../errors.ts";
import { given } from "../filters.ts";

/** Fails where a mutation sends something that the emulator leaves out, instead of ignoring it. */
export function refuseUnimplemented(input: object, names: readonly string[]): void {
  for (const [name, value] of Object.entries(input)) {
    if (names.includes(name) && given(value)) throw notImplemented(`the input "${name}"`);
  }
}
