/** Output of Pulumi's dynamic-provider process for an error whose text and stack are empty. */
const NOTHING = ": ";

class ReportedByEngine extends Error {
  override stack = "";

  override toString(): string {
    return "";
  }
}

/**
 * An error whose message only the engine prints. The dynamic-provider process would print it once more, with its stack,
 * when checking, comparing, reading or deleting fails (`@pulumi/pulumi/cmd/dynamic-provider`).
 */
export function reportedByEngine(message: string): Error {
  silenceEmptyErrors();
  return new ReportedByEngine(message);
}

let silenced = false;

function silenceEmptyErrors(): void {
  if (silenced) return;
  silenced = true;
  const print = console.error.bind(console);
  console.error = (...texts: unknown[]) => {
    if (texts.length !== 1 || texts[0] !== NOTHING) print(...texts);
  };
}
