import { InvalidArgumentError, Option, type Command } from "commander";
import { withExamples } from "../../commandLine/program.ts";
import type { InitFlags } from "./run.ts";

/** Adds the command `init`. */
export function addInit(program: Command): void {
  const command = program
    .command("init")
    .description(
      "Writes a Pulumi project: program, registry of stable keys, policy pack and the settings of the first stack. It asks at " +
        "a terminal for what no option says, and sends nothing.",
    )
    .argument("[folder]", "folder of the project; made where it is not there", ".")
    .option("--answers <file>", 'answers as YAML or JSON; "-" is the standard input. No question is asked')
    .option(
      "--from-tenant",
      "prints the command that writes the project of a tenant that exists, and writes nothing",
    )
    .option("--project <name>", "name of the Pulumi project; by default the folder's")
    .option("--stack <name>", "name of its first stack; by default dev")
    .option("--url <address>", "address of the tenant's stack; by default https://app.prismatic.io")
    .option("--tenant-id <id>", "id of the tenant, as prism me prints it")
    .option("--component <key>", "component of the first connection")
    .option("--connection-type <key>", "its connection type, where the component has several")
    .addOption(
      new Option("--whose <owner>", "whose credentials it has").choices(["customer", "organization", "user"]),
    )
    .addOption(
      new Option("--supplied-by <supplier>", "who supplies each customer's").choices([
        "customer",
        "organization",
      ]),
    )
    .option("--stable-key <key>", "its stable key, the same in every tenant")
    .option("--name <name>", "name that people see")
    .option("--description <text>", "what it is for")
    .option("--global-value <input=value>", "a value that all customers share; may be repeated", addValue)
    .option(
      "--global-secret <input>",
      "a secret that all customers share, set later; may be repeated",
      addName,
    )
    .addOption(
      new Option("--redeploy-instances <when>", "whether changed values reach instances").choices([
        "never",
        "onChange",
      ]),
    )
    .option("--force", "replaces files that are there")
    .option("--json", "prints what was written, and what comes next, as JSON")
    .action(async (folder: string, flags: InitFlags) => {
      // Loaded for this alone: help and completion need none of it.
      await (await import("./run.ts")).runInit(folder, flags);
    });
  withExamples(command, [
    ["asks for everything", "pulumi-prismatic init connections"],
    [
      "asks for nothing",
      "pulumi-prismatic init connections --component slack --connection-type oauth2 --whose customer --stable-key slack-oauth " +
        "--name Slack --global-value clientId=4711.0815 --global-secret clientSecret",
    ],
    ["several connections, from a file", "pulumi-prismatic init connections --answers answers.yaml"],
    ["a tenant that has connections", "pulumi-prismatic init connections --from-tenant --tenant-id <id>"],
  ]);
}

function addValue(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It must be input=value.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

const addName = (text: string, before: string[] = []): string[] => [...before, text];
