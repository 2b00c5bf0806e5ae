import { describe, expect, it } from "vitest";
import { definitionText } from "../../testing/definitions.ts";
import { loadDefinition } from "./definitionFile.ts";

describe("The definition of an integration", () => {
  it("is the text itself, where it has a line break", () => {
    expect(loadDefinition("name: A\n", "a")).toEqual({ text: "name: A\n", secrets: {} });
  });

  it("is read from a file otherwise", () => {
    const file = "test/fixtures/integrations/hooli.yml";
    expect(loadDefinition(file, "hooli").text).toBe(definitionText("hooli.yml"));
  });

  it("is missed with the path that was looked at", () => {
    expect(() => loadDefinition("integrations/hooly.yml", "hooli")).toThrow(
      /^Integration "hooli": its definition \/.*integrations\/hooly\.yml cannot be read \(ENOENT\)\. Write the path/,
    );
  });
});
