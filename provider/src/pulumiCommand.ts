import { accessSync, constants } from "node:fs";
import { delimiter, join, sep } from "node:path";

/**
 * Finds Pulumi's command line: the first `pulumi` on the PATH that no npm package has brought. npm and npx put the folders
 * of packages' commands first, and the package `pulumi` has one of this name, which downloads an engine of its own.
 *
 * @param path folders as in the variable PATH, which is the default
 * @returns its path; `pulumi` alone where there is no other, for which the system looks as usual
 */
export function pulumiCommand(path = process.env["PATH"] ?? ""): string {
  const name = process.platform === "win32" ? "pulumi.exe" : "pulumi";
  const folders = path
    .split(delimiter)
    .filter((folder) => folder && !folder.split(sep).includes("node_modules"));
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? "pulumi";
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
