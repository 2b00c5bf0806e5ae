import { constants } from "node:os";
import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { ConfigurationError } from "../../tenant/errors.ts";
import { foreignText } from "../../tenant/foreignText.ts";
import type { ChildMessage } from "./bundleChild.ts";
import { startConfined } from "./confinement.ts";

/** Seconds that a component may take to load. */
const LONGEST_SECONDS = 30;

/** Megabytes of what a component may declare: many times what components with hundreds of actions do. */
const MOST_MEGABYTES = 32;

/** Characters at the end of the component's output that a failure shows. */
const LAST_WORDS = 500;

const script = fileURLToPath(new URL(`./bundleChild${extname(import.meta.filename)}`, import.meta.url));

/** Attempts of a bundle that are refused, by Node's name of the permission. */
const ATTEMPTS = new Map([
  ["FileSystemRead", "read"],
  ["FileSystemWrite", "write"],
  ["ChildProcess", "start the program"],
  ["WorkerThreads", "start a worker thread"],
  ["Inspector", "open the debugger"],
  ["WASI", "use WASI"],
  ["Addon", "load native code"],
  ["Net", "use the network:"],
  ["Signal", "send a signal to process"],
]);

/**
 * Loads the default export of the built component in `file`, without the functions. A process of its own loads it and
 * ends right away: the component's code can neither disturb the provider nor see its environment, and reads no files
 * but the bundle's. Its working folder is the file's, as with prism.
 *
 * @param readable the folder that the code may read; left out: that of the file
 * @throws ConfigurationError that says why it cannot be loaded, without naming the file
 */
export async function loadBundle(
  file: string,
  { readable = dirname(file), longestSeconds = LONGEST_SECONDS } = {},
): Promise<unknown> {
  const message = await askChild(file, readable, longestSeconds);
  if ("denied" in message) throw new ConfigurationError(explainDenied(message.denied));
  if ("problem" in message) throw new ConfigurationError(`cannot be loaded: ${foreignText(message.problem)}`);
  if (message.component === undefined) throw new ConfigurationError("exports no component as its default");
  return message.component.value;
}

/** The child's message with the component as a value. */
type Answer = Exclude<ChildMessage, { component: string | undefined }> | { component?: { value: unknown } };

const json = z.string().transform((text) => ({ value: JSON.parse(text) as unknown }));

/** The bundle's code can write to its parent as well, so a message may be anything. */
const answer = z.union([
  z.object({ denied: z.object({ permission: z.string(), resource: z.string() }) }),
  z.object({ problem: z.string() }),
  z.strictObject({ component: json.optional() }),
]);

function explainDenied({ permission, resource }: { permission: string; resource: string }): string {
  const attempt = ATTEMPTS.get(permission) ?? "do what is not allowed";
  return (
    `cannot be loaded: its code tries to ${attempt}${resource === "" ? "" : ` ${foreignText(resource)}`} as soon as it ` +
    "is loaded. Here it may only read the files of the bundle, because it runs beside your credentials. Put what it " +
    "reads into the built folder, and move everything else into the functions of actions and triggers, which " +
    "Prismatic runs."
  );
}

function askChild(file: string, readable: string, longestSeconds: number): Promise<Answer> {
  const { child, kill } = startConfined(script, [file], { readable, cwd: dirname(file) });
  process.once("exit", kill);
  let lastWords = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  return new Promise<Answer>((resolve, reject) => {
    const refuse = (reason: string) => reject(new ConfigurationError(reason));
    const timer = setTimeout(() => {
      refuse(`does not finish loading within ${longestSeconds} seconds`);
    }, longestSeconds * 1000);
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > MOST_MEGABYTES * 1024 * 1024) refuse(`declares more than ${MOST_MEGABYTES} MB`);
      else if (chunk.includes("\n")) read(Buffer.concat(chunks).toString());
    });
    function read(line: string): void {
      try {
        resolve(answer.parse(JSON.parse(line)));
      } catch {
        refuse("cannot be loaded: its code disturbs the process that loads it");
      }
    }
    child.once("error", ({ message }) => refuse(`cannot be loaded: no process starts for it (${message})`));
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const said = lastWords.trim() === "" ? "" : `; it wrote: ${foreignText(lastWords.trim())}`;
      refuse(`ended its process (${signal ?? endOf(code)}) before it declared a component${said}`);
    });
  }).finally(() => {
    process.removeListener("exit", kill);
    kill();
  });
}

/** The exit code of a process, or the signal for which a shell gives 128 and its number. */
function endOf(code: number | null): string {
  const signals = Object.entries(constants.signals);
  return signals.find(([, number]) => number + 128 === code)?.[0] ?? String(code);
}
