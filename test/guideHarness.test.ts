import { describe, expect, it } from "vitest";
import { blocksOf, Guide } from "./support/guide.ts";
import { expectShown } from "./support/shownOutput.ts";

const fence = "```";
const text = `# Title

${fence}sh
npm install
${fence}

## Second *part*

    indented, and no block

${fence}ts
slack.trim();
${fence}

1. A list

   ${fence}yaml
   version: 1
   ${fence}
`;

describe("The blocks of a document", () => {
  it("come in order with language, heading and line, also from lists", () => {
    const found = blocksOf(text).map(({ language, heading, line }) => [language, heading, line]);
    expect(found).toEqual([
      ["sh", "Title", 3],
      ["ts", "Second part", 11],
      ["yaml", "Second part", 17],
    ]);
    expect(blocksOf(text)[2]?.text).toBe("version: 1\n");
  });

  it("have to be taken, each once and below its heading", () => {
    const guide = new Guide("docs/guides/existing-tenant.md");
    const [first] = guide.blocks;
    expect(guide.take("sh", "1. Export")).toBe(first?.text);
    expect(() => guide.take("sh", "1. Export")).toThrow(/has no more "sh" block below "1\. Export"/);
    expect(() => guide.assertTaken()).toThrow(/Blocks of .* that no test runs[^]*line \d+: ts, below "2\./);
    for (const { language, heading } of guide.left()) guide.take(language, heading);
    guide.assertTaken();
  });
});

describe("Output that a guide shows", () => {
  const output = "Updating (us)\n\n ~ slack  update (3s)\n ~ files  update (1s)\nDone in 4s\n";

  it("is compared without times and spaces, and with what is left out", () => {
    expectShown(output, "~ slack update (12s)\n~ files update (2s)\n");
    expectShown(output, "Updating (us)\n...\nDone in 9s\n");
  });

  it.each([
    ["another word", "~ slack  create (3s)\n"],
    ["a line too few", "Updating (us)\nDone in 4s\n"],
    ["another order", "Done in 4s\n...\nUpdating (us)\n"],
  ])("differs by %s", (_, shown) => {
    expect(() => expectShown(output, shown)).toThrow();
  });
});
