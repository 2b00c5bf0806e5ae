import { createRequire } from "node:module";
import { Argument, Command, InvalidArgumentError } from "commander";
import { UsageError } from "./commandFailure.ts";
import { completionScript, SHELLS, type Shell } from "./completion.ts";
import { aliasesPerRequestQuestion, publicationDelayQuestion, switchChoices } from "./switches.ts";

/** Options of the command. */
export interface CommandOptions {
  port: number;
  data: string;
  seed?: string;
  requestsPerSecond: number;
  switch: Record<string, string>;
  logValues?: true;
}

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

/** Command lines whose mistakes are failures with a code and a next step. */
class EmulatorCommand extends Command {
  override createCommand(name?: string): Command {
    return new EmulatorCommand(name);
  }

  override error(message: string): never {
    throw new UsageError(message.replace(/^error: /, ""));
  }
}

/**
 * The command line of `prismatic-emulator`.
 *
 * @param run starts the emulator
 */
export function emulatorCommand(run: (options: CommandOptions) => Promise<void>): Command {
  const command: Command = new EmulatorCommand("prismatic-emulator")
    .description(
      "Prismatic's GraphQL API on this machine. When it is ready it prints one line of JSON: addresses and tokens.",
    )
    .version(version, "-V, --version", "prints the version")
    .helpOption("-h, --help", "shows this help")
    .helpCommand("help [command]", "Shows the help of a command")
    .option(
      "--port <port>",
      "port of the first stack; the next stacks get the following ones; 0: free ones",
      portNumber,
    )
    .option("--data <folder>", "the folder that holds all data; created if missing")
    .option("--seed <file>", "the content of a new data folder (JSON)")
    .option("--requests-per-second <count>", "per tenant; 0: no limit", wholeNumber, 20)
    .option(
      "--switch <name=value>",
      "a choice where Prismatic's behaviour is not public; repeatable",
      setting,
    )
    .option("--log-values", "keep the values that programs send, secrets among them, in the request log")
    .addHelpText("after", HELP)
    .action((options: Partial<CommandOptions> & Pick<CommandOptions, "requestsPerSecond">) => {
      // Not declared as required: the command that prints a script for shells needs none of them.
      const { port, data } = options;
      if (port === undefined) return command.error("required option '--port <port>' not specified");
      if (data === undefined) return command.error("required option '--data <folder>' not specified");
      return run({ switch: {}, ...options, port, data });
    });
  command
    .command("completion")
    .description("Prints the script with which a shell completes this command")
    .addArgument(new Argument("<shell>", "the shell that reads it").choices(SHELLS))
    .addHelpText(
      "after",
      "\nExamples:\n  # for bash, in ~/.bashrc\n  $ source <(prismatic-emulator completion bash)",
    )
    .action((shell: Shell) => {
      const options = command.createHelp().visibleOptions(command);
      process.stdout.write(completionScript(shell, { name: command.name(), options, settings: settings() }));
    });
  return command;
}

/** Every setting of a switch that is one of a few. */
function settings(): string[] {
  return Object.entries(switchChoices).flatMap(([name, { values }]) =>
    values.map((value) => `${name}=${value}`),
  );
}

const HELP = `
Switches, the default first:
${Object.entries(switchChoices)
  .map(([name, { question, values }]) => `  ${name}=${values.join("|")}\n      ${question}`)
  .join("\n")}
  aliases-per-request=any|<n>
      ${aliasesPerRequestQuestion}
  publication-delay=3000|<n>
      ${publicationDelayQuestion}

Exit codes: 0 ended by a signal, 1 a failure.

Examples:
  # two stacks on ports 4010 and 4011, kept in ./tenants
  $ prismatic-emulator --port 4010 --data ./tenants
  # free ports, no limit of the rate, and a tenant that refuses what an integration uses
  $ prismatic-emulator --port 0 --data ./tenants --requests-per-second 0 --switch delete-used-by-integration=refused`;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

function portNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError("It must be at most 65535.");
  return value;
}

const NUMBERS = ["aliases-per-request", "publication-delay"];

function setting(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const [name, value] = text.split("=", 2);
  if (!name || !value) throw new InvalidArgumentError("It must be name=value.");
  const choice = Object.entries(switchChoices).find(([each]) => each === name)?.[1];
  if (choice === undefined && !NUMBERS.includes(name)) {
    const names = [...Object.keys(switchChoices), ...NUMBERS];
    const near = names.filter((each) => each.startsWith(name.slice(0, 4)));
    const meant =
      near.length === 0 ? `There are: ${names.join(", ")}.` : `Did you mean ${near.join(" or ")}?`;
    throw new InvalidArgumentError(`There is no switch ${name}. ${meant}`);
  }
  const values: readonly string[] | undefined = choice?.values;
  if (values?.includes(value) === false) {
    throw new InvalidArgumentError(`${name} takes ${values.join(" or ")}.`);
  }
  return { ...previous, [name]: value };
}
