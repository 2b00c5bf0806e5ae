import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { afterAll } from "vitest";
import { root } from "../../tools/setup/paths.mjs";

/** A fenced block of a document. */
export interface Block {
  /** Language, such as `sh`; empty where the fence names none. */
  language: string;
  text: string;
  /** Line of the fence, from 1. */
  line: number;
  /** Text of the heading above; empty before the first. */
  heading: string;
}

/** The fenced blocks of a Markdown text, in their order, also those within lists. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let heading = "";
  const visit = (node: Nodes): void => {
    if (node.type === "heading") heading = textOf(node);
    if (node.type === "code" && isFenced(markdown, node.position?.start.offset)) {
      const line = node.position?.start.line ?? 0;
      blocks.push({ language: node.lang ?? "", text: `${node.value}\n`, line, heading });
    }
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(markdown));
  return blocks;
}

function isFenced(markdown: string, offset = 0): boolean {
  return /^(```|~~~)/.test(markdown.slice(offset, offset + 3));
}

/** The text that a reader sees of a heading or a paragraph. */
export function textOf(node: Nodes): string {
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

/** A guide whose test takes each block, to run it or to compare it. */
export class Guide {
  readonly path: string;
  readonly blocks: readonly Block[];
  readonly #taken = new Set<Block>();

  /** @param path of the document, from the root of the repository */
  constructor(path: string) {
    this.path = path;
    this.blocks = blocksOf(readFileSync(join(root, path), "utf8"));
  }

  /**
   * The text of the next block of a language below a heading that was not taken yet.
   *
   * @throws where there is none, and names those that are left
   */
  take(language: string, heading: string): string {
    const found = this.left().find((block) => block.language === language && block.heading === heading);
    if (found === undefined)
      throw new Error(`${this.path} has no more "${language}" block below "${heading}". ${this.#listed()}`);
    this.#taken.add(found);
    return found.text;
  }

  /** The blocks that were not taken. */
  left(): Block[] {
    return this.blocks.filter((block) => !this.#taken.has(block));
  }

  /** @throws where a block was not taken, so that no command and no program of a guide is left out */
  assertTaken(): void {
    if (this.left().length > 0)
      throw new Error(`Blocks of ${this.path} that no test runs. ${this.#listed()}`);
  }

  #listed(): string {
    const lines = this.left().map(
      ({ line, language, heading }) => `  line ${line}: ${language || "no language"}, below "${heading}"`,
    );
    return ["Left:", ...lines].join("\n");
  }
}

/** A guide for the tests of a file, which fails after them where they left a block out. */
export function useGuide(path: string): Guide {
  const guide = new Guide(path);
  afterAll(() => guide.assertTaken());
  return guide;
}
