import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";

const WORLD = `
  import { writeOwnFiles, MARK } from "./emit/ownFiles.ts";
  import { FileLocks } from "./lock/fileLocks.ts";
  import { writeOutput } from "./report/writing.ts";
  import { makeFolder, writeJournal } from "./up/journal.ts";
  import { StackLog } from "./up/stackLog.ts";
  const [folder] = process.argv.slice(1);
  const long = "x".repeat(200_000);
  const journal = { version: 1, run: "r", current: {}, approved: {}, planned: { eu: long }, before: {} };
  const owner = { run: "r", host: long, pid: 1, startedAt: new Date(0).toISOString() };
  const locks = new FileLocks(folder, { project: "shop", owner });
`;

/** Writers of ours, with code that has each write more than the disk takes. */
const WRITERS: Record<string, { code: string; file: string }> = {
  "a rollout's journal": {
    code: `await writeJournal(folder, journal, "No stack was updated.")`,
    file: "journal.json",
  },
  "a report": {
    code: `await writeOutput({ flag: "--json", file: folder + "/report.json" }, long)`,
    file: "report.json",
  },
  "emitted workflows": {
    code: `await writeOwnFiles(folder, new Map([["eu.yml", "# " + MARK + "\\n" + long]]))`,
    file: "eu.yml",
  },
  "a lock": { code: `await locks.take(["eu"])`, file: ".pulumi/prismatic-rollout-locks/shop/eu.json" },
};

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "full-disk-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs code where no file may have more than 64 blocks, and answers the message of its failure. */
function failureOf(code: string, folder: string): string {
  const here = import.meta.dirname;
  const text = WORLD.replaceAll('"./', `"${pathToFileURL(here).href}/`);
  const program = `${text}
    process.on("SIGXFSZ", () => undefined);
    try { ${code}; console.log("written"); }
    catch (error) { console.log(error.constructor.name + ": " + error.message + " Next: " + error.nextStep); }`;
  const limited = 'ulimit -f 64; exec "$0" --input-type=module -e "$1" "$2"';
  const run = spawnSync("bash", ["-c", limited, process.execPath, program, folder], { encoding: "utf8" });
  return run.stdout + run.stderr;
}

describe.each(Object.entries(WRITERS))("%s", (_name, { code, file }) => {
  it("on a full disk is an error that says so, and leaves what was there", () => {
    const folder = temporaryFolder();
    const path = join(folder, file);
    const isLock = file.endsWith("eu.json");
    if (!isLock) writeFileSync(path, "# Written by prismatic-rollout emit; changes are lost.\nold");
    const said = failureOf(code, folder);
    expect(said).toMatch(/^RolloutError: .*\(EFBIG\).* Next: \w/);
    const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    expect(left.map(({ name }) => name)).toEqual(isLock ? [] : [file]);
    if (!isLock) expect(readFileSync(path, "utf8")).toMatch(/\nold$/);
  });

  it("where a file stands in place of its folder is an error that says so", () => {
    const place = join(temporaryFolder(), "place");
    writeFileSync(place, "theirs");
    expect(failureOf(code.replaceAll("long", '""'), place)).toMatch(
      /^RolloutError: .*\((ENOTDIR|EEXIST)\).* Next: \w/,
    );
    expect(readFileSync(place, "utf8")).toBe("theirs");
  });
});

describe("A rollout's folder", () => {
  it("that cannot be made is refused before anything is started", () => {
    const place = join(temporaryFolder(), "place");
    writeFileSync(place, "theirs");
    expect(failureOf(`await makeFolder(folder, "run")`, place)).toMatch(
      /^RolloutError: .*Nothing was started\./,
    );
  });

  it("on a full disk ends no rollout: a log that lacks lines is told when it is closed", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "run"));
    const code = `const log = new StackLog(folder + "/run", "eu"); log.write(long); log.write("more");
      await new Promise((resolve) => setTimeout(resolve, 50)); console.log(await log.close())`;
    expect(failureOf(code, folder)).toMatch(
      /^Its log .*eu\.log is not complete: it could not be written \(EFBIG\)\.\nwritten/,
    );
  });
});
