/** An error whose message is for the person at the keyboard; it is shown without a stack. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}

/** The message of anything that was thrown, as one line or a few. */
export function messageOf(/** @type {unknown} */ error) {
  return error instanceof Error ? error.message : String(error);
}
