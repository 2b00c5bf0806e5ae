import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { stackFiles } from "../../test/support/stackFiles.ts";
import { engineEnvironment } from "../../tools/setup/environment.mjs";
import { engineFolder, root } from "../../tools/setup/paths.mjs";
import { PeakMemory } from "./peakMemory.ts";
import type { Tenant } from "./tenant.ts";

const PROJECT = "bench";
const STACK = "bench";

/** Side of a comparison that runs in Pulumi. */
export interface Side {
  /** `index.ts` of the program, with what it needs from files beside it. */
  program: string;
  /** Further files of the project, by path. */
  files?: Record<string, string>;
  /** Folder of the package that the program imports as `pulumi-prismatic`; left out: ours. */
  provider?: string;
  /** Environment variables of all its commands. */
  env?: NodeJS.ProcessEnv;
}

/** Time and memory of one command. */
export interface Measured {
  seconds: number;
  /** Most memory of the process for dynamic providers, in MB. */
  providerMemory: number;
  output: string;
}

/** A Pulumi project as users have it, in a folder of its own, with a file backend and a passphrase. */
export class Project implements AsyncDisposable {
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.#env = env;
  }

  static async create(side: Side, tenant: Pick<Tenant, "config" | "secrets">): Promise<Project> {
    const folder = await mkdtemp(join(tmpdir(), "bench-project-"));
    const { config, secrets } = tenant;
    const files = {
      "package.json": JSON.stringify({ name: PROJECT, type: "module", main: "index.ts" }),
      "Pulumi.yaml": `name: ${PROJECT}\nruntime: { name: nodejs, options: { typescript: false } }\n`,
      ...stackFiles({ projectName: PROJECT, stackName: STACK, config, secrets }),
      "index.ts": side.program,
      ...side.files,
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const modules = join(folder, "node_modules");
    await mkdir(join(modules, "@pulumi"), { recursive: true });
    for (const name of ["pulumi", "policy"])
      await symlink(join(root, "node_modules/@pulumi", name), join(modules, "@pulumi", name));
    const provider = side.provider ?? join(root, "provider");
    // A link would find the SDK of the package's own place.
    if (side.provider === undefined) await symlink(provider, join(modules, "pulumi-prismatic"));
    else await cp(provider, join(modules, "pulumi-prismatic"), { recursive: true });
    return new Project(folder, { ...side.env });
  }

  /** Runs `pulumi` as a user does. @throws Error where it fails */
  run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Measured> {
    const begin = performance.now();
    const child = spawn(join(engineFolder, "pulumi"), [...args, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: { ...this.#environment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const memory = new PeakMemory(child.pid ?? 0, "dynamic-provider");
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        const seconds = (performance.now() - begin) / 1000;
        const providerMemory = memory.end();
        if (code === 0) resolve({ seconds, providerMemory, output });
        else reject(new Error(`pulumi ${args.join(" ")} failed:\n${output.slice(-5000)}`));
      });
    });
  }

  up(args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Measured> {
    return this.run(["up", "--yes", "--skip-preview", "--suppress-progress", ...args], env);
  }

  preview(args: string[] = []): Promise<Measured> {
    return this.run(["preview", "--suppress-progress", ...args]);
  }

  write(path: string, text: string): Promise<void> {
    return writeFile(join(this.folder, path), text);
  }

  /** The text of the state. */
  state(): Promise<string> {
    return readFile(join(this.folder, ".state/.pulumi/stacks", PROJECT, `${STACK}.json`), "utf8");
  }

  /** The environment of a user: nothing in it makes a command quicker. */
  #environment(): NodeJS.ProcessEnv {
    const { NODE_COMPILE_CACHE: _, ...env } = engineEnvironment(engineFolder, {
      PULUMI_BACKEND_URL: `file://${join(this.folder, ".state")}`,
      PULUMI_HOME: join(this.folder, ".pulumi-home"),
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_STACK: STACK,
      ...this.#env,
    });
    return env;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
