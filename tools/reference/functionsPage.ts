import { ReflectionKind, type DeclarationReflection } from "typedoc";
import { memberItems, type Surroundings } from "./members.ts";
import { declared } from "./model.ts";
import { description, inOneLine, markdown, section } from "./text.ts";
import { typeText } from "./types.ts";

/** A page of functions, with the types that they take and answer. */
export function functionsPage(
  title: string,
  intro: string,
  names: readonly string[],
  around: Surroundings,
): string {
  return [
    `# ${title}`,
    intro,
    ...names.map((name) => {
      const found = declared(around.project, name);
      return found.kind === ReflectionKind.Function
        ? functionText(found, around)
        : typeSection(found, around);
    }),
  ].join("\n\n");
}

function functionText(found: DeclarationReflection, { addressOf }: Surroundings): string {
  const [signature] = found.signatures ?? [];
  const parameters = signature?.parameters ?? [];
  const { text, examples } = description(signature?.comment, addressOf);
  const shown = parameters.map(
    ({ name, type, flags, defaultValue }) =>
      `${name}${flags.isOptional || defaultValue !== undefined ? "?" : ""}: ${typeText(type)}`,
  );
  const described = parameters.flatMap(({ name, comment }) =>
    comment === undefined ? [] : [`- \`${name}\`: ${inOneLine(markdown(comment.summary, addressOf))}`],
  );
  return [
    `## ${found.name}`,
    `\`${found.name}(${shown.join(", ")})\``,
    text,
    described.join("\n"),
    ...examples,
    ...[["Answer", "@returns"] as const, ["Errors", "@throws"] as const].map(([title, tag]) => {
      const about = section(signature?.comment, tag, addressOf);
      return about === "" ? "" : `**${title}:** ${about}`;
    }),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** A type with its members. */
export function typeSection(found: DeclarationReflection, around: Surroundings): string {
  const shown = found.children === undefined ? `\`${typeText(found.type)}\`` : "";
  return [
    `## ${found.name}`,
    markdown(found.comment?.summary ?? [], around.addressOf),
    shown,
    memberItems(found, around, { needs: false }).join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
