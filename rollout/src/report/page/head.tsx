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
import { Counters, SectionLinks } from "./counters.tsx";
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
  const stacks = stacksByOutcome(report);
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
      <Counters
        counters={OUTCOMES.map((outcome) => ({
          ...{ outcome, kind: outcome, words: OUTCOME_WORDS[outcome] },
          count: stacks[outcome].length,
        }))}
        items="changes"
      />
      <SectionLinks sections={sections} />
    </header>
  );
}

function Origin({ report }: { report: PreviewReport }) {
  const sums = operationSums(report);
  const failed = report.stacks.filter(({ status }) => status === "failed").length;
  return (
    <dl class="origin">
      <dt>Digest</dt>
      <dd>
        <Name of={report.digest} />
      </dd>
      <CommitAndTimes report={report} />
      <dt>Resources</dt>
      <dd>
        {grouped(sums.replace)} to replace, {grouped(sums.delete)} to delete, {grouped(sums.update)} to
        update, {grouped(sums.create)} to create, {grouped(sums.unchanged)} unchanged
        {failed > 0 ? `; not counted in ${counted(failed, "tenant")} that failed` : ""}
      </dd>
    </dl>
  );
}

/** The commit, and when the tenants were read. */
export function CommitAndTimes({
  report,
}: {
  report: Pick<PreviewReport, "commit" | "isUncommitted"> & Parameters<typeof readingTimes>[0];
}) {
  const times = readingTimes(report);
  const [first, last] = [timeText(times?.first ?? ""), timeText(times?.last ?? "")];
  return (
    <>
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
    </>
  );
}
