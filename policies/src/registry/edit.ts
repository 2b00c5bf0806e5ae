import { isDeepStrictEqual } from "node:util";
import jsonc, { type Edit, type JSONPath, type Node } from "jsonc-parser";
import { ownValue } from "pulumi-prismatic/vocabulary";
import type { FileText } from "./text.ts";
import type { Registry } from "./schema.ts";

/**
 * Changes the text of a registry where entries differ, and nowhere else: the order of entries, blanks, line breaks and the
 * entries that stay are kept byte for byte. A new entry stands before the first one that sorts after it.
 *
 * @param before the registry that the text says
 * @throws Error if the changed text would not say the new registry
 */
export function editedText({ text, lineBreak }: FileText, before: Registry, after: Registry): string {
  const layout = { lineBreak, step: /\n([ \t]+)\S/.exec(text)?.[1] ?? "  " };
  let edited = text;
  const edit = (path: JSONPath, value: unknown, indexAmong?: (names: string[]) => number) => {
    const changes =
      value === undefined
        ? removed(edited, path)
        : written(edited, path, value, layout, indexAmong ?? ((names) => names.length));
    edited = jsonc.applyEdits(edited, changes);
  };
  for (const key of Object.keys(before.stableKeys)) {
    if (!Object.hasOwn(after.stableKeys, key)) edit(["stableKeys", key], undefined);
  }
  for (const [key, entry] of Object.entries(after.stableKeys)) {
    const old = ownValue(before.stableKeys, key);
    if (old === undefined) {
      edit(["stableKeys", key], entry, (keys) => {
        const index = keys.findIndex((each) => each > key);
        return index < 0 ? keys.length : index;
      });
      continue;
    }
    for (const member of new Set([...Object.keys(old), ...Object.keys(entry)] as (keyof typeof entry)[])) {
      if (!isDeepStrictEqual(old[member], entry[member])) edit(["stableKeys", key, member], entry[member]);
    }
  }
  const meant = { ...(JSON.parse(text) as object), stableKeys: after.stableKeys };
  if (!isDeepStrictEqual(JSON.parse(edited), meant)) {
    throw new Error("The registry's text cannot be changed in place. Please report it, with the registry.");
  }
  return edited;
}

interface Layout {
  lineBreak: string;
  /** Indentation of one level. */
  step: string;
}

/** The edit that takes a member out, with the comma that set it apart. */
function removed(text: string, path: JSONPath): Edit[] {
  const tree = jsonc.parseTree(text);
  const member = tree && jsonc.findNodeAtLocation(tree, path)?.parent;
  const object = member?.parent;
  const members = object?.children;
  if (member === undefined || object === undefined || members === undefined) return [];
  const index = members.indexOf(member);
  const [before, next] = [members[index - 1], members[index + 1]];
  const range = (from: number, to: number) => [{ offset: from, length: to - from, content: "" }];
  if (before !== undefined) return range(before.offset + before.length, member.offset + member.length);
  if (next !== undefined) return range(member.offset, next.offset);
  return [{ offset: object.offset, length: object.length, content: "{}" }];
}

/** The edit that gives a member a value: in the place of its old one, or as a new member of its object. */
function written(
  text: string,
  path: JSONPath,
  value: unknown,
  layout: Layout,
  indexAmong: (names: string[]) => number,
): Edit[] {
  const tree = jsonc.parseTree(text);
  const object = tree && jsonc.findNodeAtLocation(tree, path.slice(0, -1));
  if (object?.type !== "object") return [];
  const members = object.children ?? [];
  const nameOf = (member: Node) => String(member.children?.[0]?.value);
  const name = String(path.at(-1));
  const [first] = members;
  const isOnLines =
    first === undefined ? !isOnOneLine(text, object) : text.slice(object.offset, first.offset).includes("\n");
  const indent =
    first === undefined ? indentAt(text, object.offset) + layout.step : indentAt(text, first.offset);
  const shown = isOnLines
    ? JSON.stringify(value, null, layout.step).replaceAll("\n", layout.lineBreak + indent)
    : JSON.stringify(value);
  const old = members.find((member) => nameOf(member) === name)?.children?.[1];
  if (old !== undefined) return [{ offset: old.offset, length: old.length, content: shown }];

  const member = `${JSON.stringify(name)}: ${shown}`;
  const between = isOnLines ? layout.lineBreak + indent : " ";
  const next = members[indexAmong(members.map(nameOf))];
  const last = members.at(-1);
  if (next !== undefined) return [{ offset: next.offset, length: 0, content: `${member},${between}` }];
  if (last !== undefined) {
    return [{ offset: last.offset + last.length, length: 0, content: `,${between}${member}` }];
  }
  const around = isOnLines
    ? [layout.lineBreak + indent, layout.lineBreak + indentAt(text, object.offset)]
    : ["", ""];
  return [{ offset: object.offset, length: object.length, content: `{${around.join(member)}}` }];
}

/** True for a whole text without a line break; an empty object says nothing by itself. */
function isOnOneLine(text: string, { offset }: Node): boolean {
  return !text.slice(0, offset).includes("\n");
}

/** The blanks at the beginning of the line of a place. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}
