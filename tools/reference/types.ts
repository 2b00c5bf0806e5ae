import { ReflectionKind, type DeclarationReflection, type ProjectReflection, type SomeType } from "typedoc";

/** Wrappers that every argument or output of Pulumi's has. */
const WRAPPERS = ["Input", "Output", "OutputInstance", "UnwrappedObject"];

/** Types under the names that a program has for them. */
const SHOWN_AS: Record<string, string> = { PublishedComponent: "Component" };

/** A type as a page shows it, without Pulumi's wrappers; types that are only a name for another are written out. */
export function typeText(type: SomeType | undefined): string {
  return type === undefined ? "unknown" : unique(membersOf(type)).join(" | ");
}

function membersOf(type: SomeType): string[] {
  switch (type.type) {
    case "union":
      return type.types.flatMap(membersOf).filter((text) => text !== "undefined");
    case "reference": {
      const [first] = type.typeArguments ?? [];
      if (WRAPPERS.includes(type.name) && first !== undefined) return membersOf(first);
      const { reflection } = type;
      const isAlias = reflection?.isDeclaration() === true && reflection.kind === ReflectionKind.TypeAlias;
      if (isAlias && reflection.type !== undefined) return membersOf(reflection.type);
      const rest = (type.typeArguments ?? []).map(typeText).join(", ");
      const name = SHOWN_AS[type.name] ?? type.name;
      return [rest === "" ? name : `${name}<${rest}>`];
    }
    case "array": {
      const text = typeText(type.elementType);
      return [text.includes(" ") ? `(${text})[]` : `${text}[]`];
    }
    case "reflection": {
      const members = type.declaration.children ?? [];
      const each = members.map((member) => `${member.name}${optional(member)}: ${typeText(member.type)}`);
      return [`{ ${each.join("; ")} }`];
    }
    case "literal":
      return [typeof type.value === "string" ? `"${type.value}"` : String(type.value)];
    case "intrinsic":
      return type.name === "boolean" ? ["true", "false"] : [type.name];
    default:
      return [type.toString()];
  }
}

function optional(member: DeclarationReflection): string {
  return member.flags.isOptional ? "?" : "";
}

/** Members without repetition; a whole `boolean` is one. */
function unique(members: readonly string[]): string[] {
  const all = [...new Set(members)];
  if (!all.includes("true") || !all.includes("false")) return all;
  return ["boolean", ...all.filter((member) => member !== "true" && member !== "false")];
}

/** The declarations whose members an argument has, such as those of `testCredentials`. */
export function structuresOf(
  project: ProjectReflection,
  type: SomeType | undefined,
): DeclarationReflection[] {
  if (type === undefined) return [];
  switch (type.type) {
    case "union":
      return type.types.flatMap((member) => structuresOf(project, member));
    case "array":
      return structuresOf(project, type.elementType);
    case "reflection":
      return (type.declaration.children ?? []).some(({ comment }) => comment) ? [type.declaration] : [];
    case "reference": {
      const { reflection } = type;
      const isStructure =
        reflection?.isDeclaration() === true && reflection.kind === ReflectionKind.Interface;
      if (isStructure) return [reflection];
      const isAlias = reflection?.isDeclaration() === true && reflection.kind === ReflectionKind.TypeAlias;
      const inner = isAlias ? [reflection.type] : (type.typeArguments ?? []);
      return inner.flatMap((member) => structuresOf(project, member));
    }
    default:
      return [];
  }
}
