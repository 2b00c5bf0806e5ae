import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packages } from "./setup/build.mjs";
import { runTool } from "./setup/dependencies.mjs";
import { readJson } from "./setup/json.mjs";
import { root } from "./setup/paths.mjs";
import { runOrFail } from "./setup/run.mjs";

/** Folders of projects that take our packages from a registry, so are no workspaces. */
const projects = ["examples", "templates"];

// Makes a version of what the changesets say, in everything that names it: the second half of `npm run write:version`.
const versions = packages.map(
  (name) => /** @type {{ name: string, version: string }} */ (readJson(join(root, name, "package.json"))),
);
for (const folder of projects) {
  for (const file of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }))
    if (basename(file) === "package.json" && !file.includes("node_modules")) follow(join(root, folder, file));
}
await runOrFail("npm", ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"], {
  cwd: root,
  title: "npm install",
});
await runTool(process.execPath, "prettier/bin/prettier.cjs", ["--write", "*/CHANGELOG.md"]);

function follow(/** @type {string} */ file) {
  const before = readFileSync(file, "utf8");
  const after = versions.reduce(
    (text, { name, version }) => text.replace(new RegExp(`("${name}": ")\\^[^"]+`), `$1^${version}`),
    before,
  );
  if (after !== before) writeFileSync(file, after);
}
