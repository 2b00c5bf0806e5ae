import { createInterface } from "node:readline/promises";
import { RolloutError } from "../errors.ts";
import type { SelectionFlags } from "../options.ts";
import { colored } from "../report/colored.ts";
import { EXIT } from "../report/exitCode.ts";
import { prepareOutputs, writeOutput } from "../report/writing.ts";
import { signalExitCode, untilSignal } from "../signals.ts";
import { plainProgress, type UpProgress } from "./progress.ts";
import { up } from "./run.ts";
import { upExitCode, upReport, upText } from "./upReport.ts";

/** Options of the command `up`. */
export interface UpFlags extends SelectionFlags {
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

/** Updates the chosen stacks, after a question where nobody has answered it by an option. */
export async function runUp({
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
