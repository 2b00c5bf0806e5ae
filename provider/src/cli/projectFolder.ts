import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { ConfigurationError } from "../tenant/errors.ts";

const FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/**
 * The folder in which Pulumi runs the program of a project: the one of `main` in `Pulumi.yaml`, which is found in `cwd` or
 * above. Paths in the program begin there.
 *
 * @throws ConfigurationError where there is no such folder
 */
export async function programFolder(cwd: string): Promise<string> {
  const start = resolve(cwd);
  if (!(await isFolder(start))) throw new ConfigurationError(`There is no folder ${start} (--cwd).`);
  const file = await projectFile(start);
  if (file === undefined) return start;
  const main = mainOf(await readFile(file, "utf8"), file);
  const root = dirname(file);
  if (main === undefined) return root;
  const path = resolve(root, main);
  const folder = (await isFolder(path)) ? path : dirname(path);
  if (await isFolder(folder)) return folder;
  throw new ConfigurationError(`${file} says main: ${main}, and there is no folder ${folder}.`);
}

async function projectFile(folder: string): Promise<string | undefined> {
  for (const name of FILES) {
    const file = join(folder, name);
    if (
      await stat(file).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return file;
  }
  const above = dirname(folder);
  return above === folder ? undefined : projectFile(above);
}

function mainOf(text: string, file: string): string | undefined {
  try {
    const project: unknown = parse(text);
    const main =
      typeof project === "object" && project !== null && "main" in project ? project.main : undefined;
    return typeof main === "string" && main !== "" ? main : undefined;
  } catch (error) {
    throw new ConfigurationError(`${file} is not YAML: ${(error as Error).message.split("\n", 1)[0]}`, {
      cause: error,
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
