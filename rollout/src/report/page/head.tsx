import type { PreviewReport } from "../schema.ts";
import {
  operationSums,
  OUTCOMES,
  OUTCOME_WORDS,
  readingTimes,
  stacksByOutcome,
  verdictOf,
} from "../shown/outcomes.ts";
import { counted, grouped, linesOf, secondsText, timeText } from "../shown/text.ts";
import { Name } from "./parts.tsx";

/** The first screen: the verdict, what it is of, the command that carries it out, and the counters that filter. */
export function Head({
  report,
  sections,
}: {
  report: PreviewReport;
  sections: [id: string, title: string][];
}) {
  const { facts } = verdictOf(report);
  return (
    <header>
      <h1>
        Preview of <Name of={report.project} />
      </h1>
      <p class="verdict">
        {facts.map((fact) => (
          <span>{fact}.</span>
        ))}
      </p>
      <Origin report={report} />
      <p class="quiet">
        This carries out exactly what is shown here, and refuses when a tenant's plan has changed since:
      </p>
      <div class="command">
        <pre id="command" tabIndex={0} role="group" aria-label="Command">
          <code>{linesOf(report.upCommand).join("\n")}</code>
        </pre>
        <button type="button" id="copy" hidden aria-label="Copy the command">
          Copy
        </button>
      </div>
      <Counters report={report} />
      <nav aria-label="Sections">
        <ul>
          {sections.map(([id, title]) => (
            <li>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

function Origin({ report }: { report: PreviewReport }) {
  const times = readingTimes(report);
  const [first, last] = [timeText(times?.first ?? ""), timeText(times?.last ?? "")];
  const sums = operationSums(report);
  const failed = report.stacks.filter(({ status }) => status === "failed").length;
  return (
    <dl class="origin">
      <dt>Digest</dt>
      <dd>
        <Name of={report.digest} />
      </dd>
      <dt>Commit</dt>
      <dd>
        {report.commit === undefined ? "not under Git" : <Name of={report.commit} />}
        {report.isUncommitted ? ", with uncommitted changes" : ""}
      </dd>
      {times && (
        <>
          <dt>Read</dt>
          <dd>
            {first === last ? `at ${first}` : `from ${first} to ${last}`}; the longest took{" "}
            {secondsText(times.slowest.seconds)} s: <Name of={times.slowest.stack} />
          </dd>
        </>
      )}
      <dt>Resources</dt>
      <dd>
        {grouped(sums.replace)} to replace, {grouped(sums.delete)} to delete, {grouped(sums.update)} to
        update, {grouped(sums.create)} to create, {grouped(sums.unchanged)} unchanged
        {failed > 0 ? `; not counted in ${counted(failed, "tenant")} that failed` : ""}
      </dd>
    </dl>
  );
}

function Counters({ report }: { report: PreviewReport }) {
  const stacks = stacksByOutcome(report);
  return (
    <section aria-label="Tenants by outcome">
      <p class="quiet">
        {counted(report.stacks.length, "tenant")}, each counted once. Press a number to see only these:
      </p>
      <ul class="counters">
        {OUTCOMES.map((outcome) => (
          <li>
            <button type="button" class={outcome} data-outcome={outcome} aria-pressed="false" disabled>
              <b>{grouped(stacks[outcome].length)}</b> {OUTCOME_WORDS[outcome]}
            </button>
          </li>
        ))}
      </ul>
      <p class="shown">
        <span id="shown" role="status">
          Everything is shown.
        </span>{" "}
        <button type="button" id="all" hidden>
          Show everything
        </button>
      </p>
    </section>
  );
}
