import { ReflectionKind, type DeclarationReflection } from "typedoc";
import type { ResourceClass } from "../../provider/src/resources/names.ts";
import { consequenceOf, secrecyOf } from "./facts.ts";
import { argumentSection, memberItems, type Surroundings } from "./members.ts";
import { declared, SECTIONS } from "./model.ts";
import { OCCASIONS, type ApiCall, type Occasion } from "./operations.ts";
import { description, section, titled } from "./text.ts";

/** Columns of the table of calls. */
const COLUMNS: Record<Occasion, string> = { preview: "preview", write: "update", refresh: "refresh" };

/** The page of a class that makes resources. */
export function resourcePage(
  className: ResourceClass,
  calls: readonly ApiCall[],
  around: Surroundings,
): string {
  return classPage(className, around, {
    facts: (argument) => [...secrecy(className, argument), ...consequence(className, argument)],
    more: [`## API calls\n\n${callsText(calls)}`],
  });
}

/** Parts of a class's page beyond its docstrings. */
export interface ClassPage {
  facts?: (argument: string) => string[];
  more?: readonly string[];
}

/** The page of a class with arguments. */
export function classPage(
  className: string,
  around: Surroundings,
  { facts = () => [], more = [] }: ClassPage = {},
): string {
  const { project, addressOf } = around;
  const made = declared(project, className);
  const args = argumentsOf(made, around);
  const { text, examples } = description(made.comment, addressOf);
  const both = (tag: string) =>
    [made, args, ...basesOf(args)]
      .map(({ comment }) => comment)
      .map((comment) => section(comment, tag, addressOf))
      .filter((part) => part !== "")
      .join("\n\n");
  const outputs = outputsOf(made, args, around);
  return [
    `# ${className}`,
    text,
    `${typeOf(made)}What holds for every resource: [resources](../resources.md).`,
    ...titled("## Examples", examples.join("\n\n")),
    "## Arguments",
    ...inheritedFirst(args.children ?? []).map((argument) =>
      argumentSection(argument, facts(argument.name), around),
    ),
    ...titled("## Outputs", outputs),
    ...Object.entries(SECTIONS).flatMap(([tag, heading]) => titled(`## ${heading}`, both(tag))),
    ...more,
  ].join("\n\n");
}

/** The interface of a class's arguments, also where it has a second name. */
function argumentsOf(made: DeclarationReflection, { project }: Surroundings): DeclarationReflection {
  const args = declared(project, `${made.name}Args`);
  const { type } = args;
  if (args.kind !== ReflectionKind.TypeAlias || type?.type !== "reference") return args;
  return declared(project, type.name);
}

/** The interfaces that one extends. */
function basesOf({ extendedTypes = [] }: DeclarationReflection): DeclarationReflection[] {
  return extendedTypes.flatMap((type) =>
    type.type === "reference" && type.reflection?.isDeclaration() === true ? [type.reflection] : [],
  );
}

/** Arguments with those of all kinds before those of one. */
function inheritedFirst(members: readonly DeclarationReflection[]): DeclarationReflection[] {
  const rank = ({ inheritedFrom }: DeclarationReflection) => (inheritedFrom === undefined ? 1 : 0);
  return members.toSorted((one, other) => rank(one) - rank(other));
}

/** The outputs that the tenant adds, and those that are as declared. */
function outputsOf(made: DeclarationReflection, args: DeclarationReflection, around: Surroundings): string {
  const members = (made.children ?? []).filter(
    ({ kind, flags, name }) => kind === ReflectionKind.Property && !flags.isStatic && !name.startsWith("["),
  );
  const declaredNames = new Set(args.children?.map(({ name }) => name));
  const isOwn = ({ name, comment }: DeclarationReflection) =>
    comment !== undefined || !declaredNames.has(name);
  const own = { ...made, children: members.filter(isOwn) } as DeclarationReflection;
  const same = members.filter((member) => !isOwn(member)).map(({ name }) => `\`${name}\``);
  return [
    memberItems(own, around, { needs: false }).join("\n"),
    same.length > 0 ? `As declared: ${same.join(", ")}.` : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function typeOf(made: DeclarationReflection): string {
  const type = made.children?.find(({ name }) => name === "__pulumiType")?.type;
  return type?.type === "literal" ? `Type: \`${String(type.value)}\`. ` : "";
}

function secrecy(className: ResourceClass, argument: string): string[] {
  return { secret: ["secret"], partly: ["secret in part"], plain: [] }[secrecyOf(className, argument)];
}

function consequence(className: ResourceClass, argument: string): string[] {
  return {
    replaces: ["a change replaces the resource"],
    "replaces, deleting first": ["a change replaces the resource, after deleting it"],
    updates: [],
  }[consequenceOf(className, argument)];
}

function callsText(calls: readonly ApiCall[]): string {
  const rows = calls.map(({ type, field, occasions }) => {
    const marks = OCCASIONS.map((occasion) => (occasions.has(occasion) ? "✓" : ""));
    return `| ${[type, `\`${field}\``, ...marks].join(" | ")} |`;
  });
  const columns = ["operation", "field of the API", ...OCCASIONS.map((occasion) => COLUMNS[occasion])];
  return [
    "What the code behind the resource can ask and send. Which of these a step sends depends on what it changes; " +
      "[`plannedMutations`](plannedMutations.md) tells for a preview.",
    [`| ${columns.join(" | ")} |`, `|${" --- |".repeat(columns.length)}`, ...rows].join("\n"),
  ].join("\n\n");
}
