// The cost of the policy pack: previews of one program with our pack and with a pack of no policies, both on Pulumi's
// own PolicyPack, in turns on this machine. `--existing` previews connections that exist, as most previews do;
// `--without` measures previews without any pack as well.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { startEmulator } from "prismatic-emulator";
import { engineEnvironment } from "../tools/setup/environment.mjs";
import { engineFolder, root } from "../tools/setup/paths.mjs";
import { measureProcessorTime } from "./processorTime.mjs";
import { writeProject } from "./project.mjs";

const { values } = parseArgs({
  options: {
    resources: { type: "string", default: "1000" },
    rounds: { type: "string", default: "7" },
    existing: { type: "boolean", default: false },
    without: { type: "boolean", default: false },
  },
});
const resources = Number(values.resources);
const rounds = Number(values.rounds);
/** The most that a preview with the pack may take, as a part of the same preview with an empty pack. */
const LIMIT = 1.1;

/** @typedef {"none" | "empty" | "ours"} Arm */
/** @type {Readonly<Record<Arm, string>>} */
const TITLES = { none: "no pack", empty: "a pack of no policies", ours: "our pack, all policies" };
/** @type {Arm[]} */
const arms = values.without ? ["none", "empty", "ours"] : ["empty", "ours"];

const folder = await mkdtemp(join(tmpdir(), "policies-bench-"));
const emulator = await startEmulator({ port: 0, dataDirectory: join(folder, "data"), requestsPerSecond: 0 });
try {
  await writeProject(folder, resources);
  await configure();
  if (values.existing) await pulumi(["up", "--yes", "--skip-preview", "--suppress-progress"]);
  await preview("ours");
  /** @type {Record<Arm, Measured[]>} */
  const measured = { none: [], empty: [], ours: [] };
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another pack, so that a machine that becomes slower or quicker favours none.
    const first = round % arms.length;
    for (const arm of [...arms.slice(first), ...arms.slice(0, first)]) measured[arm].push(await preview(arm));
    console.log(
      `round ${round + 1}: ${arms.map((arm) => `${arm} ${shown(measured[arm][round])}`).join(", ")}`,
    );
  }
  const kind = values.existing ? "existing" : "new";
  console.log(
    `${resources} ${kind} connections, medians of ${rounds} rounds, as parts of what the empty pack takes:`,
  );
  for (const arm of arms) {
    const time = ratio(measured, arm, ({ passed }) => passed);
    const processors = ratio(measured, arm, ({ used = Number.NaN }) => used);
    console.log(`  time ${time.toFixed(3)}  processor time ${processors.toFixed(3)}  ${TITLES[arm]}`);
  }
  const load = `${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`;
  console.log(`Our pack may take ${LIMIT} of the time. Load of this machine: ${load}.`);
  process.exitCode = ratio(measured, "ours", ({ passed }) => passed) <= LIMIT ? 0 : 1;
} finally {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
}

/** Makes the stack, with the emulator's tenant. */
async function configure() {
  const [stack] = emulator.stacks;
  const [tenant] = stack?.tenants ?? [];
  if (stack === undefined || tenant === undefined) throw new Error("The emulator has no tenant.");
  await pulumi(["stack", "init", "bench"]);
  await pulumi([
    ...["config", "set-all", "--plaintext", `prismatic:url=${stack.url}`],
    ...["--plaintext", `prismatic:tenantId=${tenant.id}`],
    ...["--secret", `prismatic:refreshToken=${tenant.refreshToken}`],
  ]);
}

/** @typedef {{ passed: number, used: number | undefined }} Measured milliseconds that passed, and that processors worked */

async function preview(/** @type {Arm} */ arm) {
  /** @type {Record<Arm, string[]>} */
  const pack = {
    none: [],
    empty: ["--policy-pack", join(folder, "empty")],
    ours: [
      ...["--policy-pack", join(root, "policies")],
      ...["--policy-pack-config", join(folder, "policies.json")],
    ],
  };
  return pulumi(["preview", "--suppress-progress", ...pack[arm]]);
}

/** @returns {Promise<Measured>} */
function pulumi(/** @type {string[]} */ args) {
  const start = performance.now();
  const child = spawn(join(engineFolder, "pulumi"), [...args, "--non-interactive", "--color", "never"], {
    cwd: folder,
    env: engineEnvironment(engineFolder, {
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "bench",
    }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endMeasurement = measureProcessorTime(child.pid ?? 0);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (output += chunk));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const measured = { passed: performance.now() - start, used: endMeasurement() };
      if (code === 0) resolve(measured);
      else reject(new Error(`pulumi ${args.join(" ")} failed:\n${output}`));
    });
  });
}

/** The median of the ratios of an arm to the empty pack of the same round. */
function ratio(
  /** @type {Record<Arm, Measured[]>} */ measured,
  /** @type {Arm} */ arm,
  /** @type {(one: Measured) => number} */ figure,
) {
  const ratios = measured[arm].map((one, round) => figure(one) / figure(measured.empty[round] ?? one));
  const sorted = ratios.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Time, and in brackets processor time. */
function shown(
  /** @type {Measured | undefined} */ { passed, used } = { passed: Number.NaN, used: undefined },
) {
  const seconds = (/** @type {number} */ milliseconds) => (milliseconds / 1000).toFixed(1);
  return `${seconds(passed)} s (${seconds(used ?? Number.NaN)} s)`;
}
