import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { addressOf, anchorOf, brokenLinks } from "../site/links.mjs";
import { files, placeOf, titleOf } from "../site/pages.mjs";
import { root } from "../tools/setup/paths.mjs";

/** The links and the anchors of headings of a document. */
function contentsOf(file: string): { links: string[]; anchors: string[] } {
  const text = readFileSync(join(root, file), "utf8");
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const found = { links: new Array<string>(), anchors: new Array<string>() };
  const visit = (node: Nodes): void => {
    if (node.type === "link" || node.type === "image") found.links.push(node.url);
    if (node.type === "heading") found.anchors.push(anchorOf(textOf(node)));
    if ("children" in node) node.children.forEach(visit);
  };
  visit(tree);
  return found;
}

function textOf(node: Nodes): string {
  if ("children" in node) return node.children.map(textOf).join("");
  return "value" in node ? node.value : "";
}

describe("The documents", () => {
  it("link only to files and headings that the repository has", () => {
    const contents = new Map(files.map((file) => [file, contentsOf(file)]));
    const broken = [...contents].flatMap(([file, { links }]) =>
      links
        .filter((href) => !/^[a-z]+:/i.test(href))
        .filter((href) => {
          const [path = "", anchor] = href.split("#");
          const target = path === "" ? file : posix.join(posix.dirname(file), decodeURI(path));
          if (!existsSync(join(root, target))) return true;
          const page = contents.get(target) ?? contents.get(posix.join(target, "README.md"));
          return anchor !== undefined && page?.anchors.includes(anchor) !== true;
        })
        .map((href) => `${file}: ${href}`),
    );
    expect(broken).toEqual([]);
  });

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
