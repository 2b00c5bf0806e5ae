import { describe, expect, it } from "vitest";
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

  it("is missed with the path that was looked at", () => {
    expect(() => definitionText("integrations/hooly.yml", "hooli")).toThrow(
      /^Integration "hooli": its definition \/.*integrations\/hooly\.yml cannot be read \(ENOENT\)\. Write the path/,
    );
  });
});
