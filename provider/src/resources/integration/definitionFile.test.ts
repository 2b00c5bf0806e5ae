import { RunError } from "@pulumi/pulumi";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as definitions from "../../testing/definitions.ts";
import { definitionText } from "./definitionFile.ts";

describe("The definition of an integration", () => {
  it("is the text itself, where it has a line break", () => {
    expect(definitionText("name: A\n", "a")).toBe("name: A\n");
  });

  it("is read from a file otherwise", () => {
    const file = "test/fixtures/integrations/hooli.yml";
    expect(definitionText(file, "hooli")).toBe(definitions.definitionText("hooli.yml"));
  });

  it.each([
    [
      "nowhere/hooly.yml",
      /nowhere\/hooly\.yml does not exist\. Write the path of a YAML file, relative to the program's/,
    ],
    [
      "test/fixtures/integrations/hooly.yml",
      /hooly\.yml does not exist; there is test\/fixtures\/integrations\/.*hooli\.yml.*\. Write the path/,
    ],
    [
      "test/fixtures/integrations",
      /integrations is a folder; there is test\/fixtures\/integrations\/.*\.yml.*\. Write/,
    ],
    ["", /^Integration "hooli": its definition is an empty text\. Write the path/],
  ])("is missed with what was looked at, in one line and without a stack: %s", (path, message) => {
    expect(refusalOf(path)).toMatch(message);
  });

  describe("in a folder of its own", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "definition-"))));
    afterEach(() => rmSync(folder, { recursive: true }));
    const written = (content: string | Buffer) => {
      writeFileSync(join(folder, "a.yml"), content);
      return join(folder, "a.yml");
    };

    it.each(["name: ä\r\n", "\ufeffname: A\n", "name:\tA\n", "name: \u2028😀\n"])(
      "keeps every byte: %j",
      (text) => {
        const read = definitionText(written(text), "a");
        expect(Buffer.from(read)).toEqual(Buffer.from(text));
      },
    );

    it.each([
      ["UTF-16", Buffer.from("\ufeffname: A\n", "utf16le")],
      ["UTF-16 in the other order", Buffer.from("\ufeffname: A\n", "utf16le").swap16()],
      ["UTF-16 without a mark", Buffer.from("name: A\n", "utf16le")],
      ["Latin-1", Buffer.from("name: ä\n", "latin1")],
    ])("is refused in %s", (_, bytes) => {
      expect(refusalOf(written(bytes))).toMatch(/a\.yml is not UTF-8 .* Save it as UTF-8\.$/);
    });

    it("is not looked for among Pulumi's own files", () => {
      writeFileSync(join(folder, "Pulumi.yaml"), "");
      writeFileSync(join(folder, "Pulumi.dev.yaml"), "");
      expect(refusalOf(join(folder, "b.yml"))).toMatch(
        /b\.yml does not exist; there is no YAML file\. Write/,
      );
    });

    it("is refused where it is empty, and where its folder is", () => {
      expect(refusalOf(written(" \n"))).toMatch(/a\.yml is empty\. Write/);
      rmSync(join(folder, "a.yml"));
      expect(refusalOf(folder)).toMatch(/is a folder; there is no YAML file\. Write/);
    });
  });

  it("may be JSON on one line", () => {
    expect(definitionText('{"name": "A"}', "a")).toBe('{"name": "A"}');
  });
});

/** The message that Pulumi prints as it is. */
function refusalOf(path: string): string {
  try {
    definitionText(path, "hooli");
  } catch (error) {
    if (RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("Nothing was refused");
}
