import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { ensureEmulator, stopEmulator } from "./demo/emulator.mjs";
import { Pulumi } from "./demo/pulumi.mjs";
import { pulumiEnvironment, stackNames, stateFolder } from "./demo/settings.mjs";
import { bringUp, prepareStack } from "./demo/stack.mjs";
import { describeNext, describeResults } from "./demo/summary.mjs";
import { SetupError } from "./setup/errors.mjs";
import { elapsed, runMain, say } from "./setup/progress.mjs";
import { setUp } from "./setup/setup.mjs";

const usage = `npm start [-- OPTIONS]

Brings up the example's connections in two tenants of a local Prismatic, one in the US stack and one in the EU
stack, and shows that doing so again changes nothing. It needs no account and leaves everything in .demo/.

  --keep   leave the local Prismatic running, and print how to use it by hand
  --stop   stop the local Prismatic that --keep left running
  --help   show this`;

await runMain(async () => {
  const { values } = parseArgs({
    options: { keep: { type: "boolean" }, stop: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) return print(usage);
  if (values.stop)
    return print((await stopEmulator()) ? "The emulator is stopped." : "No emulator was running.");
  return demo(values.keep === true);
});

async function demo(/** @type {boolean} */ keep) {
  const start = Date.now();
  const { node, enginePath } = await setUp({ engine: true, compiled: true });
  /** @type {Pulumi | undefined} */
  let pulumi;
  let interrupted = false;
  const interrupt = () => {
    if (!interrupted) say("\nStopping ...");
    interrupted = true;
    pulumi?.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, interrupt);

  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  const { emulator, started } = await ensureEmulator(node);
  let finished = false;
  try {
    pulumi = new Pulumi(enginePath, pulumiEnvironment(enginePath));
    if (interrupted) pulumi.stop();
    const results = await bringAllUp(pulumi, emulator.stacks);
    const kept = keep || !started;
    console.log(`\n${describeResults(results)}\n\n${await describeNext(results, kept)}`);
    console.log(`This took ${elapsed(start)}.`);
    finished = true;
  } finally {
    if (started && !(keep && finished)) await stopEmulator();
  }
  return 0;
}

/** Stacks are prepared one by one, as `pulumi` keeps which one is selected, and brought up side by side. */
async function bringAllUp(
  /** @type {Pulumi} */ pulumi,
  /** @type {import("./demo/emulator.mjs").DemoStack[]} */ all,
) {
  const stacks = stackNames.map((name) => {
    const stack = all.find((candidate) => candidate.name === name);
    if (!stack) throw new SetupError(`The emulator has no stack named ${name}.`);
    return stack;
  });
  for (const stack of stacks) await prepareStack(pulumi, stack);
  const outcomes = await Promise.allSettled(
    stacks.map((stack) => bringUp(pulumi, stack, (line) => console.log(`${stack.name} | ${line}`))),
  );
  return outcomes.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
}

function print(/** @type {string} */ text) {
  console.log(text);
  return 0;
}
