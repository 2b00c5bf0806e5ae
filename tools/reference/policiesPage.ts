import type { DeclarationReflection } from "typedoc";
import { allPolicies } from "../../policies/src/allPolicies.ts";
import { typeSection } from "./functionsPage.ts";
import { memberItems, type Surroundings } from "./members.ts";
import { declared } from "./model.ts";
import { markdown } from "./text.ts";

/** The page of the policies: each with its rule, its level and its configuration. */
export function policiesPage(around: Surroundings): string {
  const { project, addressOf } = around;
  const table = declared(project, "allPolicies");
  const configurations = declared(project, "PolicyConfigurations").children ?? [];
  const sections = Object.entries(allPolicies).map(([name, { description, enforcementLevel }]) => {
    const configuration = configurations.find((each) => each.name === name)?.type;
    const members =
      configuration?.type === "reflection" ? memberItems(configuration.declaration, around) : [];
    return [
      `## ${name}`,
      `${description} Level: ${enforcementLevel}.`,
      members.length > 0 ? `Configuration:\n\n${members.join("\n")}` : "It has no configuration of its own.",
    ].join("\n\n");
  });
  return [
    "# Policies of the pack",
    `${markdown(table.comment?.summary ?? [], addressOf)} Which to use, and packs of your own: [policies](../policies.md).`,
    ...sections,
    ...["policies", "PackOptions"].map((name) => exported(declared(project, name), around)),
  ].join("\n\n");
}

function exported(found: DeclarationReflection, around: Surroundings): string {
  const [signature] = found.signatures ?? [];
  if (signature === undefined) return typeSection(found, around);
  return `## ${found.name}()\n\n${markdown(signature.comment?.summary ?? [], around.addressOf)}`;
}
