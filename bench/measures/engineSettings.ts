import { stat } from "node:fs/promises";
import { join } from "node:path";
import { median, type Results } from "../results.ts";
import { Scene } from "../support/scene.ts";
import { SIDES } from "../support/sides.ts";
import { INSTANT } from "../support/tenant.ts";

const N = 500;

const SETTINGS: Record<string, NodeJS.ProcessEnv> = {
  "as it is": {},
  gzip: { PULUMI_DIY_BACKEND_GZIP: "true" },
  zstd: { PULUMI_DIY_BACKEND_ZSTD: "true" },
  "without backups": { PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true" },
  "without checkpoints": { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
  "diff in parallel": { PULUMI_PARALLEL_DIFF: "true" },
  "compile cache": { NODE_COMPILE_CACHE: "compile-cache" },
};

/** Creations of resources that do nothing, with each setting that Pulumi or Node.js offers. */
export async function measureEngineSettings(results: Results, rounds: number): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(SETTINGS).map((setting) => [setting, []]));
  const sizes = new Map<string, number>();
  for (let round = 0; round < rounds; round++)
    for (const [setting, env] of Object.entries(SETTINGS)) {
      await using scene = await Scene.create(SIDES.nothing, INSTANT, N);
      const { folder } = scene.project;
      const cache = env["NODE_COMPILE_CACHE"];
      const all = cache === undefined ? env : { ...env, NODE_COMPILE_CACHE: join(folder, cache) };
      times.get(setting)?.push((await scene.project.up(["--parallel", "64"], all)).seconds);
      sizes.set(setting, await sizeOfState(folder));
    }
  for (const setting of Object.keys(SETTINGS)) {
    results.show(`engine: create ${N} that do nothing, ${setting}`, median(times.get(setting) ?? []), "s");
    results.show(`engine: state of ${N}, ${setting}`, Math.round((sizes.get(setting) ?? 0) / 1000), "KB");
  }
}

/** Bytes of the state, which compression names otherwise. */
async function sizeOfState(folder: string): Promise<number> {
  for (const ending of ["json", "json.gz", "json.zst"]) {
    const file = join(folder, ".state/.pulumi/stacks/bench", `bench.${ending}`);
    const found = await stat(file).catch(() => undefined);
    // A new stack begins with an uncompressed file.
    if (found !== undefined && found.size > 1000) return found.size;
  }
  return Number.NaN;
}
