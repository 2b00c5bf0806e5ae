import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "./newFolder.ts";

let above: string;
beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), "new-folder-"));
});
afterEach(() => rm(above, { recursive: true, force: true }));

const files = new Map([
  ["index.ts", "export {};\n"],
  ["integrations/a.yml", "name: A\n"],
  ["import.json", "{}\n"],
]);
const made = () => ({
  folder: join(above, "project"),
  files,
  privateFiles: new Set(["import.json"]),
  signal: new AbortController().signal,
});
const modeOf = async (path: string) => (await stat(join(above, path))).mode & 0o777;

describe("A new folder", () => {
  it("is complete, its owner's alone, and so are its private files", async () => {
    await makeFolder(made());
    expect(await readdir(above)).toEqual(["project"]);
    expect(await readFile(join(above, "project/integrations/a.yml"), "utf8")).toBe("name: A\n");
    expect([await modeOf("project"), await modeOf("project/import.json")]).toEqual([0o700, 0o600]);
  });

  it("is made in a hidden folder beside its place, which only its owner may enter", async () => {
    let seen: string[] = [];
    await makeFolder({
      ...made(),
      addition: {
        make: async (temporary) => {
          seen = await readdir(above);
          expect((await stat(temporary)).mode & 0o777).toBe(0o700);
        },
        undo: () => Promise.resolve(),
      },
    });
    expect(seen).toEqual([expect.stringMatching(/^\.project\.[0-9a-f]{12}\.tmp$/)]);
  });

  it.each(["a failure", "an interruption"])(
    "is not there after %s, and its addition is taken back",
    async (what) => {
      const controller = new AbortController();
      const undone: string[] = [];
      const attempt = makeFolder({
        ...made(),
        signal: controller.signal,
        addition: {
          make: async () => {
            if (what === "a failure") throw new Error("failed");
            controller.abort(new Error("interrupted"));
            return Promise.resolve();
          },
          undo: async (temporary) => {
            undone.push(...(await readdir(temporary)));
          },
        },
      });
      await expect(attempt).rejects.toThrow(what === "a failure" ? "failed" : "interrupted");
      expect(undone.toSorted()).toEqual(["import.json", "index.ts", "integrations"]);
      expect(await readdir(above)).toEqual([]);
    },
  );

  it("leaves what somebody put into its place meanwhile", async () => {
    const addition = {
      make: async () => {
        await mkdir(join(above, "project"));
        await writeFile(join(above, "project/mine"), "mine");
      },
      undo: () => Promise.resolve(),
    };
    await expect(makeFolder({ ...made(), addition })).rejects.toThrow("is not empty");
    expect(await readdir(above)).toEqual(["project"]);
    expect(await readdir(join(above, "project"))).toEqual(["mine"]);
  });
});
