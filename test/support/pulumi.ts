import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { engineFolder, root } from "../../tools/setup/paths.mjs";
import { readEvents, type EngineEvent } from "./engineEvents.ts";
import { testEnvironment } from "./environment.ts";
import { runCommand, type CommandResult } from "./processes.ts";
import type { PreviewJson, StackExport, StateFile } from "./pulumiJson.ts";
import { KEY, PASSPHRASE, stackFiles, withValue } from "./stackFiles.ts";
import { startVault } from "./vault.ts";

/** Parts of a test's Pulumi project. */
export interface ProjectOptions {
  /** The source of index.ts. */
  program?: string;
  /** Further files, by path within the project. */
  files?: Record<string, string>;
  /** Configuration in the clear, by key such as `prismatic:url`. */
  config?: Record<string, string>;
  secrets?: Record<string, string>;
  stackName?: string;
  projectName?: string;
  env?: NodeJS.ProcessEnv;
  /** The key of the secrets comes from a passphrase, for a third of a second in each command, in place of a vault. */
  passphrase?: true;
  /** Packages of the repository that the program imports, besides the SDK and the provider. */
  packages?: string[];
}

/** Settings of one `pulumi` command. */
export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** The command must fail; otherwise it must not. `"either"` leaves it open. */
  expectFailure?: boolean | "either";
  /** Record the engine's events. */
  events?: boolean;
  /** Pulumi's `--color`; `"never"` where it is left out. */
  color?: "never" | "always";
  onStart?: (child: ChildProcess) => void;
}

/** Output of a `pulumi` command, and its events where they were asked for. */
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
  const { projectName = "test-project", stackName = "test", config = {}, secrets = {} } = options;
  const vault = options.passphrase ? undefined : await startVault(KEY);
  const env = { ...vault?.env, ...options.env };
  const project = new PulumiProject(folder, { projectName, stackName, env });
  const packages = ["@pulumi/pulumi", "pulumi-prismatic", ...(options.packages ?? [])];
  const manifest = {
    name: projectName,
    type: "module",
    main: "index.ts",
    dependencies: Object.fromEntries(packages.map((name) => [name, "*"])),
  };
  const files = {
    "package.json": JSON.stringify(manifest),
    "Pulumi.yaml": `name: ${projectName}\nruntime: { name: nodejs, options: { typescript: false } }\n`,
    ...stackFiles({ projectName, stackName, config, secrets, keySource: vault?.settings }),
    ...(options.program === undefined ? {} : { "index.ts": options.program }),
    ...options.files,
  };
  for (const [path, content] of Object.entries(files)) await project.writeFile(path, content);
  for (const name of packages) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", name), link);
  }
  return project;
}

/** A test's Pulumi project; see {@link createPulumiProject}. */
export class PulumiProject implements AsyncDisposable {
  readonly folder: string;
  readonly projectName: string;
  readonly stackName: string;
  readonly #enginePath = process.env["ENGINE_PATH"] ?? engineFolder;
  readonly #env: NodeJS.ProcessEnv;
  #eventLogs = 0;

  constructor(folder: string, names: { projectName: string; stackName: string; env: NodeJS.ProcessEnv }) {
    this.folder = folder;
    this.projectName = names.projectName;
    this.stackName = names.stackName;
    this.#env = names.env;
  }

  /** The environment in which `pulumi` runs. */
  environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return testEnvironment(this.#enginePath, {
      PULUMI_BACKEND_URL: `file://${join(this.folder, ".state")}`,
      PULUMI_HOME: join(this.folder, ".pulumi-home"),
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      PULUMI_STACK: this.stackName,
      // The flag --event-log exists only with it.
      PULUMI_DEBUG_COMMANDS: "true",
      ...this.#env,
      ...extra,
    });
  }

  /** Runs any `pulumi` command in the project. */
  async run(args: string[], options: RunOptions = {}): Promise<PulumiResult> {
    const { env, expectFailure = false, events = false, color = "never", onStart } = options;
    const eventLog = join(this.folder, `.events-${this.#eventLogs++}`);
    const all = [...args, "--non-interactive", "--color", color];
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

  /** The file in which Pulumi keeps the state. */
  get stateFile(): string {
    return join(this.folder, ".state/.pulumi/stacks", this.projectName, `${this.stackName}.json`);
  }

  /** The state, as `pulumi stack export` shows it. */
  async exportState({ showSecrets = false } = {}): Promise<StackExport> {
    if (showSecrets)
      return JSON.parse((await this.run(["stack", "export", "--show-secrets"])).stdout) as StackExport;
    // What the command prints without secrets is what the file holds.
    const { version, checkpoint } = JSON.parse(await readFile(this.stateFile, "utf8")) as StateFile;
    return { version, deployment: checkpoint.latest ?? { manifest: { time: "0001-01-01T00:00:00Z" } } };
  }

  /** Makes this the state, as it stands and without a start of `pulumi`. */
  async writeState(deployment: StackExport["deployment"]): Promise<void> {
    const file = JSON.parse(await readFile(this.stateFile, "utf8")) as StateFile;
    const changed = { ...file, checkpoint: { ...file.checkpoint, latest: deployment } };
    await writeFile(this.stateFile, JSON.stringify(changed));
  }

  /** All that Pulumi has written to its backend: the state, its backups and the history. */
  async stateFilesText(): Promise<string> {
    const entries = await readdir(join(this.folder, ".state"), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "utf8")));
    return texts.join("\n");
  }

  async setConfig(key: string, value: string, { secret = false } = {}): Promise<void> {
    const file = `Pulumi.${this.stackName}.yaml`;
    const text = await readFile(join(this.folder, file), "utf8");
    await this.writeFile(file, withValue(text, this.projectName, { key, value, secret }));
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
