import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Packages with a README of their own. */
const PACKAGES = ["provider", "policies", "rollout", "emulator"];

/** Guides in the order in which they help; any others follow by name. */
const GUIDES = [
  ...["first-connection", "existing-tenant", "secrets", "several-tenants", "gitops", "reviewing"],
  ...["rotating-secrets", "shared-connections", "authorizing", "many-customers", "code-native", "promotion"],
];

/** Documents of single subjects in the order of a first reading; any others follow by name. */
const SUBJECTS = [
  ...["resources", "configuration", "existing-tenant", "promotion", "rollout", "github", "kubernetes"],
  ...["policies", "resource-options", "troubleshooting", "reliability", "performance", "dependencies"],
];

/** Parts of the navigation: title, and the documents as paths in the repository. */
export const parts = [
  { title: "Guides", files: ordered("docs/guides", GUIDES) },
  { title: "Subjects", files: ordered("docs", SUBJECTS) },
  { title: "Reference", files: reference() },
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
  const place = file.replace(/^docs\//, "");
  if (place === "reference/README.md") return "reference/index.md";
  const folder = posix.dirname(place);
  if (!place.endsWith("/README.md")) return place;
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

/** The index first, then the classes in its order, then what else there is. */
function reference() {
  const folder = "docs/reference";
  if (!existsSync(join(root, folder))) return [];
  const index = readFileSync(join(root, folder, "README.md"), "utf8");
  const named = [...index.matchAll(/\]\((\w+)\.md\)/g)].map(([, name = ""]) => name);
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
