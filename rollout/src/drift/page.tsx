import { fleetPage, statusesOf } from "../fleet/page.tsx";
import type { FleetView } from "../fleet/view.ts";
import { BeforeAndAfter } from "../report/page/changes.tsx";
import { Badge, Resource, Tenants } from "../report/page/parts.tsx";
import type { DriftKind, DriftReport, DriftRow } from "./schema.ts";
import { driftView, KIND_WORDS } from "./view.ts";

/** Rows up to which all are unfolded. */
const UNFOLDED = 12;

/** Class of the color of each kind. */
const COLORS: Record<DriftKind, string> = {
  lost: "delete",
  edited: "replace",
  secretTouched: "replace",
  madeByServer: "advisory",
};

/** Writes the drift of many tenants as a page; see {@link fleetPage}. */
export function driftPage(report: DriftReport): string {
  const view = driftView(report);
  const { rows } = report;
  const drift = rows.filter(({ kind }) => kind !== "madeByServer");
  const made = rows.filter(({ kind }) => kind === "madeByServer");
  const isUnfolded = rows.length <= UNFOLDED;
  const listed = (some: DriftRow[], first: number) =>
    some.map((row, index) => <Row row={row} number={first + index} isUnfolded={isUnfolded} view={view} />);
  return fleetPage(view, {
    sections: [
      {
        id: "drift",
        title: "Drift",
        content: drift.length === 0 ? <p>None in the tenants that were read.</p> : listed(drift, 1),
      },
      ...(made.length === 0
        ? []
        : [{ id: "server", title: "Made by the server", content: listed(made, drift.length + 1) }]),
    ],
    items: "rows",
    made: [
      "prismatic-rollout drift compared the state of each stack with its tenant by pulumi refresh --preview-only, and changed neither. Before is the value in the state, after the one in the tenant.",
      "Tenants that failed are in no sum and never among those in sync. What the server made by itself is no drift. Of a secret it shows that it was touched and the number of its revision, never a value.",
    ],
  });
}

interface RowProps {
  row: DriftRow;
  number: number;
  isUnfolded: boolean;
  view: FleetView;
}

function Row({ row, number, isUnfolded, view }: RowProps) {
  const id = `row-${number}`;
  return (
    <article
      class={isUnfolded ? "group" : "group deferred"}
      aria-labelledby={id}
      data-kind="change"
      data-in={statusesOf(row.stacks, view)}
    >
      <h3 id={id}>
        <Badge kind={COLORS[row.kind]}>{KIND_WORDS[row.kind]}</Badge> <Resource of={row} />
      </h3>
      <div class="facts">
        In <Tenants stacks={row.stacks} report={view} />
      </div>
      <BeforeAndAfter group={row} isUnfolded={isUnfolded} report={view} />
    </article>
  );
}
