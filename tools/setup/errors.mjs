/** An error whose message is for the person at the keyboard; it is shown without a stack. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}

/** What went wrong, as one line or a few, from anything that was thrown. */
export function messageOf(/** @type {unknown} */ error) {
  return error instanceof Error ? error.message : String(error);
}
