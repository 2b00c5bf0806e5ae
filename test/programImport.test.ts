import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const dist = dirname(createRequire(import.meta.url).resolve("pulumi-prismatic"));

/** Lists the modules that Node loads for `import "<name>"`. */
async function modulesOf(name: string): Promise<string[]> {
  const program = `
    import { registerHooks } from "node:module";
    const loaded = new Set();
    registerHooks({ load: (url, context, next) => (loaded.add(url), next(url, context)) });
    await import(${JSON.stringify(name)});
    console.log(JSON.stringify([...loaded]));`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: join(import.meta.dirname, ".."),
    maxBuffer: 10_000_000,
  });
  return JSON.parse(stdout) as string[];
}

describe("A program's import of the package", () => {
  it("loads the classes, and of other packages nothing but Pulumi", async () => {
    const [all, sdk] = await Promise.all([modulesOf("pulumi-prismatic"), modulesOf("@pulumi/pulumi")]);
    const added = all.filter((url) => !sdk.includes(url) && !url.startsWith("node:"));
    const files = added.map((url) => fileURLToPath(url));
    expect(files.filter((file) => relative(dist, file).startsWith(".."))).toEqual([]);
    // A bundle names each module that it is made of in a line of its own.
    const ours = files.flatMap((file) => readFileSync(file, "utf8").match(/(?<=^\/\/ dist\/).+$/gm) ?? []);
    expect(ours).toContain("resources/connection/class.js");
    const expected =
      /^(index|nodeVersion|guardDeletes|lookups\/(lookup|mocks|get\w+)|resources\/(\w+\/class|program\/\w+|reference\/kinds|names|integration\/definitionFile|inputs\/secret\w+)|dynamic\/constant|tenant\/(address|origins|ownValue))\.js$/;
    expect(ours.filter((file) => !expected.test(file))).toEqual([]);
  });
});
