import { OPERATIONS, type PreviewReport, type StackReport } from "../schema.ts";
import { operationSums, OUTCOMES, OUTCOME_WORDS, outcomeOf, stacksByOutcome } from "../shown/outcomes.ts";
import { gathered } from "../../order.ts";
import { grouped, oneLine } from "../shown/text.ts";
import { noticesOf } from "../shown/troubles.ts";
import { Name, OutcomeBadge, Scroll, Tenants } from "./parts.tsx";
import { TenantsTable, type TenantRow } from "./tenantsTable.tsx";

const COLUMNS = [...OPERATIONS, "unchanged"] as const;

/** The waves in their order, each with its tenants. */
export function Waves({ report }: { report: PreviewReport }) {
  const order = new Map(report.waves?.map((wave, index) => [wave, index]));
  const rank = ([first]: StackReport[]) => order.get(first?.wave ?? "") ?? order.size;
  const waves = gathered(report.stacks, ({ wave }) => JSON.stringify(wave ?? null)).toSorted(
    (one, other) => rank(one) - rank(other),
  );
  return (
    <section aria-labelledby="waves">
      <h2 id="waves">Waves</h2>
      {report.stacks.some(({ wave }) => wave !== undefined) ? (
        <Scroll label="Table of waves">
          <table class="waves wide">
            <caption>The order in which tenants are updated</caption>
            <thead>
              <tr>
                <th scope="col">Wave</th>
                <th scope="col" class="number">
                  Tenants
                </th>
                <th scope="col">Of these</th>
              </tr>
            </thead>
            <tbody>
              {waves.map((stacks) => (
                <tr>
                  <th scope="row">
                    {stacks[0]?.wave === undefined ? "no wave" : <Name of={stacks[0].wave} />}
                  </th>
                  <td class="number">{grouped(stacks.length)}</td>
                  <td>
                    <WaveTenants stacks={stacks} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : (
        <p>No waves are named in rollout.yaml.</p>
      )}
    </section>
  );
}

function WaveTenants({ stacks }: { stacks: StackReport[] }) {
  return (
    <ul>
      {OUTCOMES.flatMap((outcome) => {
        const same = stacks.filter((stack) => outcomeOf(stack) === outcome);
        if (same.length === 0) return [];
        return [
          <li data-in={outcome}>
            {same.length > 3 ? grouped(same.length) : same.map(({ stack }) => oneLine(stack)).join(", ")}{" "}
            <OutcomeBadge outcome={outcome} />
          </li>,
        ];
      })}
    </ul>
  );
}

/** The table of tenants, and the notices below it. */
export function TenantsSection({ report }: { report: PreviewReport }) {
  const sums = operationSums(report);
  const byOutcome = stacksByOutcome(report);
  return (
    <section aria-labelledby="tenants">
      <h2 id="tenants">Tenants</h2>
      <TenantsTable
        outcomes={OUTCOMES.map((outcome) => `${byOutcome[outcome].length} ${OUTCOME_WORDS[outcome]}`)}
        more={["Wave"]}
        columns={[...COLUMNS]}
        rows={report.stacks.map(rowOf)}
        sums={COLUMNS.map((column) => grouped(sums[column]))}
        failed={byOutcome.failed.length}
      />
      <Notices report={report} />
    </section>
  );
}

function rowOf(stack: StackReport): TenantRow {
  const outcome = outcomeOf(stack);
  return {
    ...{ stack, outcome },
    badge: <OutcomeBadge outcome={outcome} />,
    more: [oneLine(stack.wave ?? "")],
    numbers:
      stack.status === "failed"
        ? { none: "not counted: the preview failed" }
        : COLUMNS.map((column) => grouped(stack.operations[column])),
  };
}

function Notices({ report }: { report: PreviewReport }) {
  const notices = noticesOf(report);
  if (notices.length === 0) return null;
  return (
    <>
      <h3>Notices</h3>
      <ul>
        {notices.map(({ message, stacks }) => (
          <li>
            {oneLine(message, 2000)} (<Tenants stacks={stacks} report={report} />)
          </li>
        ))}
      </ul>
    </>
  );
}
