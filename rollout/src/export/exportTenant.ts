import { basename, posix, relative, resolve, sep } from "node:path";
import {
  REGISTRY_FILE,
  importFile,
  notesAbout,
  programFolder,
  readTenant,
  stackSettings,
  tenantOfEnvironment,
  visibleJson,
  type Imported,
  type ReadTenant,
} from "pulumi-prismatic/takeover";
import { visible } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import { findProject } from "../project/pulumiProject.ts";
import { findPulumi } from "../pulumi/command.ts";
import { judgePlace, makeFolder } from "./newFolder.ts";
import { programOf, type Program } from "./program.ts";
import { IMPORT_FILE, projectFiles } from "./projectFiles.ts";
import { existingProjectReadme, newProjectReadme, type Readme } from "./readme.ts";
import type { ExportOutcome } from "./outcome.ts";
import { registryOf } from "./registry.ts";
import { secretsOfNewStack, secretsOfStack } from "./stackSecrets.ts";
import { configKeys, managedByStacks } from "./states.ts";

/** An export, as the command line asks for it. */
export interface ExportRequest {
  /** Folder that is made: of a new project, or within one. */
  folder: string;
  /** Folder of the command: paths of bundles begin there, and an existing project is in it or above it. */
  cwd: string;
  /** Stack of an existing project; left out: a new project. */
  stack?: string | undefined;
  /** Names of the new project and of its stack. */
  project?: string | undefined;
  name: string;
  url?: string | undefined;
  tenantId?: string | undefined;
  components: readonly string[];
  codeNative: readonly string[];
  /** True where the secrets that the tenant returns go into the stack's encrypted configuration. */
  readSecrets: boolean;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Shows a line on the way. */
  tell: (line: string) => void;
}

/**
 * Writes what a tenant holds as a program with its import file: a project of its own, or a folder of an existing one.
 *
 * @returns what was done and found
 * @throws RolloutError or PrismaticError: then nothing is written
 */
export async function exportTenant(request: ExportRequest): Promise<ExportOutcome> {
  await judgePlace(resolve(request.cwd, request.folder));
  return request.stack === undefined
    ? exportProject(request)
    : exportIntoProject({ ...request, stack: request.stack });
}

async function exportProject(request: ExportRequest): Promise<ExportOutcome> {
  const { cwd, name: stack, env, signal, tell, readSecrets } = request;
  const folder = resolve(cwd, request.folder);
  const project = projectName(request.project ?? basename(folder), request.project !== undefined);
  if (!NAME.test(stack)) {
    throw new RolloutError(
      "USAGE",
      `"${stack}" is no name of a stack.`,
      "Take letters, digits, _, . and -: --name us",
    );
  }
  const settings = tenantOfEnvironment(request, env);
  const pulumi = readSecrets ? await findPulumi({ cwd, env, signal }) : undefined;
  const bundles = bundlesFrom(folder, request);
  const read = await readTenant(settings, { folder, ...bundles }, { tell, signal });
  if (read.imported.length === 0) return nothingToExport(read);
  const { tenant, imported } = read;
  const program = programOf(imported, { title: titleOf(tenant) });
  const given = readSecrets ? readableSecrets(program) : new Map<string, string>();
  const missing = Object.keys(program.secrets).filter((key) => !given.has(key));
  const readme = { ...readmeOf(read, stack, missing), hasStack: readSecrets };
  const files = new Map([
    ...projectFiles({ project, stack, tenant, secrets: missing }),
    ...program.files,
    ...read.files,
    [IMPORT_FILE, importText(imported)],
    [REGISTRY_FILE, registryOf(imported, project)],
    ["README.md", newProjectReadme(readme)],
  ]);
  await makeFolder({
    folder,
    files,
    privateFiles: new Set([IMPORT_FILE]),
    signal,
    ...(pulumi === undefined ? {} : { addition: secretsOfNewStack({ pulumi, stack, secrets: given }) }),
  });
  return outcomeOf(readme, folder, given, [
    `${folder} is a Pulumi project now. README.md has the steps from here to an empty preview; they begin with:`,
    `  cd ${folder}`,
    "  npm install",
  ]);
}

