import { describe, expect, it } from "vitest";
import { visible, visibleLine } from "./visible.ts";

describe("A message", () => {
  it.each([
    ["a color", "\u001b[31mred", "\\u{1b}[31mred"],
    ["a terminal's title", "\u001b]0;title\u0007", "\\u{1b}]0;title\\u{7}"],
    ["a control character of eight bits", "\u009b31m", "\\u{9b}31m"],
    ["a line of its own", "Our sync\nerror: all is lost", "Our sync\\u{a}error: all is lost"],
    ["a return to the line's beginning", "Our sync\r100 created", "Our sync\\u{d}100 created"],
    ["a separator of lines", "a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c"],
    ["another direction", "a\u202Egnp.exe\u2066", "a\\u{202e}gnp.exe\\u{2066}"],
    ["a mark of direction", "a\u200Fb\u061C", "a\\u{200f}b\\u{61c}"],
    ["letters that nobody sees", "a\u{E0061}", "a\\u{e0061}"],
    ["a color of Pulumi's", "Our sync <{%x%}>", "Our sync <{\\u{25}x%}>"],
    ["an unfinished color of Pulumi's", "<{%fg", "<{\\u{25}fg"],
  ])("shows %s in place of obeying it", (_what, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("stays as it is, with indented lines, tabs and any letters", () => {
    const message = "Größe 注文同期 👩‍👩‍👧 {50%} <{x}>:\n    one\tchange\n  The rest";
    expect(visible(message)).toBe(message);
  });
});

describe("A text of others within a line", () => {
  it("begins no line, however it is indented", () => {
    expect(visibleLine("slack\n  - all is lost\t!\r\n\u001b[31m")).toBe(
      "slack\\u{a}  - all is lost\\u{9}!\\u{d}\\u{a}\\u{1b}[31m",
    );
  });
});
