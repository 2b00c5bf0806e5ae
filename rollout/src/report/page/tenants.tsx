import { OPERATIONS, type PreviewReport, type StackReport } from "../schema.ts";
import { operationSums, OUTCOMES, OUTCOME_WORDS, outcomeOf, stacksByOutcome } from "../shown/outcomes.ts";
import { gathered } from "../../order.ts";
import { counted, grouped, oneLine, secondsText, timeText } from "../shown/text.ts";
import { noticesOf } from "../shown/troubles.ts";
import { Name, OutcomeBadge, Scroll, Tenants } from "./parts.tsx";

/** Characters from which a name is broken in a table. */
const LONG_NAME = 30;

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

/** Every chosen tenant once, with its outcome, its numbers and the time of reading. */
export function TenantsTable({ report }: { report: PreviewReport }) {
  const sums = operationSums(report);
  const byOutcome = stacksByOutcome(report);
  const failed = byOutcome.failed.length;
  return (
    <section aria-labelledby="tenants">
      <h2 id="tenants">Tenants</h2>
      <Scroll label="Table of tenants">
        <table class="tenants wide">
          <caption>
            {counted(report.stacks.length, "tenant")} ={" "}
            {OUTCOMES.map((outcome) => `${byOutcome[outcome].length} ${OUTCOME_WORDS[outcome]}`).join(" + ")}
          </caption>
          <thead>
            <tr>
              <th scope="col">Tenant</th>
              <th scope="col">Outcome</th>
              <th scope="col">Wave</th>
              {COLUMNS.map((column) => (
                <th scope="col" class="number">
                  {column}
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
            {report.stacks.map((stack) => (
              <Tenant stack={stack} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                Sum{failed > 0 ? ` without ${counted(failed, "failed tenant")}` : ""}
              </th>
              {COLUMNS.map((column) => (
                <td class="number">{grouped(sums[column])}</td>
              ))}
              <td colSpan={3} />
            </tr>
          </tfoot>
        </table>
      </Scroll>
      <Notices report={report} />
    </section>
  );
}

function Tenant({ stack }: { stack: StackReport }) {
  const outcome = outcomeOf(stack);
  const isLong = [stack.stack, stack.labels.join(", ")].some(({ length }) => length > LONG_NAME);
  return (
    <tr data-kind="tenant" data-in={outcome}>
      <th scope="row" class={isLong ? "long" : undefined}>
        <Name of={stack.stack} />
        {stack.labels.length > 0 && (
          <div class="quiet">{stack.labels.map((label) => oneLine(label)).join(", ")}</div>
        )}
      </th>
      <td>
        <OutcomeBadge outcome={outcome} />
      </td>
      <td>{oneLine(stack.wave ?? "")}</td>
      {stack.status === "failed" ? (
        <td colSpan={COLUMNS.length}>not counted: the preview failed</td>
      ) : (
        COLUMNS.map((column) => <td class="number">{grouped(stack.operations[column])}</td>)
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
