import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { packFolder, startPolicyPack } from "./support/policyPack.ts";

/** A pack whose lines before and after it begins to serve are these. */
const pack = (before: string, after = "") => `import { PolicyPack } from "@pulumi/policy";
import { policies } from "pulumi-prismatic-policies";
${before}
new PolicyPack("acme", { policies: policies() });
${after}
`;

const start = async (source: string, files?: Record<string, string>) => {
  await using started = await startPolicyPack(await packFolder(source, files));
  return { info: await started.info(), output: started.output };
};

const error = (printed: string, place: string) =>
  `error: This policy pack printed ${printed} to the standard output${place}, before the pack served. Pulumi reads the ` +
  "pack's port from there, so nothing else may be printed until then. Print to the standard error, which Pulumi shows " +
  "as well: console.error(...).\n";

describe("A policy pack that prints", () => {
  it.each([
    [
      "before it serves",
      pack('console.log("Checking", { eu: 1 });'),
      '"Checking { eu: 1 }"',
      " (index.js:3)",
    ],
    ["after it began to serve", pack("", 'console.log("ready");'), '"ready"', " (index.js:5)"],
    [
      "part of a line",
      pack('process.stdout.write(Buffer.from("Loading " + "x".repeat(99)));'),
      `"Loading ${"x".repeat(72)} ..."`,
      " (index.js:3)",
    ],
    ["a number", pack("console.log(policies().length);"), '"16"', " (index.js:3)"],
  ])("%s is ended with what printed, where, and what to do", async (_, source, printed, place) => {
    await expect(start(source)).rejects.toThrow(`It ended with code 1: ${error(printed, place)}`);
  });

  it("by another of its modules is told which", async () => {
    const files = { "own.js": "\nconsole.log('own');\nexport {};" };
    await expect(start(pack('import "./own.js";'), files)).rejects.toThrow(error('"own"', " (own.js:2)"));
  });

  it("before it has imported the policies is told to import them first", async () => {
    const files = { "own.js": "process.stdout.write('own');\nexport {};" };
    await expect(start(`import "./own.js";\n${pack("")}`, files)).rejects.toThrow(
      "error: Something printed to the standard output before the import of pulumi-prismatic-policies, before the pack " +
        "served.",
    );
  });

  it("to the standard error serves, and once it serves it may print", async () => {
    const { info, output } = await start(
      pack(
        'console.error("to stderr");',
        'const log = console.log; console.log = (port) => { log(port); log("later"); };',
      ),
    );
    expect(info).toMatchObject({ name: "acme" });
    expect(output).toContain("to stderr");
    expect(output).toMatch(/^\d+\nlater$/m);
  });
});

it("A program that uses the policies outside of a pack prints as it likes", async () => {
  const script = 'import { policies } from "pulumi-prismatic-policies"; console.log(policies().length);';
  const args = ["--input-type=module", "--eval", script];
  expect((await promisify(execFile)(process.execPath, args)).stdout).toBe("16\n");
});
