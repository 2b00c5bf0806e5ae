// Lets a process of Pulumi's for dynamic providers serve one run of a test after another, as fresh as a new process: each
// run evaluates the provider's bundle anew. The test's process asks for it by messages, and hears when it is done.
import { createRequire, registerHooks } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const RUN = "run";

// Packages keep nothing of a run.
const KEPT = /\/(packages|rolldown-runtime)\.js$/;

const file = createRequire(join(process.cwd(), "index.js")).resolve("pulumi-prismatic/dynamic");
const folder = `${pathToFileURL(dirname(file)).href}/`;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const run = new URL(context.parentURL ?? folder).searchParams.get(RUN);
    if (run === null || !resolved.url.startsWith(folder) || KEPT.test(resolved.url)) return resolved;
    return { ...resolved, url: `${resolved.url}?${RUN}=${run}` };
  },
});

/** @typedef {{ begin: string } | { end: string }} Message a run's name */

process.on("message", (/** @type {Message} */ message) => {
  if ("begin" in message) void begin(message.begin);
  else end(message.end);
});
// The test has ended without a word. An exit would keep what was compiled of each run, which nothing asks for again.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

async function begin(/** @type {string} */ run) {
  try {
    /** @type {unknown} */
    const providers = await import(`${pathToFileURL(file).href}?${RUN}=${run}`);
    Reflect.set(globalThis, run, providers);
    process.send?.({ begun: run });
  } catch (error) {
    process.send?.({ begun: run, error: String(error) });
  }
}

/** The mark comes after all that the run has printed. */
function end(/** @type {string} */ run) {
  Reflect.deleteProperty(globalThis, run);
  process.stdout.write(run);
  process.stderr.write(run);
}
