import { definitions } from "./definitions.ts";
import { generated } from "./generated.ts";
import { terminalLines } from "./names.ts";
import { registries } from "./registries.ts";
import { reports } from "./reports.ts";
import { rolloutFiles } from "./rolloutFiles.ts";
import type { Subject } from "./subject.ts";

/** Everything that takes in what others write. */
export const SUBJECTS: readonly Subject[] = [
  definitions,
  registries,
  rolloutFiles,
  terminalLines,
  reports,
  generated,
];
