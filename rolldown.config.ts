import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildOptions, Plugin } from "rolldown";
import { programModules } from "./tools/setup/declarations.mjs";

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

/** Loads compiled code with its own map, so that the bundle's map leads to the sources in TypeScript. */
function compiledMaps(): Plugin {
  return {
    name: "compiled-maps",
    load: {
      filter: { id: /[\\/]dist[\\/][^?]*\.js$/ },
      handler(id) {
        if (id.includes("node_modules") || !existsSync(`${id}.map`)) return null;
        return { code: readFileSync(id, "utf8"), map: readFileSync(`${id}.map`, "utf8") };
      },
    },
  };
}

/** Leaves out the map of what others wrote: it would be half of the package, and leads to no source of ours. */
function withoutMap(name: string): Plugin {
  return {
    name: "without-map",
    generateBundle(_, bundle) {
      const chunk = bundle[name];
      if (chunk?.type !== "chunk") throw new Error(`There is no ${name}`);
      chunk.code = chunk.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
      delete bundle[`${name}.map`];
    },
  };
}

const provider = join(import.meta.dirname, "provider");

/**
 * Makes few files of what Pulumi's process for dynamic providers loads: it is started for each preview and each run, and
 * finding and loading hundreds of files took most of its start.
 */
const process = {
  cwd: provider,
  input: {
    dynamic: "dist/dynamic.js",
    // Started as a process of its own, from the folder of the code that starts it.
    bundleChild: "dist/resources/component/bundleChild.js",
  },
  platform: "node",
  external: /^@pulumi\//,
  output: {
    dir: join(provider, "dist/process"),
    format: "esm",
    sourcemap: true,
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
  plugins: [compiledMaps(), withoutMap("packages.js"), licenses()],
} satisfies BuildOptions;

/**
 * Makes CommonJS of what programs and policy packs import: every program can load it, be it CommonJS or a module, and so
 * can test runners that load no modules. Its declarations (`tools/setup/declarations.mjs`) lie beside it.
 */
const programOf = (name: string, modules: string[]) =>
  ({
    cwd: join(import.meta.dirname, name),
    input: modules.map((module) => `dist/${module}.js`),
    platform: "node",
    // Packages are found as usual.
    external: /^[^./]/,
    output: {
      dir: join(import.meta.dirname, name, "dist/program"),
      format: "cjs",
      sourcemap: true,
      cleanDir: true,
    },
    plugins: [compiledMaps()],
  }) satisfies BuildOptions;

export default [
  process,
  ...Object.entries(programModules).map(([name, modules]) => programOf(name, modules)),
];
