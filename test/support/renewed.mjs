// Lets a process of Pulumi's for dynamic providers serve one run of a test after another, as fresh as a new process: each
// run evaluates the provider's bundle anew. The test's process asks for it by messages, and hears when it is done.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

const file = createRequire(join(process.cwd(), "index.js")).resolve("pulumi-prismatic/dynamic");
const url = pathToFileURL(file).href;
const meta = { url, filename: file, dirname: dirname(file) };

/** @typedef {{ begin: string } | { end: string }} Message a run's name */

process.on("message", (/** @type {Message} */ message) => {
  if ("begin" in message) void begin(message.begin);
  else end(message.end);
});
// The test has ended without a word.
process.on("disconnect", () => process.exit());

/** @type {Promise<() => unknown> | undefined} */
let evaluation;

const EVENTS = ["uncaughtException", "unhandledRejection"];

/** Listeners of Pulumi's process itself. */
const lasting = new Set(EVENTS.flatMap((event) => process.rawListeners(event)));

let runsUnderWay = 0;

async function begin(/** @type {string} */ run) {
  try {
    evaluation ??= prepare();
    const evaluate = await evaluation;
    Reflect.set(globalThis, run, evaluate());
    runsUnderWay += 1;
    process.send?.({ begun: run });
  } catch (error) {
    process.send?.({ begun: run, error: String(error) });
  }
}

/**
 * Makes a script of the bundle, and answers a function that evaluates it. V8 compiles a script of the same text and name
 * once, where a module has to be compiled for each run, down to the functions that are called. What the bundle imports are
 * packages, which keep nothing of a run.
 * @returns {Promise<() => unknown>}
 */
async function prepare() {
  const imported = /^import (?:\{([^{}]*)\} from )?"([^"]+)";$/gm;
  const exported = /^export \{([^{}]*)\};?$/m;
  const text = readFileSync(file, "utf8");
  /** @type {Record<string, unknown>} */
  const modules = {};
  for (const [, , name = ""] of text.matchAll(imported))
    modules[name] = /** @type {unknown} */ (
      await import(name.startsWith(".") ? new URL(name, url).href : name)
    );
  const body = text
    .replace(imported, (_, /** @type {string | undefined} */ names, /** @type {string} */ name) =>
      names === undefined
        ? ""
        : `const {${names.replaceAll(" as ", ":")}} = __modules[${JSON.stringify(name)}];`,
    )
    .replace(
      exported,
      (_, /** @type {string} */ names) => `return {${names.replaceAll(/(\w+) as (\w+)/g, "$2: $1")}};`,
    )
    .replaceAll("import.meta", "__meta");
  return () => {
    const script = new Script(`(function (__modules, __meta) { "use strict"; ${body}\n})`, {
      filename: file,
    });
    /** @type {unknown} */
    const run = script.runInThisContext();
    return /** @type {(modules: object, meta: object) => unknown} */ (run)(modules, meta);
  };
}

/** The mark comes after all that the run has printed. */
function end(/** @type {string} */ run) {
  Reflect.deleteProperty(globalThis, run);
  runsUnderWay -= 1;
  if (runsUnderWay === 0) removeListeners();
  process.stdout.write(run);
  process.stderr.write(run);
}

/** Removes what runs that are over listen to. */
function removeListeners() {
  for (const event of EVENTS)
    for (const listener of process.rawListeners(event))
      if (!lasting.has(listener)) process.removeListener(event, /** @type {() => void} */ (listener));
}
