#!/usr/bin/env node
import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { PrismaticError } from "../tenant/errors.ts";
import { TenantSession } from "../tenant/session.ts";
import { allConnections, connectionsByKey } from "./importableConnections.ts";
import type { ImportedConnection } from "./importedConnection.ts";
import { holdsSecrets, importFile } from "./importFile.ts";
import { nextSteps } from "./nextSteps.ts";
import { programText } from "./programText.ts";
import { stackSettings } from "./stackSettings.ts";

interface ImportOptions {
  stack?: string;
  cwd: string;
  out?: string;
  all?: true;
}

const command = new Command("pulumi-prismatic").description(
  "Helps Pulumi projects that use pulumi-prismatic",
);

command
  .command("import-file")
  .description(
    "Writes the file with which `pulumi import --file` takes over connections that a tenant has, and the program " +
      "that declares them. Changes nothing, neither in the tenant nor in the stack.",
  )
  .argument("[stable-keys...]", "stable keys of the connections")
  .option("--all", "every connection of the tenant that can be imported")
  .option("--stack <name>", "the stack whose configuration names the tenant; by default the selected one")
  .option("--cwd <folder>", "folder of the Pulumi project", process.cwd())
  .option("--out <file>", "where the import file goes; the program then goes to the standard output")
  .action(async (stableKeys: string[], options: ImportOptions) => {
    if (stableKeys.length > 0 === (options.all === true)) {
      command.error("error: give stable keys, or --all");
    }
    await writeImportFile(stableKeys, options);
  });

async function writeImportFile(stableKeys: string[], { out, ...options }: ImportOptions): Promise<void> {
  const session = new TenantSession(await stackSettings(options));
  const { connections, skipped } = options.all
    ? await allConnections(session)
    : { connections: await connectionsByKey(session, stableKeys), skipped: [] };
  const program = programText(connections);
  const file = `${JSON.stringify(importFile(connections), null, 2)}\n`;
  if (out !== undefined) {
    await writeFile(out, file, { mode: 0o600 });
    process.stdout.write(program.text);
  } else {
    refuseToShow(connections);
    process.stdout.write(file);
    process.stderr.write(`${program.text}\n`);
  }
  const notes = [...skipped.map((reason) => `Left out: ${reason}`), ...connections.flatMap(valuesLeftOut)];
  process.stderr.write(nextSteps({ notes, configKeys: program.configKeys, file: out, stack: options.stack }));
}

function refuseToShow(connections: ImportedConnection[]): void {
  if (!process.stdout.isTTY || !holdsSecrets(connections)) return;
  command.error(
    "error: the import file holds secrets, which a terminal must not show; write it with --out <file>",
  );
}

function valuesLeftOut({ inputs, leftOut }: ImportedConnection): string[] {
  if (leftOut.length === 0) return [];
  return [
    `Left out of "${inputs.stableKey}": ${leftOut.join(", ")}, which the component does not have, or which are secret lists.`,
  ];
}

try {
  await command.parseAsync();
} catch (error) {
  if (!(error instanceof PrismaticError)) throw error;
  command.error(error.message);
}
