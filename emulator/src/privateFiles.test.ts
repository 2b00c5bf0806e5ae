import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startEmulator } from "./index.ts";
import { start, temporaryDirectory } from "./testing/harness.ts";

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe("The emulator's data", () => {
  it("is its owner's alone, and ignored by Git", async () => {
    const folder = join(temporaryDirectory(), "tenants");
    await start({ dataDirectory: folder });
    expect(modeOf(folder)).toBe("700");
    expect(readdirSync(folder).filter((name) => modeOf(join(folder, name)) !== "600")).toEqual([]);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining([".gitignore", "ca-key.pem", "ca.pem", "emulator.sqlite"]),
    );
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");
  });

  it("becomes so where an earlier version left it readable", async () => {
    const folder = join(temporaryDirectory(), "tenants");
    const emulator = await startEmulator({ dataDirectory: folder });
    await emulator.close();
    chmodSync(folder, 0o755);
    chmodSync(join(folder, "emulator.sqlite"), 0o644);
    const again = await start({ dataDirectory: folder });
    expect([modeOf(folder), modeOf(join(folder, "emulator.sqlite"))]).toEqual(["700", "600"]);
    expect(again.stacks[0]?.tenants).toEqual(emulator.stacks[0]?.tenants);
  });

  it("leaves a folder's permissions that holds other things", async () => {
    const folder = temporaryDirectory();
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, "other"));
    await start({ dataDirectory: folder });
    expect([modeOf(folder), modeOf(join(folder, "emulator.sqlite"))]).toEqual(["755", "600"]);
  });

  it.each(["emulator.sqlite", "ca-key.pem"])("is not written through a link %s", async (name) => {
    const folder = temporaryDirectory();
    const elsewhere = join(temporaryDirectory(), "theirs");
    writeFileSync(elsewhere, "");
    symlinkSync(elsewhere, join(folder, name));
    await expect(start({ dataDirectory: folder })).rejects.toThrow(
      `${join(folder, name)} is a symbolic link, and the emulator's data is not written through one.`,
    );
    expect(readFileSync(elsewhere, "utf8")).toBe("");
  });
});
