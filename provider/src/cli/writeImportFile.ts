import { stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { whileWaiting } from "../commandLine/waiting.ts";
import { ConfigurationError } from "../tenant/errors.ts";
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

/** Options of the command `import-file`. */
export interface ImportOptions {
  stack?: string;
  cwd: string;
  out?: string;
  all?: true;
  component?: string[];
  codeNative?: string[];
  readSecrets?: boolean;
}

/**
 * Writes the import file and the program for what was asked for.
 *
 * @throws PrismaticError where the tenant, the stack or a request is not as it must be: then nothing is written
 */
export async function writeImportFile(
  what: string[],
  { out, component = [], codeNative = [], readSecrets = false, ...options }: ImportOptions,
): Promise<void> {
  // The standard output is for the import file.
  const tell = (line: string) => void process.stderr.write(`${visible(line)}\n`);
  const folder = await programFolder(options.cwd);
  const asked = { what, all: options.all === true, component, codeNative };
  const settings = await stackSettings(options);
  const read = await whileWaiting("Reading the tenant", (tell) =>
    requested(new TenantSession(settings, { tell }), folder, asked),
  );
  const { tenant, bundles, exported, imported, skipped } = read;
  if (imported.length === 0) {
    const reasons = skipped.map((reason) => `Left out: ${visible(reason)}\n`).join("");
    const named = options.all ? "--all" : what.join(", ");
    tell(`${reasons}${tenant} has nothing to take over for ${named}. No file was written.`);
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

interface Asked {
  what: readonly string[];
  all: boolean;
  component: readonly string[];
  codeNative: readonly string[];
}

/** Reads what was asked for in the tenant. */
async function requested(
  session: TenantSession,
  folder: string,
  { what, all, component, codeNative }: Asked,
) {
  const { integrations, access, others } = splitRequests(what);
  const bundles = await Promise.all([
    ...[...new Set(component)].map((bundle) => importedComponent(session, bundle, folder)),
    ...[...new Set(codeNative)].map((bundle) => importedCodeNative(session, bundle, folder)),
  ]);
  const { imported: connections, skipped } = all
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
  return { tenant: session.tenant, bundles, exported, imported, skipped };
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
  throw new ConfigurationError(
    "the import file holds secrets, which a terminal must not show; write it with --out <file>",
  );
}
