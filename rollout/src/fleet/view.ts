import type { Count, Failure } from "../report/schema.ts";
import { counted, grouped } from "../report/shown/text.ts";

/** An outcome of a tenant, with the words for it. */
export interface FleetOutcome {
  status: string;
  /** Words beside the number of its tenants. */
  words: string;
  /** Words for one tenant. */
  ofOne: string;
  /** Class of its color on the page. */
  kind: string;
}

/** A number that every tenant has. */
export interface FleetColumn {
  /** Title of the column, as short as it can be. */
  title: string;
  /** Words behind the sum. */
  words: string;
}

/** One tenant of a report that compares or lists. */
export interface ViewedStack {
  stack: string;
  status: string;
  tenant?: { url: string; id?: string | undefined } | undefined;
  labels: string[];
  readAt: string;
  seconds: number;
  failures: Failure[];
  /** Its numbers, in the order of the view's columns. */
  numbers: Count[];
}

/** The parts that the comment and the page of a report on many tenants share. */
export interface FleetView {
  /** Name of the command. */
  command: string;
  /** Words before the name of the project, such as `Drift of`. */
  subject: string;
  project: string;
  commit?: string | undefined;
  isUncommitted?: boolean | undefined;
  /** The gravest facts, each a sentence without its full stop. What is true of a failed tenant is never said of it. */
  facts: string[];
  /** Outcomes, gravest first; `failed` is one of them, and every tenant has exactly one. */
  outcomes: FleetOutcome[];
  /** The tenants' numbers. */
  columns: FleetColumn[];
  /** Every chosen tenant exactly once. */
  stacks: ViewedStack[];
}

/** The facts as one line. */
export function headline([first = "", ...others]: readonly string[]): string {
  return [first, ...others.map((fact) => fact.charAt(0).toLowerCase() + fact.slice(1))].join("; ");
}

/** Sums of the tenants' numbers; those that were not counted are in none of them. */
export function sumsOf({ columns, stacks }: FleetView): number[] {
  return columns.map((_, index) =>
    stacks.reduce((sum, { numbers }) => {
      const count = numbers[index];
      return sum + (count !== undefined && "counted" in count ? count.counted : 0);
    }, 0),
  );
}

/** The sums in words. */
export function sumsText(view: FleetView): string {
  const sums = sumsOf(view);
  const words = view.columns.map((column, index) => `${grouped(sums[index] ?? 0)} ${column.words}`);
  const failed = numberWith(view, "failed");
  const gap = failed > 0 ? `; not counted in ${counted(failed, "tenant")} that failed` : "";
  return `${words.join(", ")}${gap}`;
}

/** A number for a cell of a table. */
export function numberText(count: Count): string {
  return "counted" in count ? grouped(count.counted) : "not counted";
}

/** Number of tenants with an outcome. */
export function numberWith({ stacks }: Pick<FleetView, "stacks">, status: string): number {
  return stacks.filter((stack) => stack.status === status).length;
}

/**
 * Facts of a report: tenants that failed, then what was found, then that nothing was found in those that were read.
 *
 * @param found what was found, in words; empty where nothing was
 * @param nothing the words for that, such as `No drift`
 */
export function factsOf(
  { stacks }: { stacks: readonly { status: string }[] },
  { found, nothing }: { found: string[]; nothing: string },
): string[] {
  const all = stacks.length;
  if (all === 0) return ["No tenant was chosen"];
  const failed = stacks.filter(({ status }) => status === "failed").length;
  const read = all - failed;
  const tenants = (number: number) => counted(number, "tenant");
  const calm =
    failed > 0 ? `the ${tenants(read)} that ${read === 1 ? "was" : "were"} read` : `all ${tenants(all)}`;
  return [
    ...(failed > 0 ? [`${failed} of ${tenants(all)} failed`] : []),
    ...found,
    ...(found.length > 0 || read === 0 ? [] : [`${nothing} in ${all === 1 ? "the one tenant" : calm}`]),
  ];
}
