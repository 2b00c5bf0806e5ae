import { createInterface } from "node:readline/promises";
import { Option, type Command } from "commander";
import { withExamples } from "pulumi-prismatic/commandLine";
import { RolloutError } from "../errors.ts";
import { repeated, seconds, wholeNumber, withSelection, type SelectionFlags } from "../options.ts";
import { thisOwner } from "../lock/owner.ts";
import { locksOf, nothingToUnlock } from "../lock/stackLocks.ts";
import { sharedEnvironment } from "../project/environment.ts";
import { findProject } from "../project/pulumiProject.ts";
import { readRolloutFile } from "../project/rolloutFile.ts";
import { backendUrl } from "../pulumi/backend.ts";
import { findPulumi } from "../pulumi/command.ts";
import { colored } from "../report/colored.ts";
import { EXIT } from "../report/exitCode.ts";
import { prepareOutputs, writeOutput } from "../report/writing.ts";
import { signalExitCode, untilSignal } from "../signals.ts";
import { plainProgress, type UpProgress } from "./progress.ts";
import { up } from "./run.ts";
import { upExitCode, upReport, upText } from "./upReport.ts";

interface UpFlags extends SelectionFlags {
  policyPack?: string[];
  policyPackConfig?: string[];
  maxConcurrent?: number;
  timeout: number;
  grace: number;
  wave?: string;
  plan?: string;
  planReport?: string;
  approve?: string[];
  resume?: boolean;
  yes?: boolean;
  lock: boolean;
  logs?: string;
  json?: string;
}

const EXIT_CODES = `
Exit codes, as for preview: ${EXIT.nothing} all tenants are current, ${EXIT.changes} something is left to do, ${EXIT.violation} a mandatory policy violation, ${EXIT.failure} a failure,
130 interrupted.`;

/** Adds the commands `up` and `unlock`. */
export function addUp(program: Command): void {
  const updating = withSelection(
    program
      .command("up")
      .description("Updates all chosen stacks in the waves of rollout.yaml, with their gates"),
  )
    .option("--yes", "asks nothing before it begins; needed without a terminal")
    .option("--resume", "goes on with the rollout before: it finds what was done, here or on another machine")
    .option("--plan <digest>", "carries out nothing but the preview with this digest")
    .option("--plan-report <file>", "its JSON, for a part of its stacks: those that are chosen here")
    .option(
      "--wave <name>",
      "only this wave of rollout.yaml, and only those of the chosen stacks that it has",
    )
    .option(
      "--approve <digest>",
      "approves the wave with this digest, or all that --plan allows with the same; may be repeated",
      repeated,
    )
    .option("--policy-pack <folder>", "policy pack to run; may be repeated", repeated)
    .option("--policy-pack-config <file>", "its configuration, in the same order; may be repeated", repeated)
    .option("--max-concurrent <number>", "stacks that are worked on at the same time", wholeNumber)
    .addOption(
      new Option("--timeout <duration>", "time that one command for one stack may take")
        .default(3600, "1h")
        .argParser(seconds),
    )
    .addOption(
      new Option("--grace <duration>", "time that an interrupted update may still take")
        .default(60, "60s")
        .argParser(seconds),
    )
    .option("--no-lock", "takes no lock; make sure that only one rollout runs")
    .option("--logs <folder>", "folder of logs and journal, by default .prismatic-rollout in the project's")
    .option("--json <file>", 'writes the report as JSON; "-" is standard output, in place of the text')
    .addHelpText("after", EXIT_CODES)
    .action(runUp);
  withExamples(updating, [
    ["all stacks, wave by wave", "prismatic-rollout up --all"],
    ["just what a preview showed, in CI", "prismatic-rollout up --all --yes --plan <digest>"],
    ["the rest, after a failure or an interrupt", "prismatic-rollout up --all --yes --resume"],
  ]);
  const unlocking = program
    .command("unlock")
    .description("Removes the lock of a run that is certainly over, such as one of a machine that is gone")
    .requiredOption("--stack <name>", "name of the stack")
    .requiredOption("--run <id>", "the run that the message of the lock names")
    .option("--cwd <folder>", "folder of the Pulumi project", process.cwd())
    .action(runUnlock);
  withExamples(unlocking, [
    ["the lock of a run on a machine that is gone", "prismatic-rollout unlock --stack eu --run <id>"],
  ]);
}

