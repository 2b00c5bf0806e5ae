// What the policy pack costs: previews of one program with and without it, in turns, on this machine.
import { spawn } from "node:child_process";
import { mkdtemp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
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
    pairs: { type: "string", default: "5" },
  },
});
const resources = Number(values.resources);
const pairs = Number(values.pairs);
/** The most that a run with the pack may take, as a part of the same run without it. */
const LIMIT = 1.15;

const folder = await mkdtemp(join(tmpdir(), "policies-bench-"));
const emulator = await startEmulator({ port: 0, dataDirectory: join(folder, "data"), requestsPerSecond: 0 });
try {
  await prepare();
  await preview([]);
  const ratios = [];
  const processorRatios = [];
  for (let pair = 1; pair <= pairs; pair++) {
    // Each order in turn, so that a machine that becomes slower or quicker favours neither.
    const first = pair % 2 === 0 ? await preview(withPack()) : await preview([]);
    const second = pair % 2 === 0 ? await preview([]) : await preview(withPack());
    const [without, having] = pair % 2 === 0 ? [second, first] : [first, second];
    ratios.push(having.elapsed / without.elapsed);
    processorRatios.push(having.processor / without.processor);
    console.log(
      `pair ${pair}: ${seconds(without.elapsed)} without, ${seconds(having.elapsed)} with, ` +
        `ratio ${ratios.at(-1)?.toFixed(3)}; processor time ${seconds(without.processor)} without, ` +
        `${seconds(having.processor)} with, ratio ${processorRatios.at(-1)?.toFixed(3)}`,
    );
  }
  const middle = median(ratios);
  console.log(
    `median ratio of ${pairs} pairs at ${resources} resources: ${middle.toFixed(3)} (at most ${LIMIT})`,
  );
  console.log(`median ratio of processor time: ${median(processorRatios).toFixed(3)}`);
  console.log(`load of this machine: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`);
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
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await mkdir(join(folder, "state"));
  for (const name of ["@pulumi/pulumi", "pulumi-prismatic"]) {
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

function withPack() {
  return ["--policy-pack", join(root, "policies"), "--policy-pack-config", join(folder, "policies.json")];
}

/** Milliseconds that a preview took, and how many of all processors with everything that it started. */
async function preview(/** @type {string[]} */ args) {
  const start = performance.now();
  const before = await processorTime();
  await pulumi(["preview", "--suppress-progress", ...args]);
  return { elapsed: performance.now() - start, processor: (await processorTime()) - before };
}

/**
 * Processor time of all ended children, in milliseconds; not a number where there is no /proc. Other work on the
 * machine changes it less than the time that passes.
 */
async function processorTime() {
  const text = await readFile("/proc/self/stat", "utf8").catch(() => "");
  // After the name, which is in parentheses, come the fields from the third on; hundredths of a second.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
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

function seconds(/** @type {number} */ milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
