import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import { readJson } from "../setup/json.mjs";

const source = /\.(?:[cm]?[jt]s|tsx)$/;
const declaration = /^\s*declare (?:module|global)\b/m;
const elsewhere = new Set(["node_modules", "dist"]);

/** Files whose content decides what any other file's lint and types are. */
const settings =
  /^(?:package-lock\.json|eslint\.config\.mjs|tsconfig[^/]*\.json|tools\/lint\/.*|.*\/tsconfig[^/]*\.json)$/;

/**
 * The digest of each source file of a repository, by its path: of its text, of all that it imports, directly or not, and of
 * what counts for every file. Where it is the same, so are the types that the file sees. A file with an import that is
 * not found has none.
 * @param {string} root
 * @param {string[]} packages the folders of the workspace's packages, each with its sources in `src`
 * @returns {Map<string, string | undefined>}
 */
export function digestsOf(root, packages) {
  const files = filesIn(root, root);
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
  const sources = files.filter((file) => source.test(file));
  const forAll = createHash("sha256").update(process.version);
  for (const [file, text] of texts)
    if (settings.test(file) || (source.test(file) && declaration.test(text)))
      forAll.update(`${file}\0${text}\0`);
  const base = forAll.digest("hex");
  const find = finder(root, packages);
  const own = new Map(sources.map((file) => [file, ownParts(file, texts.get(file) ?? "", find)]));
  return new Map(sources.map((file) => [file, digestOf(file, base, own)]));
}

/** @typedef {{ digest: string, imports: (string | undefined)[] }} Parts */

/** @returns {Parts} */
function ownParts(
  /** @type {string} */ file,
  /** @type {string} */ text,
  /** @type {(from: string, name: string) => string | undefined | false} */ find,
) {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const imports = importedFiles
    .map(({ fileName }) => find(file, fileName))
    .filter((found) => found !== false);
  return { digest: createHash("sha256").update(text).digest("hex"), imports };
}

/** @returns {string | undefined} */
function digestOf(
  /** @type {string} */ file,
  /** @type {string} */ base,
  /** @type {Map<string, Parts>} */ own,
) {
  const seen = new Set([file]);
  // A set hands out what is added while it is read.
  for (const each of seen) {
    for (const imported of own.get(each)?.imports ?? []) {
      if (imported === undefined) return undefined;
      seen.add(imported);
    }
  }
  const hash = createHash("sha256").update(base);
  for (const each of [...seen].toSorted()) hash.update(`${each}\0${own.get(each)?.digest ?? ""}\0`);
  return hash.digest("hex");
}

/**
 * Answers the file that an import means: false where it is of a package that is no source of ours, undefined where it is
 * not found.
 * @returns {(from: string, name: string) => string | undefined | false}
 */
function finder(/** @type {string} */ root, /** @type {string[]} */ packages) {
  const folders = new Map(
    packages.map((folder) => {
      const { name = "" } = /** @type {{ name?: string }} */ (
        readJson(join(root, folder, "package.json")) ?? {}
      );
      return [name, folder];
    }),
  );
  const existing = (/** @type {string} */ path) => {
    // What is compiled says the same as its source.
    const written = path.replace(/^([^/]+)\/dist\//, "$1/src/");
    const stem = written.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
    const found = [written, ...["ts", "tsx", "mts", "d.ts"].map((ending) => `${stem}.${ending}`)];
    return found.find((each) => source.test(each) && existsSync(join(root, each)));
  };
  return (from, name) => {
    if (name.startsWith(".")) {
      const path = relative(root, join(root, dirname(from), name))
        .split(sep)
        .join("/");
      return /\.[a-z]+$/.test(path) && !source.test(path) ? false : existing(path);
    }
    const [first = "", ...rest] = name.split("/");
    const folder = folders.get(first);
    if (folder === undefined) return false;
    return existing(`${folder}/src/${rest.length > 0 ? rest.join("/") : "index"}.ts`);
  };
}

/** @returns {string[]} */
function filesIn(/** @type {string} */ root, /** @type {string} */ folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name.startsWith(".") || elsewhere.has(entry.name) ? [] : filesIn(root, path);
    }
    const name = relative(root, path).split(sep).join("/");
    return source.test(name) || settings.test(name) ? [name] : [];
  });
}
