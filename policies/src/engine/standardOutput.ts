import { writeSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

type Write = typeof process.stdout.write;

/** The longest piece of what was printed that an error repeats. */
const SHOWN = 80;

/**
 * Keeps the standard output of a policy pack free for the port that Pulumi reads from it. Pulumi takes the first line for
 * the port, so whatever else prints before the pack serves ends the pack with an error that says what that was.
 */
export function guardStandardOutput(): void {
  const { stdout } = process;
  const write: Write = stdout.write.bind(stdout);
  // A pipe counts what went through it. Pulumi may have ended the pack for it before this is said.
  if (stdout.bytesWritten > 0) {
    refuse(
      "Something printed to the standard output before the import of pulumi-prismatic-policies",
      "To see what that was, import pulumi-prismatic-policies first.",
    );
  }
  const guarded = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    if (!isPort(text))
      refuse(`This policy pack printed ${quoted(text)} to the standard output${placeOf(guarded)}`);
    stdout.write = write;
    return (write as (...args: unknown[]) => boolean)(chunk, ...rest);
  }) as Write;
  stdout.write = guarded;
}

/** True in the process that Pulumi starts for a policy pack; other programs may print what they like. */
export function isPolicyPack(): boolean {
  return /[\\/]run-policy-pack([\\/]index\.js)?$/.test(process.argv[1] ?? "");
}

/** Tells the port of Pulumi's own server, which the system chooses, from a number that a pack prints. */
function isPort(text: string): boolean {
  return /^\d+\n$/.test(text) && Number(text) >= 1024 && Number(text) < 65_536;
}

function quoted(text: string): string {
  const trimmed = text.trimEnd();
  return JSON.stringify(trimmed.length > SHOWN ? `${trimmed.slice(0, SHOWN)} ...` : trimmed);
}

/** The line that called `printing`, in the words of an error; empty where it is not known. */
function placeOf(printing: Write): string {
  const trace = { stack: "" };
  Error.captureStackTrace(trace, printing);
  for (const frame of trace.stack.split("\n")) {
    const [, file, line] = /[ (]((?:file:\/\/|\/|[A-Z]:\\)[^()]*?):(\d+):\d+\)?$/.exec(frame) ?? [];
    if (file === undefined) continue;
    return ` (${relative(process.cwd(), file.startsWith("file:") ? fileURLToPath(file) : file)}:${line})`;
  }
  return "";
}

function refuse(fact: string, advice = ""): never {
  writeSync(
    process.stderr.fd,
    `error: ${fact}, before the pack served. Pulumi reads the pack's port from there, so nothing else may be printed ` +
      `until then. Print to the standard error, which Pulumi shows as well: console.error(...). ${advice}`.trimEnd() +
      "\n",
  );
  process.exit(1);
}
