import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FAILURE_CODES } from "../emulator/src/commandFailure.ts";
import { ERROR_CODES, shownCode, type ErrorCode } from "../provider/src/commandLine/errorCodes.ts";
import { root } from "../tools/setup/paths.mjs";

const sections = async () => {
  const page = await readFile(join(root, "docs/troubleshooting.md"), "utf8");
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = "", ...paragraphs] = section.trim().split("\n\n");
      return { title, paragraphs };
    });
};

describe("docs/troubleshooting.md", () => {
  it("explains each code of the commands, in their order, and no other", async () => {
    const codes = Object.keys(ERROR_CODES) as ErrorCode[];
    expect((await sections()).map(({ title }) => title)).toEqual(codes.map(shownCode));
  });

  it("says of each what it means and why, and in a paragraph of its own what to do", async () => {
    for (const { title, paragraphs } of await sections()) {
      expect(paragraphs.length, title).toBeGreaterThan(1);
      for (const each of paragraphs) expect(each.length, title).toBeGreaterThan(10);
    }
  });

  it("holds for the emulator as well, which shares no code with the others", () => {
    expect(ERROR_CODES).toMatchObject(FAILURE_CODES);
  });
});
