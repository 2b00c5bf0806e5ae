import { visible } from "pulumi-prismatic/vocabulary";

/** Characters of a name that are shown; Prismatic's own names are far shorter. */
const NAME_LIMIT = 200;

/**
 * Text from a tenant, a file or a program on one line: without anything that acts on a terminal, and cut at `limit`
 * characters with the number of those left out.
 */
export function oneLine(text: string, limit = NAME_LIMIT): string {
  return clip(visibleLine(text), limit);
}

/** Text on lines of its own, each without anything that acts on a terminal. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n/).map(visibleLine);
}

/** The first `limit` characters of a text, with the number of those left out; an escape is not cut in two. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text
    .slice(0, limit)
    .replace(/[\uD800-\uDBFF]$/, "")
    .replace(/\\u\{[0-9a-f]{0,6}$/, "");
  return `${kept}… (${grouped(text.length - kept.length)} more characters)`;
}

function visibleLine(text: string): string {
  // `visible` leaves a line break that is indented, as those of our own messages are.
  const wellFormed = text.replaceAll(/[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu, "\uFFFD");
  return wellFormed.split("\n").map(visible).join("\\u{a}");
}

/** A number with commas between thousands, the same on every machine. */
export function grouped(number: number): string {
  return Math.abs(number) < 1e15 && Number.isInteger(number)
    ? String(number).replaceAll(/\B(?=(\d{3})+$)/g, ",")
    : String(number);
}

/** A number of things with its unit, such as `1 tenant` or `20 tenants`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** Seconds with one decimal, which is finer than anything that a reader decides by. */
export function secondsText(seconds: number): string {
  return seconds < 100 ? seconds.toFixed(1) : grouped(Math.round(seconds));
}

/** A time without parts of a second; what is no time in UTC stays as it is. */
export function timeText(time: string): string {
  return oneLine(time).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, "$1 $2 UTC");
}

/** Joins words as a sentence does: `a`, `a and b`, `a, b and c`. */
export function sentence(words: string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
