import { join } from "node:path";
import {
  Application,
  ReflectionKind,
  type DeclarationReflection,
  type ProjectReflection,
  type TypeDocOptions,
} from "typedoc";
import type ts from "typescript";
import { root } from "../setup/paths.mjs";
import tsconfig from "./tsconfig.json" with { type: "json" };

/** Sections of a class's docstring beyond its description, by their tags: each opens with its tag in an editor. */
export const SECTIONS = {
  "@remarks": "Behavior",
  "@drift": "Drift",
  "@errors": "Errors",
  "@imported": "Import",
} as const;

/** The public declarations with their docstrings, and the program that they stand in. */
export interface Model {
  project: ProjectReflection;
  program: ts.Program;
}

/** Reads the docstrings of all that the packages export, and of the types that their arguments have. */
export async function readModel(): Promise<Model> {
  const folder = join(root, "tools", "reference");
  const options: TypeDocOptions = {
    entryPoints: tsconfig.files.map((file) => join(folder, file)),
    tsconfig: join(folder, "tsconfig.json"),
    blockTags: [...Object.keys(SECTIONS), "@param", "@returns", "@throws"] as `@${string}`[],
    // The compiler has checked them before.
    skipErrorChecking: true,
    disableSources: true,
    readme: "none",
    sort: ["source-order"],
    sortEntryPoints: false,
    // Of the SDK's members a page shows none.
    excludeExternals: true,
    logLevel: "Warn",
    validation: { invalidLink: true, notExported: false },
  };
  const app = await Application.bootstrap(options, []);
  const entries = app.getEntryPoints() ?? [];
  const project = await app.convert();
  const program = entries[0]?.program;
  if (project === undefined || program === undefined) throw new Error("The sources could not be read.");
  app.validate(project);
  if (app.logger.hasWarnings()) throw new Error("A docstring is wrong; see above.");
  return { project, program };
}

/** A declaration by its name. */
export function declared(project: ProjectReflection, name: string): DeclarationReflection {
  const found = project
    .getReflectionsByKind(ReflectionKind.SomeExport)
    .find((each) => each.name === name && each.isDeclaration());
  if (found?.isDeclaration() !== true) throw new Error(`Nothing of the name ${name} is exported.`);
  return found;
}
