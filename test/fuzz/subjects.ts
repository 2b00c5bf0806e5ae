import { answers } from "./answers.ts";
import { resourceArguments } from "./arguments.ts";
import { codeNativeBundles } from "./codeNativeBundles.ts";
import { definitions } from "./definitions.ts";
import { generated } from "./generated.ts";
import { terminalLines } from "./names.ts";
import { mergedReports } from "./mergedReports.ts";
import { registries } from "./registries.ts";
import { reports } from "./reports.ts";
import { rolloutFiles } from "./rolloutFiles.ts";
import type { Subject } from "./subject.ts";
import { zips } from "./zips.ts";

/** Everything that takes in what others write; the slowest first. */
export const SUBJECTS: readonly Subject[] = [
  definitions,
  generated,
  registries,
  reports,
  codeNativeBundles,
  resourceArguments,
  answers,
  terminalLines,
  rolloutFiles,
  mergedReports,
  zips,
];
