// What the policy pack costs: previews of one program without a pack, with our pack, and with two packs that have no
// policies, in turns, on this machine. `--existing` previews connections that exist, as most previews do.
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
  },
});
const resources = Number(values.resources);
const rounds = Number(values.rounds);
/** The most that a run with the pack may take, as a part of the same run without it. */
const LIMIT = 1.15;

/** @typedef {"none" | "bare" | "empty" | "ours"} Arm */
/** @type {Readonly<Record<Arm, string>>} */
const TITLES = {
  none: "no pack",
  bare: "a pack that answers each call with nothing: Pulumi's engine and its runner of packs",
  empty: "a pack of no policies on Pulumi's PolicyPack",
  ours: "ours",
};
const arms = /** @type {Arm[]} */ (Object.keys(TITLES));

const folder = await mkdtemp(join(tmpdir(), "policies-bench-"));
const emulator = await startEmulator({ port: 0, dataDirectory: join(folder, "data"), requestsPerSecond: 0 });
try {
  await writeProject(folder, resources);
  await configure();
  if (values.existing) await pulumi(["up", "--yes", "--skip-preview", "--suppress-progress"]);
  await preview("none");
  /** @type {Record<Arm, Measured[]>} */
  const measured = { none: [], bare: [], empty: [], ours: [] };
  for (let round = 0; round < rounds; round++) {
    // Another one begins each round, so that a machine that becomes slower or quicker favours none.
    const first = round % arms.length;
    for (const arm of [...arms.slice(first), ...arms.slice(0, first)]) measured[arm].push(await preview(arm));
    const line = arms.map((arm) => `${arm} ${seconds(measured[arm][round]?.passed)}`);
    console.log(`round ${round + 1}: ${line.join(", ")}`);
  }
  console.log(
    `${resources} ${values.existing ? "existing" : "new"} connections, medians of ${rounds} rounds`,
  );
  console.log(`(in brackets processor time of all processes; both as parts of what no pack takes):`);
  for (const arm of arms) {
    const passed = median(ratios(measured, arm, ({ passed }) => passed));
    const used = median(ratios(measured, arm, ({ used = Number.NaN }) => used));
    console.log(`  ${passed.toFixed(3)} (${used.toFixed(3)})  ${TITLES[arm]}`);
  }
  const load = `${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`;
  console.log(`At most ${LIMIT} is wanted of ours. Load of this machine: ${load}.`);
  process.exitCode = median(ratios(measured, "ours", ({ passed }) => passed)) <= LIMIT ? 0 : 1;
} finally {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
}

/** The stack, with the emulator's tenant. */
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
    bare: ["--policy-pack", join(folder, "bare")],
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

function ratios(
  /** @type {Record<Arm, Measured[]>} */ measured,
  /** @type {Arm} */ arm,
  /** @type {(one: Measured) => number} */ figure,
) {
  return measured[arm].map((one, round) => figure(one) / figure(measured.none[round] ?? one));
}

function median(/** @type {number[]} */ numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function seconds(/** @type {number | undefined} */ milliseconds = Number.NaN) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
