import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { pulumiCommand } from "./pulumiCommand.ts";

describe("Pulumi's command line is", () => {
  const root = mkdtempSync(join(tmpdir(), "commands-"));
  afterAll(() => rmSync(root, { recursive: true }));

  const folder = (name: string, mode = 0o755) => {
    const path = join(root, name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "pulumi"), "#!/bin/sh\n");
    chmodSync(join(path, "pulumi"), mode);
    return path;
  };
  const npm = folder("project/node_modules/.bin");
  const engine = folder("engine/bin");
  const pathOf = (...folders: string[]) => folders.join(delimiter);

  it("the engine's, also where npx puts an npm package's first", () => {
    expect(pulumiCommand(pathOf(npm, folder("other/node_modules/.bin"), engine))).toBe(
      join(engine, "pulumi"),
    );
  });

  it("the first of several engines, and none that may not be executed", () => {
    expect(
      pulumiCommand(pathOf(folder("unusable", 0o644), join(root, "missing"), engine, folder("later"))),
    ).toBe(join(engine, "pulumi"));
  });

  it("an npm package's where there is no other", () => {
    expect(pulumiCommand(pathOf("", npm))).toBe("pulumi");
  });
});
