// What the policy pack costs: previews of one program without a pack, with a pack of no policies, and with ours, in
// turns, on this machine.
import { spawn } from "node:child_process";
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { startEmulator } from "prismatic-emulator";
import { engineEnvironment } from "../tools/setup/environment.mjs";
import { engineFolder, root } from "../tools/setup/paths.mjs";

const { values } = parseArgs({
  options: {
    resources: { type: "string", default: "1000" },
    rounds: { type: "string", default: "5" },
  },
});
const resources = Number(values.resources);
const rounds = Number(values.rounds);
/** @typedef {"without" | "empty" | "having"} Arm */
/** @type {Arm[]} */
const arms = ["without", "empty", "having"];
/** The most that a run with the pack may take, as a part of the same run without it. */
const LIMIT = 1.15;

const folder = await mkdtemp(join(tmpdir(), "policies-bench-"));
const emulator = await startEmulator({ port: 0, dataDirectory: join(folder, "data"), requestsPerSecond: 0 });
try {
  await prepare();
  await preview("without");
  /** @type {Record<Arm, number[]>} */
  const times = { without: [], empty: [], having: [] };
  for (let round = 0; round < rounds; round++) {
    // Each order in turn, so that a machine that becomes slower or quicker favours none.
    for (const arm of [...arms.slice(round % 3), ...arms.slice(0, round % 3)]) {
      times[arm].push(await preview(arm));
    }
    const [without, empty, having] = arms.map((arm) => seconds(times[arm][round]));
    console.log(
      `round ${round + 1}: ${without} without, ${empty} with a pack of no policies, ${having} with ours`,
    );
  }
  const ratios = (/** @type {Arm} */ one, /** @type {Arm} */ other) =>
    times[one].map((time, round) => time / (times[other][round] ?? Number.NaN));
  const middle = median(ratios("having", "without"));
  console.log(`${resources} resources, medians of ${rounds} rounds:`);
  console.log(`  ours to none: ${middle.toFixed(3)} (at most ${LIMIT})`);
  console.log(
    `  a pack of no policies to none, Pulumi's own share: ${median(ratios("empty", "without")).toFixed(3)}`,
  );
  console.log(`  ours to a pack of no policies: ${median(ratios("having", "empty")).toFixed(3)}`);
  console.log(`  load of this machine: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`);
  process.exitCode = middle <= LIMIT ? 0 : 1;
} finally {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
}

/** A project that declares as many connections as are measured, each of them registered and right. */
async function prepare() {
  const [stack] = emulator.stacks;
  const [tenant] = stack?.tenants ?? [];
  if (stack === undefined || tenant === undefined) throw new Error("The emulator has no tenant.");
  const program = `
    import { CustomerConnection } from "pulumi-prismatic";
    for (let index = 0; index < ${resources}; index++) {
      new CustomerConnection("slack-" + index, {
        component: "slack", connectionType: "oauth2", stableKey: "slack-" + index, name: "Slack " + index,
        description: "Posts to the customer's workspace",
        globalValues: { clientId: "4711." + index, scopes: "chat:write channels:read" },
        globalSecrets: { clientSecret: "made-up-" + index, signingSecret: "made-up-" + index },
        redeployInstances: "never",
      });
    }
  `;
  const entry = { kind: "CustomerConnection", component: "slack", connectionType: "oauth2" };
  /** @type {Record<string, object>} */
  const stableKeys = {};
  for (let index = 0; index < resources; index++) stableKeys[`slack-${index}`] = entry;
  const configuration = { "stable-key-registry": { registry: join(folder, "stable-keys.json") } };
  const files = {
    "Pulumi.yaml": "name: bench\nruntime: { name: nodejs, options: { typescript: false } }\n",
    "package.json": JSON.stringify({ name: "bench", type: "module", main: "index.ts" }),
    "index.ts": program,
    "stable-keys.json": JSON.stringify({ stableKeys }),
    "policies.json": JSON.stringify(configuration),
    "empty/PulumiPolicy.yaml": "runtime: { name: nodejs, options: { typescript: false } }\n",
    "empty/package.json": JSON.stringify({
      name: "empty",
      version: "1.0.0",
      type: "module",
      main: "index.js",
    }),
    "empty/index.js":
      'import { PolicyPack } from "@pulumi/policy";\nnew PolicyPack("empty", { policies: [] });\n',
  };
  await mkdir(join(folder, "empty"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await mkdir(join(folder, "state"));
  for (const name of ["@pulumi/pulumi", "@pulumi/policy", "pulumi-prismatic"]) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", name), link);
  }
  await pulumi(["stack", "init", "bench"]);
  await pulumi([
    ...["config", "set-all", "--plaintext", `prismatic:url=${stack.url}`],
    ...["--plaintext", `prismatic:tenantId=${tenant.id}`],
    ...["--secret", `prismatic:refreshToken=${tenant.refreshToken}`],
  ]);
}

/** Milliseconds that a preview took. */
async function preview(/** @type {Arm} */ arm) {
  const pack = {
    without: [],
    empty: ["--policy-pack", join(folder, "empty")],
    having: [
      ...["--policy-pack", join(root, "policies")],
      ...["--policy-pack-config", join(folder, "policies.json")],
    ],
  };
  const start = performance.now();
  await pulumi(["preview", "--suppress-progress", ...pack[arm]]);
  return performance.now() - start;
}

/** @returns {Promise<void>} */
function pulumi(/** @type {string[]} */ args) {
  const child = spawn(join(engineFolder, "pulumi"), [...args, "--non-interactive", "--color", "never"], {
    cwd: folder,
    env: engineEnvironment(engineFolder, {
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "bench",
    }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (output += chunk));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`pulumi ${args.join(" ")} failed:\n${output}`)),
    );
  });
}

function median(/** @type {number[]} */ numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function seconds(/** @type {number | undefined} */ milliseconds = Number.NaN) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
