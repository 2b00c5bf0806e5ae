import { Command } from "commander";
import { addCompletion, type Values } from "./completion.ts";
import { CommandError, failureJson, failureText, wantsJson, type Failure } from "./failure.ts";

/** The facts of a command line that all of its commands share. */
export interface ProgramOptions {
  name: string;
  description: string;
  version: string;
}

/** Exit code after Ctrl-C, as shells give it. */
const EXIT_INTERRUPTED = 130;

/** A command whose mistakes of usage are failures like all others. */
class OwnCommand extends Command {
  override createCommand(name?: string): OwnCommand {
    return new OwnCommand(name);
  }

  override error(message: string): never {
    throw new CommandError({
      code: "USAGE",
      message: message.replace(/^error: /, "").replaceAll("\n", "\n  "),
      next: `${pathOf(this)} --help`,
    });
  }
}

/** Begins a command line with `--version` and failures that have a code and a next step. */
export function commandLine({ name, description, version }: ProgramOptions): Command {
  return new OwnCommand(name)
    .description(description)
    .version(version, "-V, --version", "prints the version")
    .helpOption("-h, --help", "shows this help")
    .helpCommand("help [command]", "Shows the help of a command");
}

/** Adds examples to the help of a command: what each does, and what to type. */
export function withExamples(command: Command, examples: readonly (readonly [string, string])[]): Command {
  const lines = examples.map(([does, typed]) => `  # ${does}\n  $ ${typed}`);
  return command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}

/** The parts of a command line that differ from command to command. */
export interface Surroundings {
  /** Makes a failure of what was thrown; undefined for a mistake of the command's own. */
  explain?: (error: unknown) => Failure | undefined;
  /** Values for the shell's completion, by the names of options and arguments. */
  values?: Values;
}

/**
 * Runs a command line to its end, with completion for shells. A failure is told with its code and its next step, and the exit
 * code is 1.
 */
export async function runProgram(
  program: Command,
  { explain = () => undefined, values = {} }: Surroundings = {},
): Promise<void> {
  outliveReaders();
  addCompletion(program, values);
  try {
    await program.parseAsync();
  } catch (error) {
    const failure = error instanceof CommandError ? error : (explain(error) ?? internal(program, error));
    tell(failure, process.argv.slice(2));
    process.exitCode = failure.code === "INTERRUPTED" ? EXIT_INTERRUPTED : 1;
  }
}

/** Has a command go on where the reader of its output stops, as `head` does: that is no failure of the command. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

function tell(failure: Failure, args: readonly string[]): void {
  process.stderr.write(wantsJson(args) ? failureJson(failure) : failureText(failure, process.stderr));
}

function internal(program: Command, error: unknown): Failure {
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: "INTERNAL",
    message: `Internal error of ${program.name()}: ${said.replaceAll("\n", "\n  ")}`,
    next: "Please report it, with the command that you typed and without secrets.",
  };
}

/** The words that call a command: `prismatic-rollout emit github`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
