import { readFileSync } from "node:fs";

/** A file as text, with everything besides its words that a change has to keep. */
export interface FileText {
  /** The words, without the byte order mark. */
  text: string;
  /** The byte order mark, or nothing. */
  mark: string;
  /** The file's line break: that of its first line. */
  lineBreak: "\n" | "\r\n";
}

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reads a text file.
 *
 * @throws Error that says what to do, if it is not UTF-8, or holds a merge conflict that is not resolved
 */
export function readText(file: string): FileText {
  const all = decoded(file, readFileSync(file));
  const mark = all.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
  const text = all.slice(mark.length);
  const conflict = text.split(/\r?\n/).findIndex((line) => /^(<{7}|\|{7}|>{7})( |$)/.test(line));
  if (conflict >= 0) {
    throw new Error(
      `${file} holds a merge conflict in line ${conflict + 1}. Resolve it, and type the command again.`,
    );
  }
  return { text, mark, lineBreak: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n" };
}

/** The line of a place in a text, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function decoded(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(`${file} is not UTF-8. Save it in that encoding, and type the command again.`);
  }
}
