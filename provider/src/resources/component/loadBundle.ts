import { fork } from "node:child_process";
import { dirname, extname } from "node:path";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { ChildMessage } from "./bundleChild.ts";
import { foreignText } from "../../tenant/foreignText.ts";

/** Seconds that a component may take to load. */
const LONGEST_SECONDS = 30;

/** Environment variables that the component's code sees; it sees no others, above all no token. */
const PASSED_ON = ["PATH", "SystemRoot", "TMPDIR", "TEMP", "TMP"] as const;

/** Characters at the end of the component's output that a failure shows. */
const LAST_WORDS = 500;

const script = new URL(`./bundleChild${extname(import.meta.filename)}`, import.meta.url);

/**
 * Loads the default export of the built component in `file`, without the functions. A process of its own loads it and
 * ends right away: the component's code can neither disturb the provider nor see its environment. Its working folder
 * is the file's, as with prism.
 *
 * @throws ConfigurationError that says why it cannot be loaded, without naming the file
 */
export async function loadBundle(file: string, longestSeconds = LONGEST_SECONDS): Promise<unknown> {
  const message = await askChild(file, longestSeconds);
  if ("problem" in message) throw new ConfigurationError(`cannot be loaded: ${foreignText(message.problem)}`);
  if (message.component === undefined) throw new ConfigurationError("exports no component as its default");
  return JSON.parse(message.component);
}

function askChild(file: string, longestSeconds: number): Promise<ChildMessage> {
  const names = PASSED_ON.filter((name) => process.env[name] !== undefined);
  const child = fork(script, [file], {
    env: Object.fromEntries(names.map((name) => [name, process.env[name]])),
    cwd: dirname(file),
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let lastWords = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  return new Promise<ChildMessage>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ConfigurationError(`does not finish loading within ${longestSeconds} seconds`));
    }, longestSeconds * 1000);
    child.once("message", (message) => resolve(message as ChildMessage));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const said = lastWords.trim() === "" ? "" : `; it wrote: ${lastWords.trim()}`;
      reject(
        new ConfigurationError(`ended its process (${signal ?? code}) before it declared a component${said}`),
      );
    });
  }).finally(() => {
    process.removeListener("exit", kill);
    kill();
  });
}
