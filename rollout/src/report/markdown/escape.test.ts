import { describe, expect, it } from "vitest";
import { nodesOf, parseComment } from "../../testing/commentTree.ts";
import { code, fence, row, wrapped } from "./escape.ts";

const TEXTS = [
  "plain",
  "a `tick` within",
  "`at both ends`",
  "```",
  "a ``` b `` c ` d",
  " spaces at both ends ",
  "a | pipe",
  "a \\ backslash and a \\",
  "@octocat #1 https://evil.example <b>&lt;</b> *x* _y_ [z](z) $m$",
];

const codes = (markdown: string) =>
  nodesOf(parseComment(markdown)).flatMap((node) => (node.type === "inlineCode" ? [node.value] : []));

describe("A name from elsewhere", () => {
  it("is read as it is in a paragraph", () => {
    for (const text of TEXTS)
      expect(codes(`before ${code(text)} between ${code(text)} after`)).toEqual([text, text]);
  });

  it("is read as it is in a cell, and leaves the table its columns", () => {
    for (const text of TEXTS) {
      const table = [row(["a", "b"]), "| --- | --- |", row([code(text), code(text)])].join("\n");
      expect(codes(table)).toEqual([text, text]);
    }
  });

  it("shows a backslash before a pipe as its number in a cell, over which renderers differ", () => {
    const table = [row(["a", "b"]), "| --- | --- |", row([code("x\\|y"), "z"])].join("\n");
    expect(codes(table)).toEqual(["x\\u{5c}|y"]);
  });

  it("is a word where it is empty", () => {
    expect(code("")).toBe("(empty)");
  });

  it("is on one line, with what acts on a terminal written out", () => {
    expect(code("a\nb\n  c\r\u001b[31m\u202e\u2028\ud800")).toBe(
      "`a\\u{a}b\\u{a}  c\\u{d}\\u{1b}[31m\\u{202e}\\u{2028}\ufffd`",
    );
  });
});

it("Lines are as they are in a fence, whatever runs of backticks they have", () => {
  const lines = ["+ ```", "  `````", "- ````diff"];
  const [node] = parseComment(fence("diff", lines)).children;
  expect(node).toMatchObject({ type: "code", lang: "diff", value: lines.join("\n") });
});

it("Prose is wrapped at spaces, and what has none stays whole", () => {
  expect(wrapped("one two three\nfour", 8)).toEqual(["one two", "three", "four"]);
  expect(wrapped("https://a.example/long one", 8)).toEqual(["https://a.example/long", "one"]);
});
