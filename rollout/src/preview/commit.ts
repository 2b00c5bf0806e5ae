import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The version of the project's files. */
export interface Commit {
  commit?: string;
  isUncommitted?: boolean;
}

/** Reads the Git commit of a folder; nothing where it is not in a Git repository. */
export async function commitOf(folder: string): Promise<Commit> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)("git", args, { cwd: folder })).stdout.trim();
  try {
    const [commit, changes] = await Promise.all([
      git("rev-parse", "HEAD"),
      git("status", "--porcelain", "--", "."),
    ]);
    return { commit, isUncommitted: changes !== "" };
  } catch {
    return {};
  }
}
