import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./processes.ts";

/** A package manager as it is set up for a project. */
export interface PackageManager {
  /** Settings of a project, by file. */
  files: Record<string, string>;
  /** The field of a monorepo's manifest that lists its workspaces, or a file that does. */
  workspaces: { manifest: object; files: Record<string, string> };
  install(folder: string, registry: string): Promise<void>;
}

/** The managers that come from npm, each in a version of its own. `bun` brings one binary for each platform. */
const VERSIONS = {
  pnpm: "12.21.0",
  "@yarnpkg/cli-dist": "4.18.1",
  [`@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`]: "1.4.5",
};

/** Puts the package managers into a folder, with which all that they keep goes away as well. */
export async function packageManagers(folder: string): Promise<Record<string, PackageManager>> {
  const tools = join(folder, "tools");
  await mkdir(tools, { recursive: true });
  await writeFile(join(tools, "package.json"), JSON.stringify({ private: true, dependencies: VERSIONS }));
  await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], tools, {});
  const bin = join(tools, "node_modules/.bin");
  const [bun = ""] = Object.keys(VERSIONS).filter((name) => name.startsWith("@oven/"));
  const listed = { manifest: { workspaces: ["infra"] }, files: {} };
  // The SDK's protobufjs would print a warning when it is installed, and pnpm wants to be told that it does not have to.
  const pnpmSettings = "allowBuilds: { protobufjs: false }\n";
  return {
    npm: {
      files: {},
      workspaces: listed,
      install: (project, registry) =>
        run("npm", ["install", "--no-audit", "--no-fund"], project, { npm_config_registry: registry }),
    },
    pnpm: {
      files: { "pnpm-workspace.yaml": pnpmSettings },
      workspaces: { manifest: {}, files: { "pnpm-workspace.yaml": `packages: [infra]\n${pnpmSettings}` } },
      install: (project, registry) =>
        run(join(bin, "pnpm"), ["install", "--store-dir", join(folder, "pnpm")], project, {
          pnpm_config_registry: registry,
        }),
    },
    yarn: {
      files: { ".yarnrc.yml": "nodeLinker: node-modules\n", "yarn.lock": "" },
      workspaces: listed,
      install: (project, registry) =>
        run(join(bin, "yarn"), ["install", "--no-immutable"], project, {
          YARN_NPM_REGISTRY_SERVER: registry,
          YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
          YARN_ENABLE_TELEMETRY: "0",
          YARN_GLOBAL_FOLDER: join(folder, "yarn"),
        }),
    },
    bun: {
      files: {},
      workspaces: listed,
      install: (project, registry) =>
        run(join(tools, "node_modules", bun, "bin/bun"), ["install"], project, {
          BUN_CONFIG_REGISTRY: registry,
          BUN_INSTALL_CACHE_DIR: join(folder, "bun"),
        }),
    },
  };
}

async function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { exitCode, output } = await runCommand(command, args, { cwd, env: { ...process.env, ...env } });
  if (exitCode !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with exit code ${exitCode}:\n${output}`);
}
