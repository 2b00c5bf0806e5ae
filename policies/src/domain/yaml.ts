import { createRequire } from "node:module";
import type * as Yaml from "yaml";

const requireHere = createRequire(import.meta.url);

/** The YAML reader, loaded when a definition is read: most runs have none, and it takes as long as fifty resources. */
export const yaml = () => requireHere("yaml") as typeof Yaml;
