import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileCache } from "../../tools/setup/paths.mjs";
import { runCommand } from "./processes.ts";
import type { TestTenant } from "./tenant.ts";

const prismPath = join(
  dirname(createRequire(import.meta.url).resolve("@prismatic-io/prism/package.json")),
  "lib/run.js",
);

/** The environment of prism, or of a program that starts it, signed in to the tenant. */
export async function prismEnvironment(tenant: TestTenant, cwd: string): Promise<NodeJS.ProcessEnv> {
  return {
    PATH: process.env["PATH"],
    PRISMATIC_URL: tenant.url,
    PRISM_ACCESS_TOKEN: await tenant.newAccessToken(),
    PRISM_CONFIG_FILE: join(cwd, "prism.yml"),
    NO_PROXY: "127.0.0.1",
    NODE_COMPILE_CACHE: compileCache,
  };
}

/** Runs a command of Prismatic's own command line, signed in to the tenant; the answer is what it printed. */
export async function runPrism(tenant: TestTenant, args: string[], cwd: string): Promise<string> {
  const env = await prismEnvironment(tenant, cwd);
  const { exitCode, output } = await runCommand(process.execPath, [prismPath, ...args], { cwd, env });
  if (exitCode !== 0) throw new Error(`prism ${args.join(" ")} ended with exit code ${exitCode}:\n${output}`);
  return output;
}
