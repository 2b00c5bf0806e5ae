import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";
import { diagnosticsOf, messageOf, projectOptions } from "./support/compiled.ts";
import { blocksOf } from "./support/guide.ts";
import { manifestOf, PACKAGES, type Manifest } from "./support/packed.ts";

const readmeOf = (name: string) => readFile(join(root, name, "README.md"), "utf8");

/** The texts of the code blocks of a language. */
const blocks = (text: string, language: string) =>
  blocksOf(text).flatMap((block) => (block.language === language ? [block.text] : []));

const all = async () => Promise.all(PACKAGES.map(manifestOf));

/** The help of a command of ours with these words, of which those that are no subcommand are left out. */
async function helpOf({ bin = {} }: Manifest, folder: string, words: string[]): Promise<string> {
  const [file = ""] = Object.values(bin);
  const run = (args: string[]) => promisify(execFile)(process.execPath, [join(root, folder, file), ...args]);
  const [subcommand = ""] = words;
  const isSubcommand = /^[a-z-]+$/.test(subcommand) && !subcommand.startsWith("-");
  return (await run([...(isSubcommand ? [subcommand] : []), "--help"])).stdout;
}

describe.each(PACKAGES)("The README of the package in %s", (name) => {
  it("is for that package, and asks for the Node.js that it asks for", async () => {
    const { name: title, engines } = await manifestOf(name);
    const text = await readmeOf(name);
    expect(text.split("\n")[0]).toBe(`# ${title}`);
    const versions = [...text.matchAll(/\bNode(?:\.js)? v?(\d+(?:\.\d+)*)/g)].map(([, version]) => version);
    expect(new Set(versions)).toEqual(new Set([engines.node.replace(">=", "")]));
  });

  it("installs packages that it has to do with, and runs commands that there are, with options that they have", async () => {
    const manifests = await all();
    const own = await manifestOf(name);
    const known = [...manifests.map((each) => each.name), ...Object.keys(own.peerDependencies ?? {})];
    const lines = blocks(await readmeOf(name), "sh").flatMap((block) => block.trim().split("\n"));
    expect(lines).toContainEqual(expect.stringContaining(own.name));
    for (const line of lines) {
      const [, command = "", ...words] = line.replace(/\s+#.*| > .*/g, "").split(" ");
      if (line.startsWith("npm install ")) {
        expect(known).toEqual(expect.arrayContaining(words.filter((word) => !word.startsWith("--"))));
      } else if (line.startsWith("npx ")) {
        const index = manifests.findIndex(({ bin = {} }) => command in bin);
        const manifest = manifests[index];
        if (manifest === undefined) throw new Error(`No package has the command ${command}`);
        const help = await helpOf(manifest, PACKAGES[index] ?? "", words);
        for (const option of words.filter((word) => word.startsWith("--"))) {
          expect(help).toMatch(new RegExp(`^ +${option}\\b`, "m"));
        }
      } else {
        expect(line).toMatch(/^pulumi (config set|preview) /);
      }
    }
  });
});

it("The programs in the packages' READMEs compile", async () => {
  const texts = await Promise.all(PACKAGES.map(readmeOf));
  const programs = new Map(
    texts.flatMap((text, index) =>
      blocks(text, "ts").map((code, place) => [join(root, "test", `readme-${index}-${place}.ts`), code]),
    ),
  );
  expect(programs.size).toBe(3);
  expect(diagnosticsOf(programs, { ...projectOptions, types: ["node"] }).map(messageOf)).toEqual([]);
});
