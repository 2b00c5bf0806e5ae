import type { ComponentChildren } from "preact";
import { Counters, SectionLinks } from "../report/page/counters.tsx";
import { Failures } from "../report/page/failures.tsx";
import { CommitAndTimes } from "../report/page/head.tsx";
import { Badge, Name, Scroll } from "../report/page/parts.tsx";
import { pageOf } from "../report/page/shell.tsx";
import { counted, grouped, oneLine, secondsText, timeText } from "../report/shown/text.ts";
import {
  headline,
  numberText,
  numberWith,
  sumsOf,
  sumsText,
  type FleetView,
  type ViewedStack,
} from "./view.ts";

/** Characters from which a name is broken in a table. */
const LONG_NAME = 30;

/** A section of a report's own. */
export interface FleetSection {
  id: string;
  title: string;
  content: ComponentChildren;
}

/**
 * Writes a report on many tenants as one HTML file that needs nothing else.
 *
 * @param items what the sections list, such as `findings`: their elements have `data-kind="change"`
 * @param made sentences on how the report was made
 */
export function fleetPage(
  view: FleetView,
  { sections, items, made }: { sections: FleetSection[]; items: string; made: string[] },
): string {
  const isFailed = numberWith(view, "failed") > 0;
  const all: FleetSection[] = [
    ...(isFailed ? [{ id: "failures", title: "Not read", content: <NotRead view={view} /> }] : []),
    ...sections,
    { id: "tenants", title: "Tenants", content: <TenantsTable view={view} /> },
    { id: "made", title: "How this was made", content: made.map((text) => <p>{text}</p>) },
  ];
  return pageOf({
    title: `${oneLine(view.project)}: ${headline(view.facts)}`,
    skip: "Skip to the results",
    head: <Head view={view} sections={all} items={items} />,
    main: all.map(({ id, title, content }) => (
      <section aria-labelledby={id}>
        <h2 id={id}>{title}</h2>
        {content}
      </section>
    )),
  });
}

/** The outcomes of tenants, as the counters' filter reads them. */
export function statusesOf(stacks: string[], view: FleetView): string {
  const chosen = new Set(stacks);
  const found = new Set(view.stacks.filter(({ stack }) => chosen.has(stack)).map(({ status }) => status));
  return view.outcomes.flatMap(({ status }) => (found.has(status) ? [status] : [])).join(" ");
}

function Head({ view, sections, items }: { view: FleetView; sections: FleetSection[]; items: string }) {
  const counters = view.outcomes.map(({ status, words, kind }) => ({
    ...{ outcome: status, kind, words },
    count: numberWith(view, status),
  }));
  return (
    <header>
      <h1>
        {view.subject} <Name of={view.project} />
      </h1>
      <p class="verdict">
        {view.facts.map((fact) => (
          <span>{fact}.</span>
        ))}
      </p>
      <dl class="origin">
        <CommitAndTimes report={view} />
        <dt>Together</dt>
        <dd>{sumsText(view)}</dd>
      </dl>
      <Counters counters={counters} items={items} />
      <SectionLinks sections={sections.map(({ id, title }) => [id, title])} />
    </header>
  );
}

function NotRead({ view }: { view: FleetView }) {
  return <Failures report={view} outcomesOf={(stacks) => statusesOf(stacks, view)} />;
}

/** Every chosen tenant once, with its outcome, its numbers and the time of reading. */
function TenantsTable({ view }: { view: FleetView }) {
  const failed = numberWith(view, "failed");
  return (
    <Scroll label="Table of tenants">
      <table class="tenants wide">
        <caption>
          {counted(view.stacks.length, "tenant")} ={" "}
          {view.outcomes.map(({ status, words }) => `${numberWith(view, status)} ${words}`).join(" + ")}
        </caption>
        <thead>
          <tr>
            <th scope="col">Tenant</th>
            <th scope="col">Outcome</th>
            {view.columns.map(({ title }) => (
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
          {view.stacks.map((stack) => (
            <Tenant stack={stack} view={view} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              Sum{failed > 0 ? ` without ${counted(failed, "failed tenant")}` : ""}
            </th>
            {sumsOf(view).map((sum) => (
              <td class="number">{grouped(sum)}</td>
            ))}
            <td colSpan={3} />
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}

function Tenant({ stack, view }: { stack: ViewedStack; view: FleetView }) {
  const outcome = view.outcomes.find(({ status }) => status === stack.status);
  const isLong = [stack.stack, stack.labels.join(", ")].some(({ length }) => length > LONG_NAME);
  return (
    <tr data-kind="tenant" data-in={stack.status}>
      <th scope="row" class={isLong ? "long" : undefined}>
        <Name of={stack.stack} />
        {stack.labels.length > 0 && (
          <div class="quiet">{stack.labels.map((label) => oneLine(label)).join(", ")}</div>
        )}
      </th>
      <td>{outcome && <Badge kind={outcome.kind}>{outcome.ofOne}</Badge>}</td>
      {stack.status === "failed" ? (
        <td colSpan={view.columns.length}>not counted: the {view.command} failed</td>
      ) : (
        stack.numbers.map((count) => <td class="number">{numberText(count)}</td>)
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
