#!/usr/bin/env node
import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { PrismaticError } from "../tenant/errors.ts";
import { TenantSession } from "../tenant/session.ts";
import { allConnections, importables } from "./importables.ts";
import type { Imported } from "./imported.ts";
import { importedAccess } from "./importedAccess.ts";
import { importedCodeNative } from "./importedCodeNative.ts";
import { importedComponent } from "./importedComponent.ts";
import { holdsSecrets, importFile } from "./importFile.ts";
import { importedIntegrations, writeDefinitions } from "./importedIntegration.ts";
import { importRequest, splitRequests } from "./importRequest.ts";
import { nextSteps } from "./nextSteps.ts";
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

const command = new Command("pulumi-prismatic").description(
  "Helps Pulumi projects that use pulumi-prismatic",
);

command
  .command("import-file")
  .description(
    "Writes the file with which `pulumi import --file` takes over what a tenant has, and the program " +
      "that declares them. Changes nothing in the tenant, and nothing in the stack without --read-secrets.",
  )
  .argument(
    "[what...]",
    "stable keys of connections, which bring their parts along; a part as a resource of its own is " +
      "<class>/<stable key>, such as TestCredentials/slack-oauth, and CustomerCredentials/<stable key>/<customer>; " +
      "Integration/<name>, or Integration/* for all, whose definition is exported to a file below integrations/; " +
      "CustomerEmbeddedAccess/<customer>, or CustomerEmbeddedAccess/* for all that have it",
  )
  .option("--all", "every connection of the tenant that can be imported, with its parts")
  .option(
    "--component <bundle...>",
    "components of the organization's own, each by its built bundle: a path from the program's folder (--cwd)",
  )
  .option(
    "--code-native <bundle...>",
    "code-native integrations, each by its built bundle: a path from the program's folder (--cwd)",
  )
  .option(
    "--read-secrets",
    "puts the secrets that the tenant returns into the stack's encrypted configuration, shown nowhere",
  )
  .option("--stack <name>", "the stack whose configuration names the tenant; by default the selected one")
  .option("--cwd <folder>", "folder of the Pulumi project", process.cwd())
  .option("--out <file>", "where the import file goes; the program then goes to the standard output")
  .action(async (what: string[], options: ImportOptions) => {
    const several = what.length > 0 && options.all === true;
    const bundles = [...(options.component ?? []), ...(options.codeNative ?? [])];
    if (several || (what.length === 0 && options.all === undefined && bundles.length === 0)) {
      command.error("error: give stable keys, or --all, or --component, or --code-native");
    }
    await writeImportFile(what, options);
  });

async function writeImportFile(
  what: string[],
  { out, component = [], codeNative = [], readSecrets = false, ...options }: ImportOptions,
): Promise<void> {
  // The standard output is for the import file.
  const tell = (line: string) => void process.stderr.write(`${visible(line)}\n`);
  const session = new TenantSession(await stackSettings(options), { tell });
  const { integrations, access, others } = splitRequests(what);
  const bundles = await Promise.all([
    ...component.map((bundle) => importedComponent(session, bundle, options.cwd)),
    ...codeNative.map((bundle) => importedCodeNative(session, bundle, options.cwd)),
  ]);
  const { imported: connections, skipped } = options.all
    ? await allConnections(session)
    : { imported: await importables(session, others.map(importRequest)), skipped: [] };
  const customers = await importedAccess(session, access);
  const exported = await importedIntegrations(session, integrations);
  await writeDefinitions(options.cwd, exported);
  const imported = [...bundles.map((each) => each.imported), ...connections, ...customers, ...exported];
  const program = programText(imported);
  const file = `${visibleJson(JSON.stringify(importFile(imported), null, 2))}\n`;
  if (out !== undefined) {
    await writeFile(out, file, { mode: 0o600 });
    process.stdout.write(program.text);
  } else {
    refuseToShow(imported);
    process.stdout.write(file);
    process.stderr.write(`${program.text}\n`);
  }
  const notes = [
    ...bundles.flatMap((each) => each.notes),
    ...exported.flatMap((each) => each.notes),
    ...skipped.map((reason) => `Left out: ${reason}`),
    ...imported.flatMap(valuesLeftOut),
    ...imported.flatMap(tokensLeftOut),
  ];
  const all = Object.entries(program.secrets);
  const readable = readSecrets
    ? all.filter((entry): entry is [string, string] => entry[1] !== undefined)
    : [];
  await setStackSecrets(options, new Map(readable));
  const set = readable.map(([key]) => key);
  const configKeys = all.map(([key]) => key).filter((key) => !set.includes(key));
  process.stderr.write(nextSteps({ notes, set, configKeys, file: out, stack: options.stack }));
}

function refuseToShow(imported: Imported[]): void {
  if (!process.stdout.isTTY || !holdsSecrets(imported)) return;
  command.error(
    "error: the import file holds secrets, which a terminal must not show; write it with --out <file>",
  );
}

function valuesLeftOut({ name, leftOut }: Imported): string[] {
  if (leftOut.length === 0) return [];
  return [
    `Left out of "${name}": ${leftOut.join(", ")}, which the component does not have, or which are secret lists.`,
  ];
}

function tokensLeftOut({ name, tokens = [] }: Imported): string[] {
  if (tokens.length === 0) return [];
  return [
    `Left out of "${name}": ${tokens.join(", ")}, because no client may read tokens. The authorization stays as it is; declare ` +
      "them only to replace it.",
  ];
}

try {
  await command.parseAsync();
} catch (error) {
  if (!(error instanceof PrismaticError)) throw error;
  command.error(visible(error.message));
}
