import type { ComponentChildren } from "preact";
import type { StackReport } from "../schema.ts";
import { counted, oneLine, secondsText, timeText } from "../shown/text.ts";
import { Name, Scroll } from "./parts.tsx";

/** Characters from which a name is broken in a table. */
const LONG_NAME = 30;

/** A tenant of a table. */
export interface TenantRow {
  stack: Pick<StackReport, "stack" | "labels" | "readAt" | "seconds" | "tenant">;
  /** Outcome by which the counters filter. */
  outcome: string;
  badge: ComponentChildren;
  /** Texts between its outcome and its numbers. */
  more: string[];
  /** Its numbers, or the reason for which there are none. */
  numbers: string[] | { none: string };
}

/** A table of tenants. */
export interface TenantsTableProps {
  /** Numbers of tenants by outcome, in words. */
  outcomes: string[];
  /** Titles of the texts between the outcome and the numbers. */
  more: string[];
  columns: string[];
  rows: TenantRow[];
  sums: string[];
  /** Number of tenants that the sums leave out. */
  failed: number;
}

/** Every chosen tenant once, with its outcome, its numbers and the time of reading. */
export function TenantsTable({ outcomes, more, columns, rows, sums, failed }: TenantsTableProps) {
  return (
    <Scroll label="Table of tenants">
      <table class="tenants wide">
        <caption>
          {counted(rows.length, "tenant")} = {outcomes.join(" + ")}
        </caption>
        <thead>
          <tr>
            <th scope="col">Tenant</th>
            <th scope="col">Outcome</th>
            {more.map((title) => (
              <th scope="col">{title}</th>
            ))}
            {columns.map((title) => (
              <th scope="col" class="number">
                {title}
              </th>
            ))}
            <th scope="col">Read at</th>
            <th scope="col" class="number">
              Seconds
            </th>
            <th scope="col">Address</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tenant row={row} columns={columns.length} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2 + more.length}>
              Sum{failed > 0 ? ` without ${counted(failed, "failed tenant")}` : ""}
            </th>
            {sums.map((sum) => (
              <td class="number">{sum}</td>
            ))}
            <td colSpan={3} />
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}

function Tenant({ row, columns }: { row: TenantRow; columns: number }) {
  const { stack, outcome, badge, more, numbers } = row;
  const isLong = [stack.stack, stack.labels.join(", ")].some(({ length }) => length > LONG_NAME);
  return (
    <tr data-kind="tenant" data-in={outcome}>
      <th scope="row" class={isLong ? "long" : undefined}>
        <Name of={stack.stack} />
        {stack.labels.length > 0 && (
          <div class="quiet">{stack.labels.map((label) => oneLine(label)).join(", ")}</div>
        )}
      </th>
      <td>{badge}</td>
      {more.map((text) => (
        <td>{text}</td>
      ))}
      {"none" in numbers ? (
        <td colSpan={columns}>{numbers.none}</td>
      ) : (
        numbers.map((number) => <td class="number">{number}</td>)
      )}
      <td class="time">{timeText(stack.readAt)}</td>
      <td class="number">{secondsText(stack.seconds)}</td>
      <td>
        {stack.tenant && <code>{oneLine(stack.tenant.url)}</code>}
        {stack.tenant?.id !== undefined && <div class="quiet">{oneLine(stack.tenant.id)}</div>}
      </td>
    </tr>
  );
}
