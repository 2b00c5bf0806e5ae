import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildOptions, Plugin } from "rolldown";

/** Writes the licenses of all packages that are in the bundle beside it. */
function licenses(): Plugin {
  return {
    name: "licenses",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
      const folders = chunks.flatMap(({ moduleIds }) => moduleIds.flatMap((id) => packageFolder(id) ?? []));
      const texts = [...new Set(folders)].toSorted().map(licenseOf);
      this.emitFile({ type: "asset", fileName: "LICENSES.txt", source: texts.join("\n\n") });
    },
  };
}

function packageFolder(file: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function licenseOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const title = `${manifest["name"]} ${manifest["version"]} (${manifest["license"]})`;
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${title} comes without its license`);
  return `${title}\n\n${readFileSync(join(folder, file), "utf8").trim()}`;
}

const dist = join(import.meta.dirname, "dist");

/**
 * Makes few files of what Pulumi's process for dynamic providers loads: it is started for each preview and each run, and
 * finding and loading hundreds of files took most of its start.
 */
const process = {
  cwd: import.meta.dirname,
  input: {
    dynamic: "dist/dynamic.js",
    // Started as a process of its own, from the folder of the code that starts it.
    bundleChild: "dist/resources/component/bundleChild.js",
  },
  platform: "node",
  external: /^@pulumi\//,
  output: {
    dir: join(dist, "process"),
    format: "esm",
    comments: false,
    cleanDir: true,
    chunkFileNames: "[name].js",
    codeSplitting: {
      groups: [
        // Must say what is wrong with a Node.js before the packages need a newer one.
        { name: "nodeVersion", test: /dist[\\/]nodeVersion\.js$/ },
        // A chunk that keeps nothing of a run, which tests load once for many runs.
        { name: "packages", test: /node_modules/ },
      ],
    },
  },
  plugins: [licenses()],
} satisfies BuildOptions;

/**
 * Makes CommonJS of what programs import: every program can load it, be it CommonJS or a module, and so can test runners
 * that load no modules. Its declarations (`tools/setup/declarations.mjs`) lie beside it.
 */
const program = {
  cwd: import.meta.dirname,
  input: ["dist/index.js", "dist/plannedMutations.js", "dist/tenantReads.js", "dist/vocabulary.js"],
  platform: "node",
  // Packages are found as usual.
  external: /^[^./]/,
  output: { dir: join(dist, "program"), format: "cjs", cleanDir: true },
} satisfies BuildOptions;

export default [process, program];
