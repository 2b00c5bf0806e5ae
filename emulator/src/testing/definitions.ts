import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

/** A definition's reference to a public component. */
export const component = (key: string, version: number | "LATEST" = "LATEST") => ({
  key,
  isPublic: true,
  version,
});

/** The trigger with which a flow begins. */
export const trigger = {
  name: "Trigger",
  action: { key: "webhook", component: component("webhook-triggers") },
  isTrigger: true,
};

/** A definition of one flow, with `parts` that replace its own or join them. */
export const definitionWith = (parts: object): string =>
  stringify({
    definitionVersion: 7,
    name: "Alerts",
    flows: [{ name: "Main", steps: [trigger] }],
    ...parts,
  });

const folder = new URL("../../../test/fixtures/integrations/", import.meta.url);

/** The file names of real definitions that Prismatic published. */
export const fixtureNames = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));

/** The path of such a file. */
export const fixturePath = (name: string): string => fileURLToPath(new URL(name, folder));

/** The text of such a definition. */
export const fixture = (name: string): string => readFileSync(fixturePath(name), "utf8");
