import { expect, it } from "vitest";
import { block, CUTS, fitted, type Cut, type Section } from "./cutting.ts";

const long = (letter: string) => letter.repeat(100);
const note = (cuts: Cut[]) => `left out: ${cuts.join(", ")}`;

const sections: Section[] = [
  block("the verdict"),
  {
    heading: "changes",
    parts: ["a", "b", "c"].map((letter) => ({
      text: long(letter),
      shorter: [
        { cut: "values before and after", text: letter.repeat(10) },
        { cut: "names", text: "" },
      ],
    })),
    between: "\n",
    rest: (count) => `${count} more`,
  },
  block(long("t"), [{ cut: "tables of tenants", text: "" }]),
];

it("A comment that fits is whole and says nothing of cuts", () => {
  const text = fitted(sections, 1000, note);
  expect(text).toContain(long("t"));
  expect(text).not.toContain("left out");
});

it("Tables of tenants are cut first, then values from the last change up, then names with their number", () => {
  const sizes = [400, 300, 210, 110, 105];
  const texts = sizes.map((limit) => fitted(sections, limit, note));
  expect(texts.map((text) => [...text.matchAll(/[abct]{100}/g)].map(([found]) => found[0]))).toEqual([
    ["a", "b", "c"],
    ["a", "b"],
    ["a"],
    [],
    [],
  ]);
  expect(texts.map((text, index) => text.length <= (sizes[index] ?? 0))).toEqual(sizes.map(() => true));
  expect(texts[0]).toContain("left out: tables of tenants\n");
  expect(texts.at(-1)).toBe(
    "the verdict\n\nleft out: tables of tenants, values before and after, names\n\nchanges\n\naaaaaaaaaa\n2 more\n",
  );
});

it("No kind is cut before those that come earlier are gone", () => {
  const parts = CUTS.toReversed().map((cut) => ({
    text: `${cut}: ${long("x")}`,
    shorter: [{ cut, text: "" }],
  }));
  const all: Section = { heading: "", parts, between: "\n" };
  for (let limit = 200; limit < 2500; limit += 100) {
    const text = fitted([block("head"), all], limit, () => "note");
    const kept = CUTS.map((cut) => text.includes(`${cut}: x`));
    expect(kept, `at ${limit}`).toEqual(kept.toSorted((one, other) => Number(one) - Number(other)));
  }
});
