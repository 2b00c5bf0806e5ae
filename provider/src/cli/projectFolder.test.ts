import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { programFolder } from "./projectFolder.ts";

describe("The folder that paths in a program begin in", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "project-"));
    await mkdir(join(root, "app/src"), { recursive: true });
    await writeFile(join(root, "app/index.ts"), "");
  });
  afterEach(() => rm(root, { recursive: true }));

  it.each([
    ["Pulumi.yaml", "name: a\n", "", ""],
    ["Pulumi.yaml", "name: a\nmain: app/\n", "", "app"],
    ["Pulumi.yaml", "name: a\nmain: app\n", "app/src", "app"],
    ["Pulumi.yaml", "name: a\nmain: app/index.ts\n", "", "app"],
    ["Pulumi.yml", "name: a\nmain: ./app/src\n", "app", "app/src"],
    ["Pulumi.json", '{"name":"a","main":"app/"}', "", "app"],
    ["Pulumi.yaml", "name: a\nmain: ''\n", "app", ""],
  ])("is told by %s %j, from ./%s", async (file, text, cwd, expected) => {
    await writeFile(join(root, file), text);
    expect(await programFolder(join(root, cwd))).toBe(join(root, expected));
  });

  it("is the working folder where there is no project", async () => {
    expect(await programFolder(join(root, "app"))).toBe(join(root, "app"));
  });

  it("is missed by name", async () => {
    await expect(programFolder(join(root, "nowhere"))).rejects.toThrow(
      /^There is no folder .*nowhere \(--cwd\)\.$/,
    );
    await writeFile(join(root, "Pulumi.yaml"), "name: a\nmain: nowhere/index.ts\n");
    await expect(programFolder(root)).rejects.toThrow(
      /Pulumi\.yaml says main: nowhere\/index\.ts, and there is no folder/,
    );
    await writeFile(join(root, "Pulumi.yaml"), "name: [\n");
    await expect(programFolder(root)).rejects.toThrow(/Pulumi\.yaml is not YAML: /);
  });
});
