import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../tools/setup/paths.mjs";
import { runCommand, type CommandResult } from "./processes.ts";

/** A step of an emitted workflow. */
export interface WorkflowStep {
  name?: string;
  run?: string;
  env?: Record<string, string>;
}

/** A job's result: what its step printed, and what it left for GitHub. */
export interface StepResult extends CommandResult {
  outputs: Map<string, string>;
  summary: string;
}

/** Answers of GitHub's API, as `gh` prints them. */
export interface Answers {
  comments?: string;
  pulls?: string;
  rules?: string;
}

const GH = `#!/usr/bin/env bash
printf '%q ' "$@" >> "$FAKE/calls"; printf '\\n' >> "$FAKE/calls"
case "$*" in
  *"/comments?per_page"*) cat "$FAKE/comments" ;;
  *"/pulls"*) cat "$FAKE/pulls" ;;
  *"/environments/"*) cat "$FAKE/rules" ;;
  *comment.md*) cp comment.md "$FAKE/posted" ;;
esac
`;

/** Stands for npm, which finds the command among the project's packages. */
const NPX = `#!/usr/bin/env bash
[ "$1 $2" = "--no prismatic-rollout" ] || exit 99
shift 2
exec "$NODE" "$ROLLOUT" "$@"
`;

/** Runs steps of workflows as GitHub's runner does, with a `gh` that records its calls in place of GitHub. */
export class GithubRunner implements AsyncDisposable {
  readonly folder: string;
  #jobs = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async start(): Promise<GithubRunner> {
    const runner = new GithubRunner(await mkdtemp(join(tmpdir(), "github-runner-")));
    await mkdir(join(runner.folder, "bin"));
    for (const [name, text] of [["gh", GH] as const, ["npx", NPX] as const]) {
      await writeFile(join(runner.folder, "bin", name), text);
      await chmod(join(runner.folder, "bin", name), 0o755);
    }
    await runner.answer({});
    return runner;
  }

  /** Begins a job: its temporary folder. */
  async job(): Promise<string> {
    const temp = join(this.folder, `job-${++this.#jobs}`);
    await mkdir(temp);
    return temp;
  }

  async answer({ comments = "", pulls = "", rules = "1\n" }: Answers): Promise<void> {
    await writeFile(join(this.folder, "calls"), "");
    await writeFile(join(this.folder, "posted"), "");
    for (const [name, text] of Object.entries({ comments, pulls, rules }))
      await writeFile(join(this.folder, name), text);
  }

  /** The calls of `gh` since the last answer was set, and the text that was posted. */
  async told(): Promise<{ calls: string[]; posted: string }> {
    const [calls, posted] = await Promise.all(
      ["calls", "posted"].map((name) => readFile(join(this.folder, name), "utf8")),
    );
    return { calls: (calls ?? "").trim().split("\n").filter(Boolean), posted: posted ?? "" };
  }

  /**
   * Runs the script of a step.
   *
   * @param env the values of the step's expressions, over the runner's own environment
   */
  async run(
    step: WorkflowStep | undefined,
    { temp, cwd = temp, env }: { temp: string; cwd?: string; env: NodeJS.ProcessEnv },
  ): Promise<StepResult> {
    const [output, summary] = [join(temp, "output"), join(temp, "summary")];
    await writeFile(output, "");
    await writeFile(summary, "");
    const script = join(temp, "script.sh");
    await writeFile(script, step?.run ?? "exit 98");
    const own = Object.entries(step?.env ?? {}).filter(([, value]) => !value.includes("${{"));
    const result = await runCommand("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
      cwd,
      env: {
        ...{
          RUNNER_TEMP: temp,
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: summary,
          GITHUB_RUN_ATTEMPT: "1",
        },
        ...Object.fromEntries(own),
        ...env,
        ...{
          FAKE: this.folder,
          NODE: process.execPath,
          ROLLOUT: join(root, "rollout/bin/prismatic-rollout.js"),
        },
        PATH: [join(this.folder, "bin"), env["PATH"] ?? process.env["PATH"]].join(":"),
      },
    });
    const lines = (await readFile(output, "utf8")).trim().split("\n").filter(Boolean);
    const outputs = new Map(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    return { ...result, outputs, summary: await readFile(summary, "utf8") };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
