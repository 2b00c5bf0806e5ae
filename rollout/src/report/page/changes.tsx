import type { ChangeGroup, PreviewReport } from "../schema.ts";
import { isRisky } from "../shown/deviations.ts";
import { outcomeOf, OUTCOMES } from "../shown/outcomes.ts";
import { reachOf, reachText } from "../shown/reach.ts";
import { counted, oneLine } from "../shown/text.ts";
import { changesOf, type DiffLine, type ValueRow } from "../shown/values.ts";
import type { Chosen } from "../shown/chosen.ts";
import { Badge, Name, Resource, Scroll, Tenants } from "./parts.tsx";

/** Changes up to which all are unfolded; of more only the risky ones are. */
const UNFOLDED = 12;
/** Rows of values that stand unfolded. */
const ROWS_UNFOLDED = 25;

const SIGNS = {
  "+": { kind: "plus", word: "after" },
  "-": { kind: "minus", word: "before" },
  "!": { kind: "said", word: "" },
  " ": { kind: "same", word: "" },
} as const;

/** All changes with what they reach, riskiest first. */
export function Changes({ groups, report }: { groups: ChangeGroup[]; report: PreviewReport }) {
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">What changes</h2>
      {groups.length === 0 && <p>Nothing.</p>}
      {groups.map((group, index) => (
        <Change
          group={group}
          number={index + 1}
          isUnfolded={groups.length <= UNFOLDED || isRisky(group)}
          isDeferred={groups.length > UNFOLDED}
          report={report}
        />
      ))}
    </section>
  );
}

interface ChangeProps {
  group: ChangeGroup;
  number: number;
  isUnfolded: boolean;
  /** Drawn only when it comes near the screen, which keeps a page of hundreds quick. */
  isDeferred: boolean;
  report: PreviewReport;
}

function Change({ group, number, isUnfolded, isDeferred, report }: ChangeProps) {
  const id = `change-${number}`;
  return (
    <article
      class={isDeferred ? "group deferred" : "group"}
      aria-labelledby={id}
      data-kind="change"
      data-in={outcomesOfGroup(group, report)}
    >
      <h3 id={id}>
        <Badge kind={group.operation}>{group.operation}</Badge> <Resource of={group} />
      </h3>
      <div class="facts">
        In <Tenants stacks={group.stacks} report={report} />
      </div>
      <p class="facts">Reaches: {reachText(reachOf(group))}</p>
      {group.mutations.length > 0 && (
        <p class="facts quiet">
          Sends in each tenant:{" "}
          {group.mutations
            .map(({ field, times, isUncertain }) =>
              [oneLine(field), times > 1 ? ` ${times} times` : "", isUncertain ? " (perhaps)" : ""].join(""),
            )
            .join(", ")}
        </p>
      )}
      {group.refusals.map(({ stack, message }) => (
        <p class="facts">
          <Badge kind="failed">would be refused</Badge> in <Name of={stack} />: {oneLine(message, 1000)}
        </p>
      ))}
      <BeforeAndAfter group={group} isUnfolded={isUnfolded} report={report} />
    </article>
  );
}

/** Values of a resource before and after: those that are the same in all its tenants as one diff, the others in tables. */
export function BeforeAndAfter({
  group,
  isUnfolded,
  report,
}: {
  group: Pick<ChangeGroup, "changes" | "stacks">;
  isUnfolded: boolean;
  report: Chosen;
}) {
  const changes = changesOf(group);
  if (changes.length === 0) return null;
  const lines = changes.flatMap((change) => ("lines" in change ? change.lines : []));
  return (
    <details open={isUnfolded}>
      <summary>Before and after</summary>
      {lines.length > 0 && <Diff lines={lines} />}
      {changes.map(
        (change) => "rows" in change && <Values path={change.path} rows={change.rows} report={report} />,
      )}
    </details>
  );
}

function Diff({ lines }: { lines: DiffLine[] }) {
  return (
    <pre class="diff">
      {lines.map(({ sign, text }) => (
        <span class={SIGNS[sign].kind}>
          {sign} {text}
        </span>
      ))}
    </pre>
  );
}

function Values({ path, rows, report }: { path: string; rows: ValueRow[]; report: Chosen }) {
  const table = (
    <Scroll label={`${path} by tenant`}>
      <table class="values">
        <caption>
          <Name of={path} />: {counted(rows.length, "different change")}
        </caption>
        <thead>
          <tr>
            <th scope="col">Tenants</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ before, after, stacks }) => (
            <tr>
              <th scope="row">
                <Tenants stacks={stacks} report={report} />
              </th>
              <td>
                <code>{before || "(empty)"}</code>
              </td>
              <td>
                <code>{after || "(empty)"}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
  if (rows.length <= ROWS_UNFOLDED) return table;
  return (
    <details>
      <summary>
        <Name of={path} />: {counted(rows.length, "different change")}
      </summary>
      {table}
    </details>
  );
}

/** A change is shown with the tenants that it concerns, but not as risky because of another change in its tenants. */
function outcomesOfGroup(group: ChangeGroup, report: PreviewReport): string {
  const chosen = new Set(group.stacks);
  const found = new Set(
    report.stacks.flatMap((stack) => {
      if (!chosen.has(stack.stack)) return [];
      const outcome = outcomeOf(stack);
      return outcome === "risky" && !isRisky(group) ? "changed" : outcome;
    }),
  );
  return OUTCOMES.filter((outcome) => found.has(outcome)).join(" ");
}
