import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MARK, writeAmongOthers } from "./ownFiles.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "own-files-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const text = (content: string) => `# ${MARK}\n${content}`;
const write = (names: string[], force = false, content = "new") =>
  writeAmongOthers(folder, new Map(names.map((name) => [name, text(content)])), {
    isOurs: (name) => name.startsWith("ours-"),
    force,
  });
const read = (name: string) => readFile(join(folder, name), "utf8");

describe("Files in a folder of others", () => {
  it("are replaced where this command wrote them, and removed where they are not wanted any more", async () => {
    await write(["ours-a", "ours-b"], false, "old");
    await writeFile(join(folder, "theirs"), text("marked all the same"));
    await write(["ours-a"]);
    expect((await readdir(folder)).toSorted()).toEqual(["ours-a", "theirs"]);
    expect(await read("ours-a")).toBe(text("new"));
  });

  it("replace none that somebody else wrote, unless that is asked for", async () => {
    await writeFile(join(folder, "ours-b"), "mine");
    await expect(write(["ours-a", "ours-b"])).rejects.toThrow("did not write: ours-b. Nothing was written.");
    expect(await readdir(folder)).toEqual(["ours-b"]);
    await write(["ours-a", "ours-b"], true);
    expect(await read("ours-b")).toBe(text("new"));
  });
});
