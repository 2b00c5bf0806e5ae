import { PassThrough } from "node:stream";
import { WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { colored } from "./colored.ts";

const text =
  'STACK  RESULT   DELETE\nus     failed   ?\n\n+ create CustomerConnection slack in us\n    name: "- delete it"\n' +
  "    refused in us: It is in use.\nus failed: It is gone.\n    Next: Look.\n";

afterEach(() => vi.unstubAllEnvs());

describe("A report in colors", () => {
  it("has none where the stream is a file or a pipe", () => {
    vi.stubEnv("FORCE_COLOR", undefined);
    expect(colored(text, new PassThrough())).toBe(text);
  });

  it("says the same in colors, and colors no value of others", () => {
    vi.stubEnv("FORCE_COLOR", "1");
    const shown = colored(text, new PassThrough());
    expect(stripVTControlCharacters(shown)).toBe(text);
    for (const start of ["STACK", "us     failed", "+ create ", "us failed", "    Next:"]) {
      expect(shown).toMatch(new RegExp(`\\u001b\\[\\d+m${start.replace("+", "\\+")}`));
    }
    expect(shown).toContain('\n    name: "- delete it"\n');
  });

  it("heeds NO_COLOR", () => {
    vi.stubEnv("FORCE_COLOR", undefined);
    vi.stubEnv("NO_COLOR", "1");
    const getColorDepth = WriteStream.prototype.getColorDepth.bind(WriteStream.prototype);
    const terminal = Object.assign(new PassThrough(), { isTTY: true, getColorDepth });
    expect(colored(text, terminal)).toBe(text);
  });
});
