import type { PreviewReport } from "../schema.ts";
import type { Chosen } from "../shown/chosen.ts";
import type { Deviation, Plan } from "../shown/deviations.ts";
import { counted } from "../shown/text.ts";
import { code } from "./escape.ts";

/** Names of tenants that are written out where their number alone would do. */
const NAMES_LIMIT = 40;
const FIRST_NAMES = 10;
const PATHS_LIMIT = 5;

/** A resource as class and key. */
export function resourceText(resource: { class: string; key: string }): string {
  return `${code(resource.class)} ${code(resource.key)}`;
}

/** The tenants by name: all of them in two words, many by those that are missing, or by the first ones. */
export function tenantsText(stacks: string[], report: Chosen): string {
  if (stacks.length === report.stacks.length && stacks.length > 1)
    return `all ${counted(stacks.length, "tenant")}`;
  if (stacks.length === 1) return names(stacks);
  const chosen = new Set(stacks);
  const missing = report.stacks.flatMap(({ stack }) => (chosen.has(stack) ? [] : [stack]));
  const number = counted(stacks.length, "tenant");
  if (missing.length <= 3 && stacks.length > NAMES_LIMIT / 4) return `${number} (all but ${names(missing)})`;
  if (stacks.length <= NAMES_LIMIT) return `${number} (${names(stacks)})`;
  return `${number} (${names(stacks.slice(0, FIRST_NAMES))} and ${stacks.length - FIRST_NAMES} more)`;
}

/** The first names of a long list. */
export function names(stacks: string[]): string {
  return stacks.map((stack) => code(stack)).join(", ");
}

/** A deviation in one line: what most tenants plan, and what the others do instead. */
export function deviationText({ peers, others, ...resource }: Deviation, report: PreviewReport): string {
  const plans = others.map((plan) => `**${tenantsText(plan.stacks, report)}** ${planText(plan)}`);
  return `- ${resourceText(resource)}: ${counted(peers.stacks.length, "tenant")} ${planText(peers)}; unlike them, ${plans.join("; ")}`;
}

function planText({ group, stacks }: Plan): string {
  const one = stacks.length === 1;
  if (!group) return one ? "plans nothing for it" : "plan nothing for it";
  const paths = group.changes.slice(0, PATHS_LIMIT).map(({ path }) => code(path));
  const rest = group.changes.length - paths.length;
  const more = rest > 0 ? ` and ${rest} more` : "";
  const what = paths.length > 0 ? ` (${paths.join(", ")}${more})` : "";
  return `${one ? `${group.operation}s` : group.operation} it${what}`;
}
