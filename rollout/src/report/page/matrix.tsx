import type { ChangeGroup, PreviewReport } from "../schema.ts";
import { matrixOf, type Column } from "../shown/matrix.ts";
import { counted, oneLine } from "../shown/text.ts";
import { Name, Resource, Scroll, Tenants } from "./parts.tsx";

/** Which tenant does what: resources by tenants, where those that plan the same share a column. */
export function MatrixTable({ groups, report }: { groups: ChangeGroup[]; report: PreviewReport }) {
  const { columns, rows } = matrixOf(groups, report);
  const shared = columns.filter(({ stacks }) => stacks.length > 1);
  return (
    <section aria-labelledby="matrix">
      <h2 id="matrix">Matrix</h2>
      {rows.length === 0 ? (
        <p>No tenant changes.</p>
      ) : (
        <Scroll label="Resources by tenants">
          <table class="matrix">
            <caption>
              {counted(rows.length, "changed resource")} by {counted(report.stacks.length, "tenant")}; tenants
              that plan the same share a column
            </caption>
            <thead>
              <tr>
                <td>Resource</td>
                {columns.map((column) => (
                  <th scope="col">{titleOf(column, shared)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <th scope="row">
                    <Resource of={row} />
                  </th>
                  {row.cells.map((cell) => (
                    <td class={cell === undefined ? "none" : cell.split(/[ ,]/)[0]}>{cell ?? "nothing"}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {shared.length > 0 && (
        <dl class="origin">
          {shared.map((column, index) => (
            <>
              <dt>{nameOf(index, column)}</dt>
              <dd>
                <Tenants stacks={column.stacks} report={report} />
              </dd>
            </>
          ))}
        </dl>
      )}
    </section>
  );
}

function titleOf(column: Column, shared: Column[]) {
  const [only = ""] = column.stacks;
  return column.stacks.length === 1 ? <Name of={only} /> : nameOf(shared.indexOf(column), column);
}

function nameOf(index: number, { stacks, isFailed }: Column): string {
  const kind = isFailed ? "Failed" : `Plan ${index + 1}`;
  return oneLine(`${kind}: ${counted(stacks.length, "tenant")}`);
}
