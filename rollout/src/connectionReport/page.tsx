import { fleetPage, statusesOf } from "../fleet/page.tsx";
import type { FleetView } from "../fleet/view.ts";
import { Badge, Name, Scroll, Tenants } from "../report/page/parts.tsx";
import { counted, oneLine } from "../report/shown/text.ts";
import { FINDING_KINDS, type ConnectionReport, type FindingKind } from "./schema.ts";
import { connectionView, findingRows, ownerOf, type FindingRow } from "./view.ts";

/** Rows of customers that stand unfolded. */
const UNFOLDED = 5;

const KINDS: Record<FindingKind, { title: string; color: string; word: string }> = {
  fails: { title: "Fail", color: "delete", word: "fails" },
  unknownStatus: { title: "Have an unknown status", color: "replace", word: "unknown status" },
  waits: { title: "Wait for an authorization", color: "replace", word: "waits" },
  unused: { title: "Are used by nothing", color: "advisory", word: "used by nothing" },
};

/** Writes what was found in the connections of many tenants as a page; see {@link fleetPage}. */
export function connectionPage(report: ConnectionReport): string {
  const view = connectionView(report);
  const rows = findingRows(report.findings).map((row, index) => ({ row, id: `row-${index + 1}` }));
  const sections = FINDING_KINDS.flatMap((kind) => {
    const same = rows.filter(({ row }) => row.kind === kind);
    if (same.length === 0) return [];
    const content = same.map(({ row, id }) => <Row row={row} id={id} view={view} />);
    return [{ id: `kind-${kind.toLowerCase()}`, title: KINDS[kind].title, content }];
  });
  const nothing = { id: "found", title: "Found", content: <p>Nothing in the tenants that were read.</p> };
  return fleetPage(view, {
    sections: sections.length === 0 ? [nothing] : sections,
    items: "findings",
    made: [
      "prismatic-rollout report asked each tenant for its connections, their test credentials, customers' credentials and what uses them, and changed nothing.",
      "Tenants that failed are in no sum and never among those that are clean. It holds no secrets.",
    ],
  });
}

function Row({ row, id, view }: { row: FindingRow; id: string; view: FleetView }) {
  const { color, word } = KINDS[row.kind];
  return (
    <article class="group" aria-labelledby={id} data-kind="change" data-in={statusesOf(row.stacks, view)}>
      <h3 id={id}>
        <Badge kind={color}>{word}</Badge> <Name of={row.key} />
      </h3>
      <p class="facts">
        Of {ownerOf(row)}
        {row.status === undefined ? "" : `, status ${oneLine(row.status)}`}
      </p>
      <div class="facts">
        In <Tenants stacks={row.stacks} report={view} />
      </div>
      <Customers row={row} />
    </article>
  );
}

function Customers({ row: { customers, key } }: { row: FindingRow }) {
  if (customers.length === 0) return null;
  return (
    <details open={customers.length <= UNFOLDED}>
      <summary>Customers</summary>
      <Scroll label={`Customers of ${oneLine(key)} by tenant`}>
        <table class="values">
          <caption>{counted(customers.length, "tenant")}</caption>
          <thead>
            <tr>
              <th scope="col">Tenant</th>
              <th scope="col">Customers</th>
            </tr>
          </thead>
          <tbody>
            {customers.map(({ stack, names }) => (
              <tr>
                <th scope="row">
                  <Name of={stack} />
                </th>
                <td>
                  <span class="name">{names.map((name) => oneLine(name) || "(empty)").join(", ")}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
