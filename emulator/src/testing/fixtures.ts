import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../../../test/fixtures/integrations/", import.meta.url);

/** The file names of real definitions that Prismatic published. */
export const fixtureNames = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));

/** Where such a file lies. */
export const fixturePath = (name: string): string => fileURLToPath(new URL(name, folder));

/** The text of such a definition. */
export const fixture = (name: string): string => readFileSync(fixturePath(name), "utf8");
