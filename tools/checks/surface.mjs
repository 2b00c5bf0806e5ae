import { mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { programModules } from "../setup/declarations.mjs";
import { engineFolder, root } from "../setup/paths.mjs";

/** The declarations of each module that others import, by package. */
const declared = {
  ...Object.fromEntries(
    Object.entries(programModules).map(([name, modules]) => [
      name,
      modules.map((module) => [module, `dist/program/${module}.d.ts`]),
    ]),
  ),
  emulator: [["index", "dist/index.d.ts"]],
};

/**
 * Compares what the packages declare with the reports that are committed, which show in a review how that changes. Answers
 * the reports that are not current, by path.
 * @param {{ write: boolean }} options `write`: brings them up to date
 */
export function checkSurface({ write }) {
  return Object.entries(declared).flatMap(([name, modules]) => {
    const configs = modules.map(([module = "", file = ""]) => configOf(name, module, file));
    const [first, ...others] = configs;
    if (first === undefined) return [];
    const compilerState = CompilerState.create(first, {
      additionalEntryPoints: others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath),
    });
    return configs.flatMap((config) => {
      const { apiReportChanged } = Extractor.invoke(config, {
        compilerState,
        localBuild: write,
        messageCallback: handle,
      });
      return apiReportChanged ? [relative(root, config.reportFilePath)] : [];
    });
  });
}

/** The committed reports, by path. */
export function surfaceReports() {
  return Object.entries(declared).flatMap(([name, modules]) =>
    modules.map(([module = ""]) => {
      const path = join(name, "api", `${module}.api.md`);
      return { path, text: readFileSync(join(root, path), "utf8") };
    }),
  );
}

function configOf(/** @type {string} */ name, /** @type {string} */ module, /** @type {string} */ file) {
  const projectFolder = join(root, name);
  const reportFolder = join(projectFolder, "api");
  mkdirSync(reportFolder, { recursive: true });
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, file),
      newlineKind: "lf",
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            ...{ target: "es2023", lib: ["es2023"], types: ["node"], strict: true, skipLibCheck: true },
            ...{ module: "nodenext", moduleResolution: "nodenext" },
          },
          files: [file],
        },
      },
      apiReport: {
        enabled: true,
        // What an exported declaration names is part of it. In the emulator these are schemas, of whose types the compiler
        // writes the members in an order that changes with other files.
        includeForgottenExports: name !== "emulator",
        reportFileName: `${module}.api.md`,
        reportFolder,
        reportTempFolder: join(engineFolder, "..", "api", name),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, "package.json"),
  });
}

/** Leaves to the reports what they show anyway, and to other checks how docstrings are written. */
function handle(/** @type {import("@microsoft/api-extractor").ExtractorMessage} */ message) {
  if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
}
