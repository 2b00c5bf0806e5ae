import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addressOf, brokenLinks } from "../site/links.mjs";
import { files, placeOf, titleOf } from "../site/pages.mjs";
import { root } from "../tools/setup/paths.mjs";

describe("The documents", () => {
  it("are all in the site, each with a title, in a place of its own", () => {
    const documents = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md"))
      .map((file) => `docs/${file}`);
    expect(files).toEqual(expect.arrayContaining(documents));
    expect(new Set(files.map(placeOf)).size).toBe(files.length);
    for (const file of files) expect(titleOf(file)).not.toBe(file);
  });
});

describe("A link of the site", () => {
  it("leads to the page of a document, or to none where the repository has a source", () => {
    expect(addressOf("docs/policies.md", "resources.md#drift")).toBe("/resources.md#drift");
    expect(addressOf("README.md", "docs/reference/README.md")).toBe("/reference/index.md");
    expect(addressOf("README.md", "emulator/")).toBe("/packages/emulator.md");
    expect(addressOf("README.md", "tools/")).toBeUndefined();
    expect(() => addressOf("README.md", "docs/gone.md")).toThrow("there is no docs/gone.md");
  });

  it("is told where it leads nowhere, and so is anything that another host would send", () => {
    const folder = mkdtempSync(join(tmpdir(), "site-"));
    const page = `<h1 id="top"></h1><a href="#top"></a><a href="#gone"></a><a href="/a.html"></a><a href="b.html"></a>
      <a href="https://example.com"></a><script src="https://cdn.example.com/x.js"></script>`;
    writeFileSync(join(folder, "a.html"), page);
    expect(brokenLinks(folder)).toEqual([
      "/a.html loads https://cdn.example.com/x.js",
      "/a.html links to #gone, which has no such anchor",
      "/a.html links to b.html",
    ]);
  });
});
