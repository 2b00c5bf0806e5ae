import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The version of the project's files. */
export interface Commit {
  commit?: string;
  isUncommitted?: boolean;
}

/** Reads the Git commit of a folder; nothing where it is not in a Git repository. */
export async function commitOf(folder: string): Promise<Commit> {
  try {
    const [commit, changes] = await Promise.all([
      git(folder, "rev-parse", "HEAD"),
      git(folder, "status", "--porcelain", "--", "."),
    ]);
    return { commit, isUncommitted: changes !== "" };
  } catch {
    return {};
  }
}

/** Reads the path of a folder within its Git repository, with `/` between names; empty for the repository's root. */
export async function folderInRepository(folder: string): Promise<string> {
  return (await git(folder, "rev-parse", "--show-prefix")).replace(/\/$/, "");
}

/** Reads the root folder of the Git repository that a folder is in. */
export async function repositoryRoot(folder: string): Promise<string> {
  return git(folder, "rev-parse", "--show-toplevel");
}

async function git(folder: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)("git", args, { cwd: folder })).stdout.trim();
}
