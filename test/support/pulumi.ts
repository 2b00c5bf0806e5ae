import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { engineEnvironment } from "../../tools/setup/environment.mjs";
import { engineFolder, root } from "../../tools/setup/paths.mjs";
import { readEvents, type EngineEvent } from "./engineEvents.ts";
import { runCommand, type CommandResult } from "./processes.ts";
import type { PreviewJson, StackExport } from "./pulumiJson.ts";

/** What a test's Pulumi project is made of. */
export interface ProjectOptions {
  /** The source of index.ts. */
  program?: string;
  /** Further files, by path within the project. */
  files?: Record<string, string>;
  /** Configuration in the clear, by key such as `prismatic:url`. */
  config?: Record<string, string>;
  secrets?: Record<string, string>;
  stackName?: string;
  env?: NodeJS.ProcessEnv;
  /** Packages of the repository that the program imports, besides the SDK and the provider. */
  packages?: string[];
}

/** How one `pulumi` command is run. */
export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** The command must fail; otherwise it must not. `"either"` leaves it open. */
  expectFailure?: boolean | "either";
  /** Record the engine's events. */
  events?: boolean;
  onStart?: (child: ChildProcess) => void;
}

/** What a `pulumi` command printed, and its events where they were asked for. */
export interface PulumiResult extends CommandResult {
  events: EngineEvent[];
}

/**
 * A Pulumi project in a folder of its own, with its own state, run by the real engine.
 *
 * ```ts
 * await using project = await createPulumiProject({ program: `export const answer = 42;` });
 * await project.up();
 * ```
 */
export async function createPulumiProject(options: ProjectOptions): Promise<PulumiProject> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-project-"));
  const project = new PulumiProject(folder, options.stackName ?? "test", options.env ?? {});
  const packages = ["@pulumi/pulumi", "pulumi-prismatic", ...(options.packages ?? [])];
  const manifest = {
    name: "test-project",
    type: "module",
    main: "index.ts",
    dependencies: Object.fromEntries(packages.map((name) => [name, "*"])),
  };
  await mkdir(join(folder, ".state"));
  await project.writeFile("package.json", JSON.stringify(manifest));
  await project.writeFile(
    "Pulumi.yaml",
    "name: test-project\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  if (options.program !== undefined) await project.writeProgram(options.program);
  for (const [path, content] of Object.entries(options.files ?? {})) await project.writeFile(path, content);
  for (const name of packages) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", name), link);
  }
  await project.run(["stack", "init", project.stackName]);
  const values = [
    ...Object.entries(options.config ?? {}).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]),
    ...Object.entries(options.secrets ?? {}).flatMap(([key, value]) => ["--secret", `${key}=${value}`]),
  ];
  if (values.length > 0) await project.run(["config", "set-all", ...values]);
  return project;
}

/** A test's Pulumi project; see {@link createPulumiProject}. */
export class PulumiProject implements AsyncDisposable {
  readonly folder: string;
  readonly stackName: string;
  readonly #enginePath = process.env["ENGINE_PATH"] ?? engineFolder;
  readonly #env: NodeJS.ProcessEnv;
  #eventLogs = 0;

  constructor(folder: string, stackName: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.stackName = stackName;
    this.#env = env;
  }

  /** The environment in which `pulumi` runs. */
  environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return engineEnvironment(this.#enginePath, {
      PULUMI_BACKEND_URL: `file://${join(this.folder, ".state")}`,
      PULUMI_HOME: join(this.folder, ".pulumi-home"),
      PULUMI_CONFIG_PASSPHRASE: "test",
      // The flag --event-log exists only with it.
      PULUMI_DEBUG_COMMANDS: "true",
      ...this.#env,
      ...extra,
    });
  }

  /** Runs any `pulumi` command in the project. */
  async run(args: string[], options: RunOptions = {}): Promise<PulumiResult> {
    const { env, expectFailure = false, events = false, onStart } = options;
    const eventLog = join(this.folder, `.events-${this.#eventLogs++}`);
    const all = [...args, "--non-interactive", "--color", "never"];
    if (events) all.push("--event-log", eventLog);
    const result = await runCommand(join(this.#enginePath, "pulumi"), all, {
      cwd: this.folder,
      env: this.environment(env),
      ...(onStart ? { onStart } : {}),
    });
    if (expectFailure !== "either" && expectFailure === (result.exitCode === 0)) {
      const expected = expectFailure ? "a failure" : "success";
      const ended = `ended with exit code ${result.exitCode} instead of ${expected}`;
      throw new Error(`pulumi ${args.join(" ")} ${ended}:\n${result.output}`);
    }
    return { ...result, events: events ? await readEvents(eventLog) : [] };
  }

  up(args: string[] = [], options?: RunOptions): Promise<PulumiResult> {
    return this.run(["up", "--yes", "--skip-preview", ...args], options);
  }

  preview(args: string[] = [], options?: RunOptions): Promise<PulumiResult> {
    return this.run(["preview", "--diff", ...args], options);
  }

  refresh(args: string[] = [], options?: RunOptions): Promise<PulumiResult> {
    return this.run(["refresh", "--yes", "--skip-preview", ...args], options);
  }

  destroy(args: string[] = [], options?: RunOptions): Promise<PulumiResult> {
    return this.run(["destroy", "--yes", "--skip-preview", ...args], options);
  }

  /** The steps that `preview --json` announces. */
  async previewJson(args: string[] = [], options?: RunOptions): Promise<PreviewJson> {
    return JSON.parse((await this.run(["preview", "--json", ...args], options)).stdout) as PreviewJson;
  }

  /** The state, as `pulumi stack export` shows it. */
  async exportState({ showSecrets = false } = {}): Promise<StackExport> {
    const args = ["stack", "export", ...(showSecrets ? ["--show-secrets"] : [])];
    return JSON.parse((await this.run(args)).stdout) as StackExport;
  }

  /** All that Pulumi has written to its backend: the state, its backups and the history. */
  async stateFilesText(): Promise<string> {
    const entries = await readdir(join(this.folder, ".state"), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "utf8")));
    return texts.join("\n");
  }

  async setConfig(key: string, value: string, { secret = false } = {}): Promise<void> {
    await this.run(["config", "set-all", secret ? "--secret" : "--plaintext", `${key}=${value}`]);
  }

  writeProgram(source: string): Promise<void> {
    return this.writeFile("index.ts", source);
  }

  async writeFile(path: string, content: string): Promise<void> {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  /** Removes the project and its state; what it made elsewhere stays. */
  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
