import { format, resolveConfig } from "prettier";
import { join } from "node:path";
import { RESOURCE_CLASSES } from "../../provider/src/resources/names.ts";
import { root } from "../setup/paths.mjs";
import { codeOf, examplesModule } from "./examples.ts";
import { functionsPage } from "./functionsPage.ts";
import type { Surroundings } from "./members.ts";
import { declared, readModel } from "./model.ts";
import { apiCalls } from "./operations.ts";
import { policiesPage } from "./policiesPage.ts";
import { classPage, resourcePage } from "./resourcePage.ts";
import { description } from "./text.ts";

const LOOKUPS = [
  ...["getConnection", "getConnectionOutput", "getComponent", "getComponentOutput"],
  ...["getCustomer", "getCustomerOutput", "LookupOptions"],
  ...["FoundConnection", "FoundComponent", "FoundConnectionType", "FoundCustomer"],
];

/** Pages of functions, by name: title, introduction and what they describe. */
const FUNCTIONS: Record<string, [title: string, intro: string, names: string[]]> = {
  lookups: ["Lookups", "What a program can ask a tenant for. Lookups read and change nothing.", LOOKUPS],
  guardDeletes: ["guardDeletes", "Resource options for connections.", ["guardDeletes"]],
  plannedMutations: [
    "Planned mutations",
    "Exported by `pulumi-prismatic/plannedMutations`, for reports of what an update is about to send.",
    ["plannedMutationsOf", "plannedMutations", "EngineStep", "MutationOfStep", "PlannedMutation"],
  ],
};

/** Folder of the pages. */
export const FOLDER = "docs/reference";

const NOTE = "<!-- Written from the docstrings by `npm run docs`. Edit those, beside the code. -->";

/** The examples as a module. */
const EXAMPLES = "test/fixtures/reference/examples.generated.ts";

/** All files that follow from the docstrings as they are now, by path: the pages, and the examples as a module. */
export async function referenceFiles(): Promise<Map<string, string>> {
  const { project, program } = await readModel();
  const classes = [...RESOURCE_CLASSES, "Tenant"];
  const around: Surroundings = { project, addressOf: (name) => addresses.get(name.replace(/Args$/, "")) };
  const addresses = new Map([
    ...classes.map((name) => [name, `${name}.md`] as const),
    ...Object.entries(FUNCTIONS).flatMap(([page, [, , names]]) =>
      names.map((name) => [name, `${page}.md#${name.toLowerCase()}`] as const),
    ),
  ]);
  const calls = apiCalls(program);
  const pages = new Map<string, string>([
    ...RESOURCE_CLASSES.map((name) => [name, resourcePage(name, calls[name], around)] as const),
    ["Tenant", classPage("Tenant", around)],
    ...Object.entries(FUNCTIONS).map(
      ([page, [title, intro, names]]) => [page, functionsPage(title, intro, names, around)] as const,
    ),
    ["policies", policiesPage(around)],
    ["README", indexPage(classes, around)],
  ]);
  const style = await resolveConfig(join(root, FOLDER, "README.md"), { editorconfig: true });
  const written = [...pages].map(async ([name, text]) => {
    const formatted = await format(`${NOTE}\n\n${text}\n`, { ...style, parser: "markdown" });
    return [`${FOLDER}/${name}.md`, formatted] as const;
  });
  return new Map([...(await Promise.all(written)), [EXAMPLES, await examplesOf(classes, around)]]);
}

/** The examples of the classes, the lookups and the guard. */
function examplesOf(classes: readonly string[], { project, addressOf }: Surroundings): Promise<string> {
  const functions = [...LOOKUPS, "guardDeletes"].filter((name) => /^[a-z]/.test(name));
  const names = [...classes, ...functions];
  const examples = names.map((name) => {
    const { comment, signatures } = declared(project, name);
    const codes = codeOf(description(comment ?? signatures?.[0]?.comment, addressOf).examples);
    return [name, codes] as const;
  });
  return examplesModule(new Map(examples.filter(([, codes]) => codes.length > 0)), names);
}

function indexPage(classes: readonly string[], { project, addressOf }: Surroundings): string {
  const rows = classes.map((name) => {
    const { text } = description(declared(project, name).comment, addressOf);
    const [first = ""] = text.replace(/\s+/g, " ").split(/(?<=\.) (?=[A-Z]|$)/);
    return `| [\`${name}\`](${name}.md) | ${first} |`;
  });
  const functions = Object.entries(FUNCTIONS).map(
    ([page, [title, intro]]) => `- [${title}](${page}.md): ${intro}`,
  );
  return [
    "# Reference",
    "Each class with its arguments, outputs, errors, drift, import and the calls of Prismatic's API behind it. " +
      "What holds for all of them: [resources](../resources.md).",
    ["| class | what it keeps |", "| --- | --- |", ...rows].join("\n"),
    "Every argument also takes an output of another resource. A program refers to a connection by the resource, or by its " +
      "stable key.",
    [
      ...functions,
      "- [Policies](policies.md): each policy of the pack, with its level and configuration.",
    ].join("\n"),
  ].join("\n\n");
}
