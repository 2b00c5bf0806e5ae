import { knownSecrets } from "../tenant/foreignText.ts";

/**
 * Cuts the secrets that this process knows out of errors that nothing caught. Pulumi's process for dynamic providers prints
 * these with their stack (`@pulumi/pulumi/cmd/dynamic-provider`), and the engine repeats them.
 */
export function redactUncaughtErrors(): void {
  process.prependListener("uncaughtException", redact);
  process.prependListener("unhandledRejection", redact);
}

function redact(error: unknown): void {
  if (!(error instanceof Error)) return;
  const [message, stack] = [error.message, error.stack ?? ""].map((text) => knownSecrets.redact(text));
  Object.defineProperties(error, { message: { value: message }, stack: { value: stack } });
}
