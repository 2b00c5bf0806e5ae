import type { Comment, CommentDisplayPart } from "typedoc";

/** The address of what a docstring links to; undefined where it has no page. */
export type AddressOf = (name: string) => string | undefined;

/** The Markdown of a docstring. */
export function markdown(parts: readonly CommentDisplayPart[], addressOf: AddressOf): string {
  return parts
    .map((part) => {
      if (part.kind !== "inline-tag") return part.text;
      const address = addressOf(part.text.trim());
      return address === undefined ? `\`${part.text.trim()}\`` : `[\`${part.text.trim()}\`](${address})`;
    })
    .join("")
    .trim();
}

/** A description: its text, and its examples from small to large. */
export interface Description {
  text: string;
  examples: string[];
}

/** Tells the text of a docstring from the programs in it. */
export function description(comment: Comment | undefined, addressOf: AddressOf): Description {
  const parts = markdown(comment?.summary ?? [], addressOf).split(/^(```ts\n[\s\S]*?\n```)$/m);
  return {
    text: parts
      .filter((_, index) => index % 2 === 0)
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .join("\n\n"),
    examples: parts.filter((_, index) => index % 2 === 1),
  };
}

/** The Markdown of one section of a docstring; empty where it has none. */
export function section(comment: Comment | undefined, tag: string, addressOf: AddressOf): string {
  return (comment?.blockTags ?? [])
    .filter((block) => block.tag === tag)
    .map(({ content }) => markdown(content, addressOf))
    .join("\n\n");
}

/** A text as one cell or one item: its lines joined. */
export function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}

/** A heading with what follows it; nothing where that is empty. */
export function titled(heading: string, text: string): string[] {
  return text === "" ? [] : [`${heading}\n\n${text}`];
}
