import { describe, expect, it } from "vitest";
import { distinct, fileNames } from "./names.ts";

const namesOf = (...names: string[]) => [...fileNames(names, "integration").values()];

describe("File names of names of people's own choosing", () => {
  it.each([
    ["Hooli", "hooli"],
    ["Slack: Interactive & post (template)", "slack-interactive-post-template"],
    ["Bestellübersicht", "bestellubersicht"],
    ["2FA", "2fa"],
  ])("say the name where they can: %s", (name, file) => {
    expect(namesOf(name)).toEqual([file]);
  });

  it.each([
    ["注文同期", "在庫同期"],
    ["Заказы", "Склад"],
    ["!!!", "???"],
    ["", " "],
    ["注文 Sync", "在庫 Sync"],
    ["Order Sync", "order-sync"],
    ["Straße", "Strae"],
    ["A".repeat(300), "A".repeat(299)],
    ["①", "②"],
    ["☃", "☂"],
    ["../../etc/passwd", "etc/passwd"],
    ["\u00e9!", "e\u0301!"],
    ["\ud800", "\udc00"],
  ])("tell %j from %j, in either order and beside others", (one, other) => {
    const names = fileNames([one, other], "integration");
    expect(new Set(names.values()).size).toBe(2);
    expect(fileNames([other, "Hooli", one], "integration").get(one)).toBe(names.get(one));
  });

  it.each([
    "CON",
    "aux",
    "Com1",
    "LPT9",
    "nul",
    "x".repeat(500),
    "🚚",
    "a.",
    ".a",
    "-",
    "a\u0000b",
    "C:\\x",
    "__proto__",
  ])("are ones that every file system takes: %s", (name) => {
    const [file = ""] = namesOf(name);
    expect(file).toMatch(/^[a-z0-9][a-z0-9-]{0,80}$/);
    expect(file).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/);
  });

  it("are the same for one name in either form of Unicode", () => {
    expect(namesOf("é注".normalize("NFC"))).toEqual(namesOf("é注".normalize("NFD")));
  });
});

describe("Names that are put together", () => {
  const named = (name: string, id: string) => ({ name, id });
  const how = { nameOf: ({ name }: { name: string }) => name, meaning: ({ id }: { id: string }) => id };

  it("stay where they are there once, and tell their ids otherwise, letter case apart", () => {
    const all = [named("a-b-c", "1"), named("a-b", "2"), named("A-b-c", "3")];
    const [one, two, three] = distinct(all, how);
    expect(two).toBe("a-b");
    expect(one).toMatch(/^a-b-c-[0-9a-f]{8}$/);
    expect(three).toMatch(/^A-b-c-[0-9a-f]{8}$/);
    expect(distinct(all.toReversed(), how)).toEqual([three, two, one]);
  });
});

describe("Names that are there once", () => {
  it("are told apart where what they stand for only looks alike", () => {
    for (const pair of [
      ["\u00e9", "e\u0301"],
      ["\ud800", "\udc00"],
    ]) {
      const names = distinct(pair, { nameOf: () => "key", meaning: (each) => each });
      expect(new Set(names).size).toBe(2);
    }
  });
});
