import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isBeingWritten, removeCutOffAttributes } from "./stateAttributes.ts";

describe("The attributes beside states", () => {
  let folder: string;
  let stacks: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "state-attributes-"));
    stacks = join(folder, ".pulumi", "stacks", "p");
    await mkdir(stacks, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("are removed where they are cut off, and nothing else is", async () => {
    const files = { "us.json": "", "us.json.attrs": "", "eu.json.gz.attrs": '{"md5":', "x.json.attrs": "{}" };
    for (const [name, text] of Object.entries(files)) await writeFile(join(stacks, name), text);
    const removed = await removeCutOffAttributes(folder);
    expect(removed.toSorted()).toEqual([join(stacks, "eu.json.gz.attrs"), join(stacks, "us.json.attrs")]);
    expect((await readdir(stacks)).toSorted()).toEqual(["us.json", "x.json.attrs"]);
  });

  it("are none in a folder that holds no states", async () => {
    expect(await removeCutOffAttributes(join(folder, "none"))).toEqual([]);
  });
});

describe("A state that is being written", () => {
  it.each([
    "failed to load checkpoint: EOF",
    "failed to load checkpoint: unexpected EOF",
    "failed to load checkpoint: unexpected end of JSON input",
    "EOF",
  ])("is told by what Pulumi says: %s", (reason) => {
    expect(isBeingWritten(`error: ${reason}\n`)).toBe(true);
  });

  it("is not taken for one that is broken in another way", () => {
    expect(isBeingWritten("error: failed to load checkpoint: invalid character '<'")).toBe(false);
    expect(isBeingWritten("error: the plugin ended: EOF")).toBe(false);
  });
});
