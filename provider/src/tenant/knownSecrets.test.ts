import { describe, expect, it } from "vitest";
import { KnownSecrets } from "./knownSecrets.ts";

const KEY =
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg+/kqhkiG9w\nC\'mon&<"last" line>\n-----END PRIVATE KEY-----\n';
const BASIC = Buffer.from(`globex:${"pässword & co"}`).toString("base64");

const redacted = (text: string, ...secrets: string[]): string => new KnownSecrets(secrets).redact(text);

describe("A secret in a foreign text is redacted", () => {
  it.each([
    ["as it is", KEY],
    ["without its last line break", KEY.trimEnd()],
    ["in JSON", JSON.stringify(KEY).slice(1, -1)],
    ["in JSON within JSON", JSON.stringify(JSON.stringify(KEY)).slice(3, -3)],
    ["as Python writes it", KEY.replaceAll("\n", "\\n").replaceAll("'", "\\'")],
    ["in an address", encodeURIComponent(KEY)],
    [
      "in an address with codes in lower case",
      encodeURIComponent(KEY).replaceAll(/%../g, (code) => code.toLowerCase()),
    ],
    ["in a form", new URLSearchParams({ KEY }).toString().slice("KEY=".length)],
    ["in base64", Buffer.from(KEY).toString("base64")],
    ["in base64 of addresses", Buffer.from(KEY).toString("base64url")],
    [
      "in HTML",
      KEY.replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&#x27;"),
    ],
  ])("%s", (_form, text) => {
    expect(redacted(`The value ${text} is bad`, KEY)).toMatch(/^The value (\[secret\]\s?)+ is bad$/);
  });

  it("line by line", () => {
    const text = KEY.trim()
      .split("\n")
      .map((line, number) => `${number}: ${line}`)
      .join("; ");
    expect(redacted(text, KEY)).toBe("0: [secret]; 1: [secret]; 2: [secret]; 3: [secret]");
  });

  it("inside the base64 of a longer text, whatever stands before it", () => {
    for (const before of ["", "a", "ab", "globex:"]) {
      const text = Buffer.from(`${before}hush-key-1 and more`).toString("base64");
      expect(redacted(text, "hush-key-1"), before).toContain("[secret]");
    }
    expect(redacted(`Basic ${BASIC} is wrong`, "pässword & co")).toMatch(
      /^Basic \w+\[secret\].{0,3} is wrong$/,
    );
  });

  it("where the text is cut inside it, at either end", () => {
    const all = (text: string) => redacted(text, "hush-key-of-globex");
    expect(all("bad: hush-key-")).toBe("bad: [secret]");
    expect(all('bad: "hush-key-"')).toBe('bad: "[secret]"');
    expect(all("bad: hush-key..., see")).toBe("bad: [secret]..., see");
    expect(all("bad: …y-of-globex, see")).toBe("bad: …[secret], see");
    expect(all("of-globex is bad")).toBe("[secret] is bad");
    // Too little to tell from other words.
    expect(all("bad: hush")).toBe("bad: hush");
  });

  it("however short, as a word of its own", () => {
    expect(redacted("The pin abc of abcdef is x-abc.", "abc")).toBe(
      "The pin [secret] of abcdef is x-[secret].",
    );
    expect(redacted("It is ok, and true.", "ok", "true")).toBe("It is ok, and true.");
  });

  it("once, where several overlap, the longest", () => {
    expect(redacted("tokens abcd and abcd-ef, abcd", "abcd", "abcd-ef")).toBe(
      "tokens [secret] and [secret], [secret]",
    );
  });

  it("among twenty thousand that begin alike", () => {
    const secrets = new KnownSecrets(
      Array.from({ length: 20_000 }, (_, index) => `sk_live_globex_2026_${index}`),
    );
    secrets.add(["another"]);
    expect(secrets.redact("sk_live_globex_2026_19999, sk_live_globex_2025_1 and another")).toBe(
      "[secret], sk_live_globex_2025_1 and [secret]",
    );
  });
});

describe("A message of ours", () => {
  const secrets = new KnownSecrets([
    "unchanged",
    "Nothing was changed. Try again in 5 s",
    "sk_live_globex_2026_1",
  ]);

  it("keeps its words, whatever is secret", () => {
    const message = "It is unchanged. Nothing was changed. Try again in 5 s.";
    expect(secrets.redactUnmistakable(message)).toBe(message);
  });

  it("loses what no word can be", () => {
    expect(secrets.redactUnmistakable("The token sk_live_globex_2026_1.")).toBe("The token [secret].");
  });
});
