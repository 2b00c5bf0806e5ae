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
  /** Programs, each after the sentence that announces it, if one does. */
  examples: string[];
}

/** Tells the text of a docstring from the programs in it. */
export function description(comment: Comment | undefined, addressOf: AddressOf): Description {
  const text: string[] = [];
  const examples: string[] = [];
  let announced: string[] = [];
  for (const part of markdown(comment?.summary ?? [], addressOf).split(/^(```ts\n[\s\S]*?\n```)$/m)) {
    if (part.startsWith("```")) {
      examples.push([...announced, part].join("\n\n"));
      announced = [];
      continue;
    }
    const paragraphs = part.trim() === "" ? [] : part.trim().split("\n\n");
    announced = paragraphs.at(-1)?.endsWith(":") === true ? paragraphs.splice(-1) : [];
    text.push(...paragraphs);
  }
  return { text: [...text, ...announced].join("\n\n"), examples };
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
