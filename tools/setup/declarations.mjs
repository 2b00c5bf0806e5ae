import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./paths.mjs";

/** The modules of each package that programs and policy packs import. */
export const programModules = {
  provider: ["index", "plannedMutations", "tenantReads", "vocabulary"],
  policies: ["index"],
};

/**
 * Copies the compiled declarations that programs see into a folder that is CommonJS for compilers, which take the format
 * of a file from the nearest package.json. There, every way of resolving modules understands their imports.
 */
export function writeDeclarations() {
  for (const [name, modules] of Object.entries(programModules))
    copyDeclarations(join(root, name, "dist"), modules);
}

function copyDeclarations(/** @type {string} */ dist, /** @type {string[]} */ modules) {
  const files = new Set(modules.map((name) => `${name}.d.ts`));
  const contents = new Map([["package.json", '{ "type": "commonjs" }\n']]);
  for (const file of files) {
    const text = readFileSync(join(dist, file), "utf8");
    const copy = text.replace(/(["'])(\.{1,2}\/[^"']+)\.ts\1/g, (_, _quote, /** @type {string} */ path) => {
      files.add(join(dirname(file), `${path}.d.ts`));
      return `"${path}.js"`;
    });
    contents.set(file, copy);
  }
  // Bundling has emptied the folder before.
  for (const [file, content] of contents) {
    mkdirSync(dirname(join(dist, "program", file)), { recursive: true });
    writeFileSync(join(dist, "program", file), content);
  }
}
