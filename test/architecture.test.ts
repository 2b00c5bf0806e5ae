import { describe, expect, it } from "vitest";
import { arrowsOfImports, boxOf, readDiagram, sources } from "./support/architecture.ts";

const document = "docs/architecture.md";
const diagram = readDiagram(document);

describe(`The diagram in ${document}`, () => {
  it("has a box for every source file", () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(sources.filter((path) => boxOf(diagram, path) === undefined)).toEqual([]);
  });

  it("has just the arrows that the imports make", () => {
    const imports = arrowsOfImports(diagram);
    const missing = [...imports].filter(([arrow]) => !diagram.arrows.includes(arrow));
    expect(missing.map(([arrow, file]) => `${file}: ${arrow}`)).toEqual([]);
    expect(diagram.arrows.filter((arrow) => !imports.has(arrow))).toEqual([]);
    expect(new Set(diagram.arrows).size).toBe(diagram.arrows.length);
  });

  it("has no arrow that runs back", () => {
    let rest = diagram.arrows.map((arrow) => arrow.split(" "));
    for (let before = -1; before !== rest.length;) {
      before = rest.length;
      const importing = new Set(rest.map(([from]) => from));
      rest = rest.filter(([, , to]) => importing.has(to));
    }
    expect(rest.map((arrow) => arrow.join(" "))).toEqual([]);
  });
});
