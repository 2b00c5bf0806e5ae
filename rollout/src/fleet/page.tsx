import type { ComponentChildren } from "preact";
import { Counters, SectionLinks } from "../report/page/counters.tsx";
import { Failures } from "../report/page/failures.tsx";
import { CommitAndTimes } from "../report/page/head.tsx";
import { Badge, Name } from "../report/page/parts.tsx";
import { pageOf } from "../report/page/shell.tsx";
import { TenantsTable, type TenantRow } from "../report/page/tenantsTable.tsx";
import { grouped, oneLine } from "../report/shown/text.ts";
import {
  headline,
  numberText,
  numberWith,
  sumsOf,
  sumsText,
  type FleetView,
  type ViewedStack,
} from "./view.ts";

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
    { id: "tenants", title: "Tenants", content: <AllTenants view={view} /> },
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

function AllTenants({ view }: { view: FleetView }) {
  return (
    <TenantsTable
      outcomes={view.outcomes.map(({ status, words }) => `${numberWith(view, status)} ${words}`)}
      more={[]}
      columns={view.columns.map(({ title }) => title)}
      rows={view.stacks.map((stack) => rowOf(stack, view))}
      sums={sumsOf(view).map((sum) => grouped(sum))}
      failed={numberWith(view, "failed")}
    />
  );
}

function rowOf(stack: ViewedStack, { outcomes, command }: FleetView): TenantRow {
  const outcome = outcomes.find(({ status }) => status === stack.status);
  return {
    stack,
    outcome: stack.status,
    badge: outcome && <Badge kind={outcome.kind}>{outcome.ofOne}</Badge>,
    more: [],
    numbers:
      stack.status === "failed"
        ? { none: `not counted: the ${command} failed` }
        : stack.numbers.map((count) => numberText(count)),
  };
}
