import type { ComponentChildren } from "preact";
import type { PreviewReport } from "../schema.ts";
import type { Chosen } from "../shown/chosen.ts";
import { OUTCOMES, outcomeOf, OUTCOME_OF_ONE, type Outcome } from "../shown/outcomes.ts";
import { counted, oneLine } from "../shown/text.ts";

/** Names that stand in a line; a longer list is folded. */
const NAMES_LIMIT = 12;

/** A name from a tenant, a file or a program. */
export function Name({ of }: { of: string }) {
  return <code>{oneLine(of) || "(empty)"}</code>;
}

/** A resource as class and key. */
export function Resource({ of }: { of: { class: string; key: string } }) {
  return (
    <>
      {oneLine(of.class)} <Name of={of.key} />
    </>
  );
}

/** A word on a color that says the same. */
export function Badge({ kind, children }: { kind: string; children: ComponentChildren }) {
  return <span class={`badge ${kind}`}>{children}</span>;
}

/** The outcome of a tenant in a word. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  return <Badge kind={outcome}>{OUTCOME_OF_ONE[outcome]}</Badge>;
}

/** Tenants by name: all of them in two words, many folded below their number. */
export function Tenants({ stacks, report }: { stacks: string[]; report: Chosen }) {
  const number = counted(stacks.length, "tenant");
  if (stacks.length === report.stacks.length && stacks.length > 1) return <>all {number}</>;
  if (stacks.length <= NAMES_LIMIT) return <Names stacks={stacks} />;
  const chosen = new Set(stacks);
  const missing = report.stacks.flatMap(({ stack }) => (chosen.has(stack) ? [] : [stack]));
  if (missing.length <= NAMES_LIMIT / 2) {
    return (
      <>
        {number}: all but <Names stacks={missing} />
      </>
    );
  }
  return (
    <details>
      <summary>{number}</summary>
      <ul class="names">
        {stacks.map((stack) => (
          <li class="name">{oneLine(stack)}</li>
        ))}
      </ul>
    </details>
  );
}

function Names({ stacks }: { stacks: string[] }) {
  return (
    <>
      {stacks.map((stack, index) => (
        <>
          {index > 0 ? ", " : ""}
          <Name of={stack} />
        </>
      ))}
    </>
  );
}

/** A table that scrolls by itself when it is wider than the page, also by keyboard. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" role="group" tabIndex={0} aria-label={label}>
      {children}
    </div>
  );
}

/** The outcomes of tenants, as the counters' filter reads them. */
export function outcomesOf(stacks: string[], report: PreviewReport): string {
  const chosen = new Set(stacks);
  const found = new Set(report.stacks.filter(({ stack }) => chosen.has(stack)).map(outcomeOf));
  return OUTCOMES.filter((outcome) => found.has(outcome)).join(" ");
}
