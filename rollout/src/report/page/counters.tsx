import { counted, grouped } from "../shown/text.ts";

/** The tenants of one outcome. */
export interface Counter {
  /** Outcome, as the filter reads it. */
  outcome: string;
  /** Class of the color. */
  kind: string;
  count: number;
  words: string;
}

/**
 * Numbers of tenants by outcome, which filter the page when they are pressed.
 *
 * @param items what the page lists besides tenants, such as `changes`
 */
export function Counters({ counters, items }: { counters: Counter[]; items: string }) {
  const all = counters.reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-label="Tenants by outcome">
      <p class="quiet">{counted(all, "tenant")}, each counted once. Press a number to see only these:</p>
      <ul class="counters">
        {counters.map(({ outcome, kind, count, words }) => (
          <li>
            <button type="button" class={kind} data-outcome={outcome} aria-pressed="false" disabled>
              <b>{grouped(count)}</b> {words}
            </button>
          </li>
        ))}
      </ul>
      <p class="shown">
        <span id="shown" role="status" data-items={items}>
          Everything is shown.
        </span>{" "}
        <button type="button" id="all" hidden>
          Show everything
        </button>
      </p>
    </section>
  );
}

/** Links to the sections of the page. */
export function SectionLinks({ sections }: { sections: readonly (readonly [id: string, title: string])[] }) {
  return (
    <nav aria-label="Sections">
      <ul>
        {sections.map(([id, title]) => (
          <li>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
