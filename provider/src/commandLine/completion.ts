import { Argument, type Command, type Option } from "commander";
import { ownValue } from "../tenant/ownValue.ts";
import { completionScript, SHELLS, type Shell } from "./completionScripts.ts";

/** One word that may stand next, and what it means. */
export interface Candidate {
  value: string;
  description: string;
}

/** Values that options and arguments take, by their names: `stack` for `--stack`. Read when somebody presses Tab. */
export type Values = Readonly<Record<string, () => readonly string[]>>;

/** Adds the command that prints a shell's script, and the one that this script asks for what may stand next. */
export function addCompletion(program: Command, values: Values): void {
  program
    .command("completion")
    .description("Prints the script with which a shell completes this command")
    .addArgument(new Argument("<shell>", "the shell that reads it").choices(SHELLS))
    .addHelpText("after", howToInstall(program.name()))
    .action((shell: Shell) => void process.stdout.write(completionScript(shell, program.name())));
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action((words: string[]) => {
      const lines = candidates(program, words, values).map(
        ({ value, description }) => `${value}\t${description.replaceAll(/\s+/g, " ")}\n`,
      );
      process.stdout.write(lines.join(""));
    });
}

/**
 * Words that may stand in the place of the last one. None leaves it to the shell, which completes names of files.
 *
 * @param words what was typed after the command's name, up to the cursor; the last one may be empty
 */
export function candidates(program: Command, words: readonly string[], values: Values): Candidate[] {
  const typed = joined(words);
  const current = typed.at(-1) ?? "";
  const place = placeOf(program, typed.slice(0, -1));
  const [, name = "", begun] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  const option = begun === undefined ? place.awaits : optionNamed(place.command, name);
  const found = option === undefined ? wordsAt(place, current, values) : valuesOf(option, values);
  const prefix = begun === undefined ? "" : `${name}=`;
  return found
    .map(({ value, description }) => ({ value: `${prefix}${value}`, description }))
    .filter(({ value }) => value.startsWith(current));
}

interface Place {
  command: Command;
  /** Number of arguments that were given. */
  given: number;
  /** The option whose value comes next. */
  awaits: Option | undefined;
}

function placeOf(program: Command, words: readonly string[]): Place {
  const start: Place = { command: program, given: 0, awaits: undefined };
  return words.reduce<Place>(({ command, given, awaits }, word) => {
    if (awaits !== undefined && !word.startsWith("-")) {
      return { command, given, awaits: awaits.variadic ? awaits : undefined };
    }
    if (word.startsWith("-")) {
      const option = word.includes("=") ? undefined : optionNamed(command, word);
      const takesValue = option !== undefined && (option.required || option.optional);
      return { command, given, awaits: takesValue ? option : undefined };
    }
    const below = command.commands.find((each) => each.name() === word);
    return below === undefined
      ? { command, given: given + 1, awaits: undefined }
      : { command: below, given: 0, awaits: undefined };
  }, start);
}

function wordsAt({ command, given }: Place, current: string, values: Values): Candidate[] {
  if (current.startsWith("-")) {
    return optionsOf(command).flatMap(({ long, description }) =>
      long === undefined || long === null ? [] : [{ value: long, description }],
    );
  }
  const help = command.createHelp();
  const commands = help
    .visibleCommands(command)
    .map((each) => ({ value: each.name(), description: each.description() }));
  const argument = command.registeredArguments[given] ?? command.registeredArguments.at(-1);
  const isOpen = argument !== undefined && (given < command.registeredArguments.length || argument.variadic);
  return [...commands, ...(isOpen ? valuesOf(argument, values) : [])];
}

function valuesOf(taken: Option | Argument, values: Values): Candidate[] {
  const name = "attributeName" in taken ? taken.attributeName() : taken.name();
  const known = taken.argChoices ?? ownValue(values, name)?.() ?? [];
  return known.map((value) => ({ value, description: "" }));
}

/** Options of a command, and those of the commands above it. */
function optionsOf(command: Command): Option[] {
  const help = command.createHelp();
  help.showGlobalOptions = true;
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

function optionNamed(command: Command, name: string): Option | undefined {
  return optionsOf(command).find(({ long, short }) => long === name || short === name);
}

/** Words of bash, which makes three of `--stack=us`. */
function joined(words: readonly string[]): string[] {
  return words.reduce<string[]>((before, word, index) => {
    const last = before.at(-1);
    const isPart = word === "=" || words[index - 1] === "=";
    if (last === undefined || !isPart || !last.startsWith("--")) return [...before, word];
    return [...before.slice(0, -1), `${last}${word}`];
  }, []);
}

const howToInstall = (name: string): string => `
Where to put it:
  bash  echo 'source <(${name} completion bash)' >> ~/.bashrc
  zsh   ${name} completion zsh > "\${fpath[1]}/_${name}"
  fish  ${name} completion fish > ~/.config/fish/completions/${name}.fish
The command itself must be on the PATH: with npm install --global, or with node_modules/.bin there.`;
