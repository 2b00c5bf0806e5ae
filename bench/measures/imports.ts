import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "../../tools/setup/paths.mjs";
import { median, type Results } from "../results.ts";

const LIMITS = { "pulumi-prismatic": 0.06, "pulumi-prismatic/dynamic": 0.2 };

/** Times of the imports in a program and in the provider's process, as parts of the import of Pulumi's SDK. */
export async function measureImports(results: Results, rounds: number): Promise<void> {
  for (const [name, most] of Object.entries(LIMITS)) {
    const measured: Times[] = [];
    for (let round = 0; round < 2 * rounds + 1; round++) measured.push(await timesOf(name));
    const milliseconds = (time: (each: Times) => number) => median(measured.map(time));
    results.show(
      `import of @pulumi/pulumi before ${name}`,
      milliseconds(({ sdk }) => sdk),
      "ms",
    );
    results.show(
      `import of ${name}`,
      milliseconds(({ ours }) => ours),
      "ms",
    );
    const part = milliseconds(({ sdk, ours }) => ours / sdk);
    results.promise(`import of ${name} / import of @pulumi/pulumi`, part, "times", { most });
  }
}

interface Times {
  sdk: number;
  ours: number;
}

async function timesOf(name: string): Promise<Times> {
  const program = `
    const { performance } = require("node:perf_hooks");
    const begin = performance.now();
    require("@pulumi/pulumi");
    const between = performance.now();
    require(${JSON.stringify(name)});
    console.log(JSON.stringify({ sdk: between - begin, ours: performance.now() - between }));`;
  const { NODE_OPTIONS: _, NODE_COMPILE_CACHE: __, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], { cwd: root, env });
  return JSON.parse(stdout) as Times;
}
