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
    structure.name in PAGED ? [] : memberItems(structure, { project, addressOf }),
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

/** Types of arguments that are explained on pages of their own. */
const PAGED: Record<string, string> = { ConnectionResource: "README.md", PublishedComponent: "Component.md" };

/** The members of a structure as a list, with those of their own values below them. */
export function memberItems(
  structure: DeclarationReflection,
  { project, addressOf }: Surroundings,
  indent = "",
): string[] {
  return (structure.children ?? [])
    .filter(({ name }) => !name.startsWith("["))
    .flatMap((member) => {
      const need = member.flags.isOptional ? "" : ", required";
      const text = inOneLine(markdown(member.comment?.summary ?? [], addressOf));
      const inner = structuresOf(project, member.type).filter(({ name }) => !(name in PAGED));
      const type = inner.length > 0 ? "" : ` (\`${typeText(member.type)}\`${need})`;
      return [
        `${indent}- \`${member.name}\`${type}${text === "" ? "" : `: ${text}`}`,
        ...inner.flatMap((each) => memberItems(each, { project, addressOf }, `${indent}  `)),
      ];
    });
}
