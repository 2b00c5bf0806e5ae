/** An error of which Pulumi shows one line: it prints the stack of whatever a policy throws. */
export function plainError(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