async function exportIntoProject(request: ExportRequest & { stack: string }): Promise<ExportOutcome> {
  const { cwd, stack, env, signal, tell, readSecrets } = request;
  const folder = resolve(cwd, request.folder);
  const project = await findProject(cwd);
  const pulumi = await findPulumi({ cwd: project.folder, env, signal });
  const runsIn = await programFolder(project.folder);
  const settings = await stackSettings({ stack, cwd: project.folder });
  const [managed, taken] = [
    await managedByStacks(pulumi),
    await configKeys(pulumi, { project: project.name, stack }),
  ];
  const bundles = bundlesFrom(runsIn, request);
  const read = await readTenant(settings, { managed, stack, folder: runsIn, ...bundles }, { tell, signal });
  if (read.imported.length === 0) return nothingToExport(read);
  const place = slashes(relative(runsIn, folder));
  const imported = read.imported.map((each) => movedTo(place, each, read.files));
  const program = programOf(imported, { title: titleOf(read.tenant), inOneFile: true, taken });
  const given = readSecrets ? readableSecrets(program) : new Map<string, string>();
  const missing = Object.keys(program.secrets).filter((key) => !given.has(key));
  const readme = { ...readmeOf(read, stack, missing), hasStack: true };
  const importPath = place.startsWith(".") ? `${place}/index.ts` : `./${place}/index.ts`;
  const inProject = slashes(relative(project.folder, folder));
  await makeFolder({
    folder,
    files: new Map([
      ...program.files,
      ...read.files,
      [IMPORT_FILE, importText(imported)],
      [".gitignore", `/${IMPORT_FILE}\n`],
      ["README.md", existingProjectReadme({ ...readme, folder: inProject, importPath })],
    ]),
    privateFiles: new Set([IMPORT_FILE]),
    signal,
    addition: secretsOfStack({ pulumi, stack, secrets: given }),
  });
  return outcomeOf(readme, folder, given, [
    `${folder} has what no stack of project ${project.name} manages. Its README.md has the steps from here to an empty preview.`,
  ]);
}

/** Names that Pulumi takes for projects and stacks. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

function projectName(text: string, isGiven: boolean): string {
  if (NAME.test(text)) return text;
  const clean = text
    .replaceAll(/[^A-Za-z0-9_.-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 100);
  if (!isGiven && NAME.test(clean)) return clean;
  throw new RolloutError(
    "USAGE",
    `"${visible(text)}" is no name of a Pulumi project.`,
    "Take letters, digits, _, . and -: --project acme-connections",
  );
}

const titleOf = ({ id, url }: ReadTenant["tenant"]): string => `Tenant ${id} at ${url}, as it was exported.`;

const nothingToExport = ({ tenant, objects }: ReadTenant): ExportOutcome => ({
  ...{ tenant, objects, folder: undefined },
  ...{ secrets: { read: [], missing: [] }, notes: [], next: [] },
});

function readmeOf(
  { tenant, objects, imported, notes }: ReadTenant,
  stack: string,
  missing: readonly string[],
): Omit<Readme, "hasStack"> {
  return { tenant, stack, objects, missing, notes: [...notes, ...imported.flatMap(notesAbout)] };
}

function outcomeOf(
  { tenant, objects, notes, missing }: Readme,
  folder: string,
  given: ReadonlyMap<string, string>,
  next: readonly string[],
): ExportOutcome {
  return { tenant, folder, objects, secrets: { read: [...given.keys()], missing }, notes, next };
}

function readableSecrets({ secrets }: Program): Map<string, string> {
  return new Map(
    Object.entries(secrets).flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

const importText = (imported: readonly Imported[]): string =>
  `${visibleJson(JSON.stringify(importFile(imported), null, 2))}\n`;

/** Paths of bundles as the program gives them: from its folder. */
function bundlesFrom(folder: string, { cwd, components, codeNative }: ExportRequest) {
  const from = (path: string) => slashes(relative(folder, resolve(cwd, path)));
  return { components: components.map(from), codeNative: codeNative.map(from) };
}

/** The same resource, whose definition is below another folder. */
function movedTo(place: string, each: Imported, files: ReadonlyMap<string, string>): Imported {
  const { definition } = each.declared;
  if (typeof definition !== "string" || !files.has(definition)) return each;
  return { ...each, declared: { ...each.declared, definition: posix.join(place, definition) } };
}

const slashes = (path: string): string => path.split(sep).join("/");
