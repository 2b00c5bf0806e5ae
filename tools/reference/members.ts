import type { DeclarationReflection, ProjectReflection } from "typedoc";
import { inOneLine, markdown, type AddressOf } from "./text.ts";
import { structuresOf, typeText } from "./types.ts";

/** Surroundings of the members that are written down. */
export interface Surroundings {
  project: ProjectReflection;
  addressOf: AddressOf;
}

/** One argument as a section: its type, facts about it, its docstring, and the members of its value. */
export function argumentSection(
  argument: DeclarationReflection,
  facts: readonly string[],
  { project, addressOf }: Surroundings,
): string {
  const need = argument.flags.isOptional ? "optional" : "**required**";
  const members = structuresOf(project, argument.type).flatMap((structure) =>
    PAGED.includes(structure.name) ? [] : memberItems(structure, { project, addressOf }),
  );
  return [
    `### ${argument.name}`,
    [`\`${typeText(argument.type)}\``, need, ...facts].join(" · "),
    markdown(argument.comment?.summary ?? [], addressOf),
    members.join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Types whose members are for the classes themselves. */
const PAGED = ["ConnectionResource", "PublishedComponent"];

/**
 * The members of a structure as a list, with those of their own values below them.
 *
 * @param needs false where no member is supplied by a program, so that none is required
 */
export function memberItems(
  structure: DeclarationReflection,
  { project, addressOf }: Surroundings,
  { needs = true, indent = "" }: { needs?: boolean; indent?: string } = {},
): string[] {
  return (structure.children ?? [])
    .filter(({ name }) => !name.startsWith("["))
    .flatMap((member) => {
      const need = member.flags.isOptional || !needs ? "" : ", required";
      const text = inOneLine(markdown(member.comment?.summary ?? [], addressOf));
      const inner = structuresOf(project, member.type).filter(({ name }) => !PAGED.includes(name));
      const type = inner.length > 0 ? "" : ` (\`${typeText(member.type)}\`${need})`;
      return [
        `${indent}- \`${member.name}\`${type}${text === "" ? "" : `: ${text}`}`,
        ...inner.flatMap((each) =>
          memberItems(each, { project, addressOf }, { needs, indent: `${indent}  ` }),
        ),
      ];
    });
}
