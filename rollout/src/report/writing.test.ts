import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareOutputs, writeOutput } from "./writing.ts";

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

  it("is emptied before the preview, so that an earlier one never passes for it", async () => {
    const outputs = ["report.json", "page.html"].map((name) => ({
      flag: "--html",
      file: join(folder, name),
    }));
    await writeFile(join(folder, "page.html"), "an earlier page");
    execFileSync("mkfifo", [join(folder, "pipe")]);
    await prepareOutputs([
      ...outputs,
      { flag: "--markdown", file: join(folder, "pipe") },
      { flag: "--json", file: "-" },
    ]);
    expect(await readFile(join(folder, "page.html"), "utf8")).toBe("");
    expect((await readdir(folder)).toSorted()).toEqual(["page.html", "pipe", "report.json"]);
  });

  it("is refused before the preview where it could not be written in the end", async () => {
    const prepare = (...files: [flag: string, file: string][]) =>
      prepareOutputs(files.map(([flag, file]) => ({ flag, file })));
    await expect(prepare(["--json", "-"], ["--markdown", "-"])).rejects.toThrow(
      "--json and --markdown cannot both be standard output.",
    );
    const missing = join(folder, "missing", "page.html");
    await expect(prepare(["--html", missing])).rejects.toMatchObject({
      message: `The report cannot be written to ${missing} (ENOENT).`,
      nextStep: "Name another file with --html.",
    });
    await expect(prepare(["--html", folder])).rejects.toThrow(
      `The report cannot be written to ${folder} (EISDIR).`,
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
