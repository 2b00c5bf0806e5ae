import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { compileCache, root } from "../../tools/setup/paths.mjs";
import { runCommand, type CommandResult } from "./processes.ts";

const PACK = "node_modules/pulumi-prismatic-policies";

/** Runs `pulumi-prismatic` in a folder, without the engine. */
export function pulumiPrismatic(cwd: string, args: readonly string[]): Promise<CommandResult> {
  return runCommand(process.execPath, [join(root, "provider/dist/cli/main.js"), ...args], {
    cwd,
    env: { HOME: cwd, PATH: "", NODE_COMPILE_CACHE: compileCache },
  });
}

/** Puts the packages of a project where npm would: the pack is a copy, because Pulumi runs it where its files really are. */
export async function installPackages(folder: string): Promise<void> {
  const source = join(root, "policies");
  const pack = join(folder, PACK);
  await mkdir(pack, { recursive: true });
  for (const name of ["dist", "package.json", "PulumiPolicy.yaml", "stable-keys.schema.json"]) {
    await cp(join(source, name), join(pack, name), { recursive: true });
  }
  const { dependencies } = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as {
    dependencies: object;
  };
  for (const name of ["@pulumi/pulumi", ...Object.keys(dependencies)]) {
    const link = join(folder, "node_modules", name);
    const target = [source, root].map((place) => join(place, "node_modules", name)).find(existsSync);
    if (target === undefined) throw new Error(`${name} is not installed`);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
}

/** Adds values in the clear to the settings of a new stack, without a start of `pulumi`. */
export async function addConfig(file: string, values: Readonly<Record<string, string>>): Promise<void> {
  const settings = parse(await readFile(file, "utf8")) as { config?: object };
  await writeFile(file, stringify({ ...settings, config: { ...settings.config, ...values } }));
}
