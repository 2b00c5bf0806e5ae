import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { REGISTRY_FILE } from "./registryFile.ts";

/** Facts by which a pack finds the project that it judges; Pulumi runs a pack in the pack's own folder. */
export interface PackPlace {
  /** The pack's folder. */
  folder: string;
  /** The folder in which `pulumi` was called; left out where nothing says it. */
  calledIn?: string | undefined;
  /** Name of the project that is judged; left out where nothing says it. */
  project?: string | undefined;
}

/** The place of this process's pack. */
export function packPlace(): PackPlace {
  const { PWD, PULUMI_PROJECT, PULUMI_NODEJS_PROJECT } = process.env;
  return { folder: process.cwd(), calledIn: PWD, project: PULUMI_PROJECT ?? PULUMI_NODEJS_PROJECT };
}

/**
 * Finds the registry where none is named: in the pack's folder, or, for a pack that was installed into `node_modules`, in the
 * Pulumi project that `pulumi` was called for, in the folders above it, and beside `node_modules`.
 *
 * @returns the file's path; undefined where there is none
 */
export function projectRegistry(place: PackPlace): string | undefined {
  return foldersOf(place)
    .map((folder) => join(folder, REGISTRY_FILE))
    .find(existsSync);
}

function foldersOf({ folder, calledIn, project }: PackPlace): string[] {
  const root = installationRoot(folder);
  if (root === undefined) return [folder];
  const start = calledIn === undefined ? undefined : projectFolder(calledIn, project);
  return [folder, ...(start === undefined ? [] : upTo(start, root)), root];
}

/** The folder that holds the outermost `node_modules` of a path; undefined for a pack that is in none. */
function installationRoot(folder: string): string | undefined {
  const parts = folder.split(sep);
  const at = parts.indexOf("node_modules");
  return at < 1 ? undefined : parts.slice(0, at).join(sep) || sep;
}

/** The nearest folder at or above `folder` that has a `Pulumi.yaml` of this project. */
function projectFolder(folder: string, project: string | undefined): string | undefined {
  const files = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name));
  const file = files.find(existsSync);
  if (file === undefined) {
    const above = dirname(folder);
    return above === folder ? undefined : projectFolder(above, project);
  }
  const [, name] = /^name:\s*["']?([^\s"'#]+)/m.exec(readFileSync(file, "utf8")) ?? [];
  return project === undefined || name === project ? folder : undefined;
}

/** A folder and those above it, as long as they are within `root`. */
function upTo(folder: string, root: string): string[] {
  const isWithin = !relative(root, folder).startsWith("..");
  return isWithin && folder !== root ? [folder, ...upTo(dirname(folder), root)] : [folder];
}
