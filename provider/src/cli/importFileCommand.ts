import type { Command } from "commander";
import { withExamples } from "../commandLine/program.ts";
import type { ImportOptions } from "./writeImportFile.ts";

const FORMS = `
Forms of what to take over:
  <stable key>                                     a connection with its parts
  GlobalValues/<stable key>                        a part as a resource of its own
  TestCredentials/<stable key>
  EmbeddedWorkflowFlag/<stable key>
  CustomerCredentials/<stable key>                 those of every customer
  CustomerCredentials/<stable key>/<customer>      those of one, by external id or id
  CustomerCredentials/<stable key>/<customer>/<name>
  CustomerCredentialsSet/<stable key>              all customers' as one resource
  Integration/<name>                               its definition goes to a file below integrations/
  Integration/*                                    all that are not code-native
  CustomerEmbeddedAccess/<customer>
  CustomerEmbeddedAccess/*                         of all customers that have it
  --component <bundle...>                          components, by their built bundles
  --code-native <bundle...>                        code-native integrations, by their built bundles
  --all                                            every connection with its parts
`;

/** Adds the command `import-file`. */
export function addImportFile(program: Command): void {
  const command = program
    .command("import-file")
    .description(
      "Writes the file with which `pulumi import --file` takes over what a tenant has, and the program " +
        "that declares them. Changes nothing in the tenant, and nothing in the stack without --read-secrets.",
    )
    .argument("[what...]", "what to take over, in the forms below")
    .option("--all", "every connection of the tenant that can be imported, with its parts")
    .option(
      "--component <bundle...>",
      "components of the organization's own, each by its built bundle: a path from the program's folder",
    )
    .option(
      "--code-native <bundle...>",
      "code-native integrations, each by its built bundle: a path from the program's folder",
    )
    .option(
      "--read-secrets",
      "puts the secrets that the tenant returns into the stack's encrypted configuration, shown nowhere",
    )
    .option("--stack <name>", "the stack whose configuration names the tenant; by default the selected one")
    .option(
      "--cwd <folder>",
      "folder of the Pulumi project, or one below it; definitions go where the program runs, which `main` in Pulumi.yaml " +
        "decides",
      process.cwd(),
    )
    .option("--out <file>", "where the import file goes; the program then goes to the standard output")
    .addHelpText("after", FORMS)
    .action(async (what: string[], options: ImportOptions) => {
      const several = what.length > 0 && options.all === true;
      const bundles = [...(options.component ?? []), ...(options.codeNative ?? [])];
      if (several || (what.length === 0 && options.all === undefined && bundles.length === 0)) {
        command.error("give what to take over, or --all, or --component, or --code-native");
      }
      // Loaded for this alone: help and completion need none of it.
      const { writeImportFile } = await import("./writeImportFile.ts");
      await writeImportFile(what, options);
    });
  withExamples(command, [
    [
      "one connection with its parts",
      "pulumi-prismatic import-file slack-oauth --out import.json > slack.ts",
    ],
    [
      "all connections of the tenant of stack us",
      "pulumi-prismatic import-file --all --stack us --out import.json > all.ts",
    ],
    ["the import itself", "pulumi import --file import.json --protect=false --generate-code=false"],
  ]);
}
