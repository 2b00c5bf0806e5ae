import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ignoreInGit, makePrivateFolder, writePrivateFile } from "./privateFile.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "private-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe("A file that may hold secrets", () => {
  it("is its owner's alone, whatever the mask", async () => {
    const file = join(temporaryFolder(), "import.json");
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    await writePrivateFile(file, "hush");
    expect([modeOf(file), readFileSync(file, "utf8")]).toEqual(["600", "hush"]);
  });

  it("is made anew where one is there that others can read, and hold open", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "import.json");
    writeFileSync(file, "old", { mode: 0o644 });
    const { ino } = statSync(file);
    await writePrivateFile(file, "hush");
    expect([modeOf(file), readFileSync(file, "utf8")]).toEqual(["600", "hush"]);
    expect(statSync(file).ino).not.toBe(ino);
    expect(readdirSync(folder)).toEqual(["import.json"]);
  });

  it.each(["elsewhere.txt", "nowhere.txt"])("is not written through a link, to %s", async (target) => {
    const folder = temporaryFolder();
    const file = join(folder, "import.json");
    writeFileSync(join(folder, "elsewhere.txt"), "theirs");
    symlinkSync(join(folder, target), file);
    await expect(writePrivateFile(file, "hush")).rejects.toThrow(
      `${file} is a symbolic link, and what may hold secrets is not written through one. Remove it, or name another place.`,
    );
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "elsewhere.txt"), "utf8")).toBe("theirs");
    expect(existsSync(join(folder, "nowhere.txt"))).toBe(false);
  });

  it("leaves what is there where it cannot be put in its place", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "taken");
    mkdirSync(join(file, "inside"), { recursive: true });
    await expect(writePrivateFile(file, "hush")).rejects.toThrow(
      `${file} cannot be written (EISDIR); what stood there is as it was. Check the folder's permissions and the disk.`,
    );
    expect(readdirSync(folder)).toEqual(["taken"]);
    await expect(writePrivateFile(join(folder, "none", "x"), "hush")).rejects.toThrow(
      "cannot be written (ENOENT)",
    );
  });

  it("on a full disk leaves what is there, and says so", () => {
    const folder = temporaryFolder();
    const file = join(folder, "import.json");
    writeFileSync(file, "old");
    const module = new URL("./privateFile.ts", import.meta.url).href;
    const code = `
      process.on("SIGXFSZ", () => undefined);
      const { writePrivateFile } = await import(${JSON.stringify(module)});
      await writePrivateFile(${JSON.stringify(file)}, "x".repeat(200_000)).catch(({ message }) => console.log(message));`;
    const limited = 'ulimit -f 64; exec "$0" --input-type=module -e "$1"';
    const { stdout } = spawnSync("bash", ["-c", limited, process.execPath, code], { encoding: "utf8" });
    expect(stdout).toContain(`${file} cannot be written (EFBIG); what stood there is as it was.`);
    expect([readFileSync(file, "utf8"), readdirSync(folder)]).toEqual(["old", ["import.json"]]);
  });

  // Nothing is read-only to root.
  const asUser = process.getuid?.() === 0 ? it.fails : it;
  asUser("says where its folder is read-only", async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    await expect(writePrivateFile(join(folder, "x"), "hush")).rejects.toThrow("cannot be written (EACCES)");
  });

  it("is the old one or the new one where the process is ended in between, and never readable by others", () => {
    const folder = temporaryFolder();
    const file = join(folder, "import.json");
    writeFileSync(file, "old");
    const module = new URL("./privateFile.ts", import.meta.url).href;
    // Ends at the moment in which the new file is complete and not yet in its place.
    const code = `
      import { promises } from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      promises.rename = () => process.kill(process.pid, "SIGKILL");
      syncBuiltinESMExports();
      const { writePrivateFile } = await import(${JSON.stringify(module)});
      await writePrivateFile(${JSON.stringify(file)}, "hush");`;
    const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", code]);
    expect(signal).toBe("SIGKILL");
    expect(readFileSync(file, "utf8")).toBe("old");
    const left = readdirSync(folder).filter((name) => name !== "import.json");
    expect(left).toHaveLength(1);
    expect(modeOf(join(folder, left[0] ?? ""))).toBe("600");
  });
});

describe("A folder of files that may hold secrets", () => {
  it("is its owner's alone and ignored by Git, also where it was there before", async () => {
    const folder = join(temporaryFolder(), "replaced-drafts");
    mkdirSync(folder, { mode: 0o755 });
    await makePrivateFolder(folder);
    expect([modeOf(folder), readFileSync(join(folder, ".gitignore"), "utf8")]).toEqual(["700", "*\n"]);
  });

  it("is no link", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "elsewhere"), { mode: 0o755 });
    symlinkSync(join(folder, "elsewhere"), join(folder, "replaced-drafts"));
    await expect(makePrivateFolder(join(folder, "replaced-drafts"))).rejects.toThrow("is a symbolic link");
    expect([modeOf(join(folder, "elsewhere")), readdirSync(join(folder, "elsewhere"))]).toEqual(["755", []]);
  });
});

describe("A line in .gitignore", () => {
  it("is added once, and what is there stays", async () => {
    const folder = temporaryFolder();
    const list = join(folder, ".gitignore");
    writeFileSync(list, "node_modules");
    const file = join(folder, "import.json");
    expect([await ignoreInGit(file), await ignoreInGit(file)]).toEqual([true, false]);
    expect(readFileSync(list, "utf8")).toBe("node_modules\n/import.json\n");
  });
});
