import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

/** Parts of a comment of ours; anything else came from a text that was not escaped. */
const TYPES = new Set([
  "root",
  "html",
  "heading",
  "paragraph",
  "text",
  "inlineCode",
  "strong",
  "list",
  "listItem",
  "table",
  "tableRow",
  "tableCell",
  "code",
  "blockquote",
]);
/** HTML of ours: the marker and what folds the tenants. */
const HTML =
  /^(<!-- prismatic-rollout (?:preview|drift|report|matrix) [\w.%~-]* -->|<details><summary>[\d,]+ tenants?<\/summary>|<\/details>)$/;
const LANGUAGES = ["diff", "sh", "text"];

/** The comment as GitHub's dialect reads it. */
export function parseComment(markdown: string): Root {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** All nodes of a tree. */
export function nodesOf(node: Nodes): Nodes[] {
  return [node, ...("children" in node ? (node.children as Nodes[]).flatMap(nodesOf) : [])];
}

/** Everything in a comment that is not of our own making. */
export function foreignParts(markdown: string): string[] {
  const found: string[] = [];
  for (const node of nodesOf(parseComment(markdown))) {
    if (!TYPES.has(node.type)) found.push(`node ${node.type}`);
    if (node.type === "html") {
      if (!HTML.test(node.value)) found.push(`HTML ${node.value}`);
    }
    if (node.type === "text" && /[@<>`|*\\]|https?:/.test(node.value)) found.push(`text ${node.value}`);
    if (node.type === "code") {
      if (!LANGUAGES.includes(node.lang ?? "")) found.push(`fence ${node.lang}`);
      const lines = node.value.split("\n");
      if (node.lang === "diff" && !lines.every((line) => /^([-+!] | {2})/.test(line)))
        found.push(`diff ${node.value}`);
    }
    if (node.type === "table") {
      const [header, ...rows] = node.children.map(({ children }) => children.length);
      if (rows.some((cells) => cells !== header))
        found.push(`table of ${header} with rows of ${rows.join()}`);
    }
  }
  const acting = markdown.match(/[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/u);
  if (acting) found.push(`character ${acting[0].codePointAt(0)?.toString(16)}`);
  return found;
}
