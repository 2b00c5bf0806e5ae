import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isInstalled } from "./dependencies.mjs";
import { builtVersion, isRecent } from "./engine-version.mjs";
import { withLock } from "./lock.mjs";
import { run, runOrFail } from "./run.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "setup-test-"));
  mkdirSync(join(folder, "node_modules"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, packages: object) =>
  writeFileSync(join(folder, file), JSON.stringify({ packages }));

describe("Installed packages", () => {
  const wanted = {
    "": { version: "1.0.0" },
    provider: { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0" },
    "provider/node_modules/b": { version: "2.0.0" },
    "node_modules/for-another-system": { version: "3.0.0", optional: true },
  };
  const installed = {
    "node_modules/a": { version: "1.0.0" },
    "provider/node_modules/b": { version: "2.0.0" },
  };

  it("are complete without the optional ones", () => {
    write("package-lock.json", wanted);
    write("node_modules/.package-lock.json", installed);
    expect(isInstalled(folder)).toBe(true);
  });

  it("are incomplete where one is missing, has another version, or nothing is recorded", () => {
    write("package-lock.json", wanted);
    expect(isInstalled(folder)).toBe(false);
    write("node_modules/.package-lock.json", { "node_modules/a": { version: "1.0.0" } });
    expect(isInstalled(folder)).toBe(false);
    write("node_modules/.package-lock.json", { ...installed, "node_modules/a": { version: "1.0.1" } });
    expect(isInstalled(folder)).toBe(false);
  });
});

describe("Versions of the engine", () => {
  it("are compared number by number", () => {
    const versions = ["3.258.0", "3.1000.0", "4.0.0", "3.257.9", "3.99.0", "2.300.0", "3.258.1-alpha.1"];
    expect(versions.filter(isRecent)).toEqual(["3.258.0", "3.1000.0", "4.0.0", "3.258.1-alpha.1"]);
    expect(isRecent(builtVersion)).toBe(true);
  });
});

describe("A lock", () => {
  it("lets one in at a time and says that the others wait", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    let inside = 0;
    const enter = () =>
      withLock(join(folder, "lock"), async () => {
        expect(++inside).toBe(1);
        await sleep(20);
        inside--;
      });
    await Promise.all([enter(), enter(), enter()]);
    expect(stderr.mock.calls.join("")).toContain("Waiting for another set-up");
    stderr.mockRestore();
  });

  it("of a process that has died is taken over, also when its work failed", async () => {
    writeFileSync(join(folder, "lock"), "999999999");
    await expect(withLock(join(folder, "lock"), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(withLock(join(folder, "lock"), () => Promise.resolve("in"))).resolves.toBe("in");
  });
});

describe("A command", () => {
  it("that fails shows the end of its output", async () => {
    await expect(runOrFail("sh", ["-c", "echo out; echo why >&2; exit 3"])).rejects.toThrow(
      /exit code 3:\n.*why/s,
    );
  });

  it("that does not exist or takes too long is a failure", async () => {
    expect(await run("no-such-command", [])).toMatchObject({ code: 127 });
    const ended = await run("sh", ["-c", "sleep 20 & wait"], { timeout: 100 });
    expect(ended.code).not.toBe(0);
    expect(ended.output).toContain("ended by SIGKILL");
  });
});
