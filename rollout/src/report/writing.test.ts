import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkOutputs, writeOutput } from "./writing.ts";

describe("An output of a report", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "outputs-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("replaces a file as a whole, with the permissions that new files have", async () => {
    const file = join(folder, "page.html");
    await writeFile(file, "an older and longer page");
    await writeOutput({ flag: "--html", file }, "a page");
    expect(await readFile(file, "utf8")).toBe("a page");
    await writeFile(join(folder, "other"), "");
    expect((await stat(file)).mode).toBe((await stat(join(folder, "other"))).mode);
    expect((await readdir(folder)).toSorted()).toEqual(["other", "page.html"]);
  });

  it("goes through a link, which stays one", async () => {
    await writeFile(join(folder, "real.md"), "old");
    await symlink("real.md", join(folder, "link.md"));
    await writeOutput({ flag: "--markdown", file: join(folder, "link.md") }, "new");
    expect(await readFile(join(folder, "real.md"), "utf8")).toBe("new");
  });

  it("is written into what is no file, such as a pipe, which stays one", async () => {
    const file = join(folder, "pipe");
    execFileSync("mkfifo", [file]);
    const reader = readFile(file, "utf8");
    await writeOutput({ flag: "--markdown", file }, "text");
    expect((await stat(file)).isFIFO()).toBe(true);
    expect(await reader).toBe("text");
  });

  it("is refused before the preview where it could not be written in the end", async () => {
    const output = (flag: string, file: string) => ({ flag, file });
    await expect(checkOutputs([output("--json", "-"), output("--markdown", "-")])).rejects.toThrow(
      "--json and --markdown cannot both be standard output.",
    );
    const missing = join(folder, "missing", "page.html");
    await expect(checkOutputs([output("--html", missing)])).rejects.toThrow(
      `The folder of --html ${missing} does not exist.`,
    );
    await expect(checkOutputs([output("--html", folder)])).rejects.toThrow(`--html ${folder} is a folder.`);
    await expect(
      checkOutputs([output("--html", "page.html"), output("--json", "-")]),
    ).resolves.toBeUndefined();
  });

  it("leaves the old file and nothing else where it cannot be written", async () => {
    const file = join(folder, "gone", "page.html");
    await expect(writeOutput({ flag: "--html", file }, "text")).rejects.toThrow(
      /could not be written: .*ENOENT/,
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
