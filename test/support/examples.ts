import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { root } from "../../tools/setup/paths.mjs";

/** Values of an example's configuration, as its `demo-config.json` has them. */
export interface DemoConfig {
  plain: Record<string, string>;
  secret: Record<string, string>;
}

/** The folder of all examples. */
export const examplesFolder = join(root, "examples");

/** Folders below `examples/` that hold a Pulumi program. */
export const exampleNames = globSync("{*,*/*}/Pulumi.yaml", { cwd: examplesFolder })
  .map(dirname)
  .filter((name) => !name.includes("node_modules"))
  .toSorted();

/** The text of a file of an example. */
export const readExample = (name: string, file: string) =>
  readFileSync(join(examplesFolder, name, file), "utf8");

/** Configuration for demonstrations; empty for an example that needs none. */
export function demoConfigOf(name: string): DemoConfig {
  return existsSync(join(examplesFolder, name, "demo-config.json"))
    ? (JSON.parse(readExample(name, "demo-config.json")) as DemoConfig)
    : { plain: {}, secret: {} };
}

/** The name of an example's Pulumi project. */
export const projectNameOf = (name: string): string =>
  (parse(readExample(name, "Pulumi.yaml")) as { name: string }).name;

/** The configuration in an example's `Pulumi.<stack>.yaml`, without the tenant; empty where there is no such file. */
export function stackConfigOf(name: string, stack: string): Record<string, string> {
  const file = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(examplesFolder, name, file))) return {};
  const { config } = parse(readExample(name, file)) as { config: Record<string, unknown> };
  const own = Object.entries(config).filter(([key]) => !key.startsWith("prismatic:"));
  return Object.fromEntries(own.map(([key, value]) => [key, String(value)]));
}
