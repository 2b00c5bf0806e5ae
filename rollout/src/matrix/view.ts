import { factsOf, type FleetView } from "../fleet/view.ts";
import { counted } from "../report/shown/text.ts";
import type { MatrixReport } from "./schema.ts";

/** The stable keys of many tenants in the parts that their comment and their page share. */
export function matrixView(report: MatrixReport): FleetView {
  const { command, project, commit, isUncommitted, stacks, keys, source } = report;
  const differing = keys.filter(({ agrees }) => !agrees).length;
  const verb = differing === 1 ? "differs" : "differ";
  const found = differing === 0 ? [] : [`${differing} of ${counted(keys.length, "stable key")} ${verb}`];
  return {
    ...{ command, subject: `Stable keys, from the ${source}, of`, project, commit, isUncommitted },
    facts: factsOf(report, { found, nothing: "All stable keys agree" }),
    outcomes: [
      { status: "failed", words: "failed", ofOne: "failed", kind: "failed" },
      { status: "read", words: "read", ofOne: "read", kind: "unchanged" },
    ],
    columns: [
      { title: "Keys", words: "stable keys" },
      { title: "Other tenants'", words: "of other tenants" },
    ],
    stacks: stacks.map(({ keys: number, ofOtherTenants, ...stack }) => ({
      ...stack,
      numbers: [number, ofOtherTenants],
    })),
  };
}
