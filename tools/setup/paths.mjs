import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this clone. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The folder that holds `pulumi` and its plugins for this clone. */
export const engineFolder = join(root, ".engine", "bin");

/** The folder in which Node.js keeps what it has compiled of the packages, which makes each start of them quicker. */
export const compileCache = join(root, ".engine", "compile-cache");

/** The folder in the user's cache that all clones share. */
export function cacheFolder() {
  const base =
    process.env["XDG_CACHE_HOME"] ||
    (process.platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache"));
  return join(base, "pulumi-prismatic");
}