async function runUp({
  label: labels,
  policyPack,
  policyPackConfig,
  approve = [],
  ...flags
}: UpFlags): Promise<void> {
  if (flags.planReport !== undefined && flags.plan === undefined) {
    throw new RolloutError(
      "USAGE",
      "--plan-report alone binds to nothing: whoever can change the file could change what is done.",
      "Type --plan with the digest that was approved as well.",
    );
  }
  const file =
    flags.json === undefined || flags.json === "-" ? undefined : { flag: "--json", file: flags.json };
  if (file !== undefined) await prepareOutputs([file]);
  const interruption = untilSignal();
  const ask =
    process.stdin.isTTY && process.stderr.isTTY
      ? (question: string) => askAtTerminal(question, interruption.signal)
      : undefined;
  if (flags.yes !== true) {
    const begin = "This updates all chosen stacks. Begin?";
    if (ask === undefined) throw new RolloutError("USAGE", "There is no terminal to ask at.", "Type --yes.");
    if (!(await ask(begin))) {
      process.exitCode = signalExitCode(interruption.signal) ?? EXIT.nothing;
      return;
    }
  }
  const progress = await progressFor(process.stderr);
  const report = await up({
    ...{ ...flags, labels, approve, resume: flags.resume === true, progress },
    ...(policyPack === undefined ? {} : { policyPacks: policyPack }),
    ...(policyPackConfig === undefined ? {} : { policyPackConfigs: policyPackConfig }),
    ...{ signal: interruption.signal, env: process.env },
    ask: ask && ((question) => progress.pausedFor(() => ask(question))),
  }).finally(() => progress.close());
  const json = `${JSON.stringify(upReport.parse(report), null, 2)}\n`;
  process.stdout.write(flags.json === "-" ? json : colored(upText(report), process.stdout));
  if (file !== undefined) await writeOutput(file, json);
  process.exitCode = signalExitCode(interruption.signal) ?? upExitCode(report);
}

/** A live list on a terminal, one line for each event elsewhere. */
async function progressFor(terminal: NodeJS.WriteStream): Promise<UpProgress> {
  // Some terminals of CI systems have no size.
  if (!terminal.isTTY || !terminal.columns || !terminal.rows)
    return plainProgress((text) => terminal.write(text));
  return (await import("./liveProgress.ts")).liveProgress(terminal);
}

/** Asks for the word yes; an interrupt, or the end of what is typed, is a no. */
async function askAtTerminal(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // While it is asked, Ctrl-C comes as a key.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const end = new AbortController();
  terminal.once("close", () => end.abort());
  const stop = AbortSignal.any([signal, end.signal]);
  try {
    return (await terminal.question(`${question} Type yes: `, { signal: stop })).trim() === "yes";
  } catch (error) {
    if (!stop.aborted) throw error;
    process.stderr.write("\n");
    return false;
  } finally {
    terminal.close();
  }
}

async function runUnlock({ stack, run, cwd }: { stack: string; run: string; cwd: string }): Promise<void> {
  const project = await findProject(cwd);
  const env = sharedEnvironment(await readRolloutFile(project.folder), process.env);
  const pulumi = await findPulumi({ cwd: project.folder, env, signal: untilSignal().signal });
  const url = await backendUrl(pulumi);
  const locks = await locksOf(url, project.folder, { project: project.name, owner: thisOwner(run) });
  if (locks === undefined) throw nothingToUnlock(url, stack);
  await locks.unlock(stack, run);
  process.stdout.write(`Stack "${stack}" is unlocked. Go on with: prismatic-rollout up --resume\n`);
}
