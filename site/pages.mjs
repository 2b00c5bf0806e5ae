import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Packages with a README of their own. */
const PACKAGES = ["provider", "policies", "rollout", "emulator"];

/** Documents of single subjects in the order of a first reading; any others follow by name. */
const SUBJECTS = [
  ...["new-project", "resources", "configuration", "promotion", "rollout", "github", "kubernetes"],
  ...["policies", "resource-options", "troubleshooting", "reliability", "performance", "dependencies"],
];

/** Parts of the navigation: title, and the documents as paths in the repository. */
export const parts = [
  { title: "Guides", files: indexed("docs/guides") },
  { title: "Subjects", files: ordered("docs", SUBJECTS) },
  { title: "Reference", files: indexed("docs/reference") },
  { title: "Examples", files: readmes(foldersOf("examples").map((name) => `examples/${name}`)) },
  { title: "Packages", files: readmes(PACKAGES) },
].filter(({ files }) => files.length > 0);

/** All documents of the site. */
export const files = ["README.md", ...parts.flatMap((part) => part.files)];

/**
 * Place of a document in the site: `docs/guides/x.md` is `guides/x.md`.
 * @param {string} file
 */
export function placeOf(file) {
  if (file === "README.md") return "index.md";
  if (file.startsWith("docs/")) return file.slice("docs/".length).replace(/\bREADME\.md$/, "index.md");
  const folder = posix.dirname(file);
  return PACKAGES.includes(folder) ? `packages/${folder}.md` : `${folder}.md`;
}

/**
 * The first heading of a document.
 * @param {string} file
 */
export function titleOf(file) {
  const [, title = file] = /^# (.+)$/m.exec(readFileSync(join(root, file), "utf8")) ?? [];
  return title.replaceAll("`", "");
}

/**
 * The documents of a folder in the order in which its index names them, the index first; any others follow by name.
 * @param {string} folder
 */
function indexed(folder) {
  const index = join(root, folder, "README.md");
  const text = existsSync(index) ? readFileSync(index, "utf8") : "";
  const named = [...text.matchAll(/\]\(([\w-]+)\.md[)#]/g)].map(([, name = ""]) => name);
  return ordered(folder, ["README", ...named]);
}

/** @returns {string[]} */
function ordered(/** @type {string} */ folder, /** @type {string[]} */ first) {
  if (!existsSync(join(root, folder))) return [];
  const rank = (/** @type {string} */ name) => {
    const index = first.indexOf(name.slice(0, -".md".length));
    return index < 0 ? first.length : index;
  };
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .toSorted((one, other) => rank(one) - rank(other) || one.localeCompare(other, "en"))
    .map((name) => `${folder}/${name}`);
}

/** @returns {string[]} */
function readmes(/** @type {string[]} */ folders) {
  return folders.map((folder) => `${folder}/README.md`).filter((file) => existsSync(join(root, file)));
}

/** @returns {string[]} */
function foldersOf(/** @type {string} */ folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
