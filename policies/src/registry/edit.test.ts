import { describe, expect, it } from "vitest";
import { editedText } from "./edit.ts";
import type { Registry } from "./schema.ts";

const user = { kind: "UserConnection" } as const;

const edited = (text: string, change: (keys: Registry["stableKeys"]) => Registry["stableKeys"]) => {
  const before = JSON.parse(text) as Registry;
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  return editedText({ text, mark: "", lineBreak }, before, {
    ...before,
    stableKeys: change(before.stableKeys),
  });
};

describe("The text of a registry", () => {
  it.each([
    ['{"stableKeys":{}}', '{"stableKeys":{"b": {"kind":"UserConnection"}}}'],
    [
      '{"stableKeys":{"a":{"kind":"BuildOnly"}}}',
      '{"stableKeys":{"a":{"kind":"BuildOnly"}, "b": {"kind":"UserConnection"}}}',
    ],
    [
      '{\n  "stableKeys": {}\n}\n',
      '{\n  "stableKeys": {\n    "b": {\n      "kind": "UserConnection"\n    }\n  }\n}\n',
    ],
    [
      '{\r\n "stableKeys": {\r\n  "c": {"kind":"BuildOnly"}\r\n }\r\n}',
      '{\r\n "stableKeys": {\r\n  "b": {\r\n   "kind": "UserConnection"\r\n  },\r\n  "c": {"kind":"BuildOnly"}\r\n }\r\n}',
    ],
  ])("takes a new entry in its own layout: %j", (before, after) => {
    expect(edited(before, (keys) => ({ ...keys, b: user }))).toBe(after);
  });

  it("changes one member and leaves its neighbours", () => {
    const text =
      '{ "stableKeys" : { "a":{"kind" :"UserConnection" , "owners":[ "me" ]}\n, "b":{"kind":"BuildOnly"} } }\n';
    const after = edited(text, ({ a: _a, ...keys }) => ({
      a: { kind: "CustomerConnection", owners: ["me"] },
      ...keys,
    }));
    expect(after).toBe(text.replace("UserConnection", "CustomerConnection"));
  });

  it.each(["a", "b", "c"])("loses the entry %s alone", (gone) => {
    const lines = ["a", "b", "c"].map((key) => `    "${key}": { "kind": "UserConnection" }`);
    const text = (keys: string[]) => `{\n  "stableKeys": {\n${keys.join(",\n")}\n  }\n}\n`;
    const after = edited(text(lines), (keys) =>
      Object.fromEntries(Object.entries(keys).filter(([key]) => key !== gone)),
    );
    expect(after).toBe(text(lines.filter((line) => !line.includes(`"${gone}"`))));
  });
});
