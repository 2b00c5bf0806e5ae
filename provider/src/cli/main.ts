import "../nodeVersion.ts";
import { stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { Command } from "commander";
import { ConfigurationError, PrismaticError } from "../tenant/errors.ts";
import { TenantSession } from "../tenant/session.ts";
import { allConnections, importables } from "./importables.ts";
import { withDistinctNames, type Imported } from "./imported.ts";
import { importedAccess } from "./importedAccess.ts";
import { importedCodeNative } from "./importedCodeNative.ts";
import { importedComponent } from "./importedComponent.ts";
import { holdsSecrets, importFile } from "./importFile.ts";
import { importedIntegrations, judgeDefinitions, writeDefinitions } from "./importedIntegration.ts";
import { notesAbout } from "./importNotes.ts";
import { importRequest, splitRequests } from "./importRequest.ts";
import { ignoreInGit, writePrivateFile } from "../resources/privateFile.ts";
import { nextSteps } from "./nextSteps.ts";
import { programFolder } from "./projectFolder.ts";
import { programText } from "./programText.ts";
import { setStackSecrets } from "./stackSecrets.ts";
import { stackSettings } from "./stackSettings.ts";
import { visible, visibleJson } from "../tenant/visible.ts";

interface ImportOptions {
  stack?: string;
  cwd: string;
  out?: string;
  all?: true;
  component?: string[];
  codeNative?: string[];
  readSecrets?: boolean;
}

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

const command = new Command("pulumi-prismatic").description(
  "Helps Pulumi projects that use pulumi-prismatic",
);

command
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
      command.error(`error: give what to take over, or --all, or --component, or --code-native\n${FORMS}`);
    }
    await writeImportFile(what, options);
  });

async function writeImportFile(
  what: string[],
  { out, component = [], codeNative = [], readSecrets = false, ...options }: ImportOptions,
): Promise<void> {
  // The standard output is for the import file.
  const tell = (line: string) => void process.stderr.write(`${visible(line)}\n`);
  const folder = await programFolder(options.cwd);
  const session = new TenantSession(await stackSettings(options), { tell });
  const { integrations, access, others } = splitRequests(what);
  const bundles = await Promise.all([
    ...[...new Set(component)].map((bundle) => importedComponent(session, bundle, folder)),
    ...[...new Set(codeNative)].map((bundle) => importedCodeNative(session, bundle, folder)),
  ]);
  const { imported: connections, skipped } = options.all
    ? await allConnections(session)
    : { imported: await importables(session, others.map(importRequest)), skipped: [] };
  const customers = await importedAccess(session, access);
  const exported = await importedIntegrations(session, integrations, (reason) => skipped.push(reason));
  const imported = withDistinctNames([
    ...bundles.map((each) => each.imported),
    ...connections,
    ...customers,
    ...exported,
  ]);
  if (imported.length === 0) {
    const reasons = skipped.map((reason) => `Left out: ${visible(reason)}\n`).join("");
    const asked = options.all ? "--all" : what.join(", ");
    tell(`${reasons}${session.tenant} has nothing to take over for ${asked}. No file was written.`);
    return;
  }
  const program = programText(imported);
  const file = `${visibleJson(JSON.stringify(importFile(imported), null, 2))}\n`;
  // All is judged before anything is written.
  if (out === undefined) refuseToShow(imported);
  else await judgeOut(out);
  await judgeDefinitions(folder, exported);
  await writeDefinitions(folder, exported);
  if (out !== undefined) {
    await writePrivateFile(resolve(out), file);
    if (isInside(options.cwd, out) && (await ignoreInGit(resolve(out)))) {
      tell(`Git ignores ${out} from now on, because it may hold secrets: .gitignore names it.`);
    }
    process.stdout.write(program.text);
  } else {
    process.stdout.write(file);
    process.stderr.write(`${program.text}\n`);
  }
  const notes = [
    ...bundles.flatMap((each) => each.notes),
    ...exported.flatMap((each) => each.notes),
    ...skipped.map((reason) => `Left out: ${reason}`),
    ...imported.flatMap(notesAbout),
  ];
  const all = Object.entries(program.secrets);
  const readable = readSecrets
    ? all.filter((entry): entry is [string, string] => entry[1] !== undefined)
    : [];
  await setStackSecrets(options, new Map(readable));
  const set = readable.map(([key]) => key);
  const configKeys = all.map(([key]) => key).filter((key) => !set.includes(key));
  process.stderr.write(
    nextSteps({
      notes,
      set,
      configKeys,
      // The commands are run in the project's folder.
      file: out === undefined ? undefined : relative(options.cwd, resolve(out)) || out,
      stack: options.stack,
    }),
  );
}

/** @throws ConfigurationError where the import file cannot be written */
async function judgeOut(out: string): Promise<void> {
  const folder = dirname(resolve(out));
  const above = await stat(folder).catch(() => undefined);
  if (above?.isDirectory() !== true) {
    throw new ConfigurationError(`--out ${out}: there is no folder ${folder}. Nothing was written.`);
  }
  const present = await stat(out).catch(() => undefined);
  if (present?.isDirectory() === true) {
    throw new ConfigurationError(`--out ${out} is a folder; name a file. Nothing was written.`);
  }
}

function isInside(folder: string, file: string): boolean {
  const path = relative(resolve(folder), resolve(file));
  return !path.startsWith("..") && !isAbsolute(path);
}

function refuseToShow(imported: Imported[]): void {
  if (!process.stdout.isTTY || !holdsSecrets(imported)) return;
  command.error(
    "error: the import file holds secrets, which a terminal must not show; write it with --out <file>",
  );
}

try {
  await command.parseAsync();
} catch (error) {
  const isOfFiles = error instanceof Error && "syscall" in error && "code" in error;
  if (!(error instanceof PrismaticError) && !isOfFiles) throw error;
  command.error(visible(error.message));
}
