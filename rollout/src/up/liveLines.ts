import { gathered } from "../order.ts";
import { oneLine } from "../report/shown/text.ts";
import { TENANT_STATUSES, type TenantStatus } from "./upReport.ts";

/** Characters of a name that are shown. */
const NAME_LIMIT = 60;

/** Characters of a long line that a terminal may at least show. */
const LEAST_WIDTH = 20;

/** A tenant as the live list shows it. Times are in milliseconds. */
export interface LiveTenant {
  status: TenantStatus;
  /** Work that goes on, with its begin; left out where the tenant waits or is done. */
  work?: { what: "preview" | "update"; since: number } | undefined;
  /** Work that ended last, with the time that it took. */
  took?: { what: "preview" | "update"; milliseconds: number } | undefined;
}

/** A wave as the live list shows it. */
export interface LiveWave {
  name: string;
  stacks: readonly string[];
  hasBegun: boolean;
}

/** The order in which stacks are shown where not all of them fit: what a person looks for comes first. */
const RANKS: readonly TenantStatus[] = ["running", "failed", "waiting", "outdated", "skipped", "current"];

/**
 * Lines of a live list, never more than `rows` and none longer than `columns`: each wave with its sums, and below it its
 * stacks. Where not all fit, only the stacks of the last wave that began are shown, those that run first.
 */
export function liveLines(
  waves: readonly LiveWave[],
  tenants: ReadonlyMap<string, LiveTenant>,
  { rows, columns, now }: { rows: number; columns: number; now: number },
): string[] {
  const all = waves.reduce((sum, { stacks }) => sum + 1 + stacks.length, 0);
  const current = waves.findLast(({ hasBegun }) => hasBegun) ?? waves[0];
  const room = Math.max(0, rows - waves.length);
  const lines = waves.flatMap((wave) => {
    const shown = all <= rows ? wave.stacks : wave === current ? urgent(wave.stacks, tenants, room) : [];
    const hidden = wave === current && all > rows ? wave.stacks.length - shown.length : 0;
    const width = Math.max(0, ...shown.map((stack) => oneLine(stack, NAME_LIMIT).length));
    return [
      waveLine(wave, tenants),
      ...shown.map((stack) => stackLine(stack, width, tenants.get(stack), now)),
      ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
    ];
  });
  return lines.slice(0, rows).map((line) => line.slice(0, Math.max(LEAST_WIDTH, columns)));
}

/** Stacks that fit into some lines, of which one tells the number of the others. */
function urgent(
  stacks: readonly string[],
  tenants: ReadonlyMap<string, LiveTenant>,
  room: number,
): readonly string[] {
  if (stacks.length <= room) return stacks;
  const rank = (stack: string) => {
    const { status = "outdated", work } = tenants.get(stack) ?? {};
    return work === undefined ? RANKS.indexOf(status) : 0;
  };
  return stacks.toSorted((one, other) => rank(one) - rank(other)).slice(0, Math.max(0, room - 1));
}

function waveLine({ name, stacks, hasBegun }: LiveWave, tenants: ReadonlyMap<string, LiveTenant>): string {
  const title = `Wave ${oneLine(name, NAME_LIMIT)}: ${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}`;
  if (!hasBegun) return title;
  const byStatus = new Map(
    gathered(stacks, (stack) => tenants.get(stack)?.status ?? "outdated").map((same) => [
      tenants.get(same[0] ?? "")?.status ?? "outdated",
      same.length,
    ]),
  );
  const sums = TENANT_STATUSES.flatMap((status) => {
    const count = byStatus.get(status);
    return count === undefined ? [] : [`${count} ${status}`];
  });
  return `${title}: ${sums.join(", ")}`;
}

function stackLine(stack: string, width: number, tenant: LiveTenant | undefined, now: number): string {
  const { status = "outdated", work, took } = tenant ?? {};
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  const time =
    work !== undefined
      ? `${work.what} for ${seconds(now - work.since)}`
      : took !== undefined
        ? `${took.what} took ${seconds(took.milliseconds)}`
        : "";
  return `  ${oneLine(stack, NAME_LIMIT).padEnd(width)}  ${status.padEnd(8)}  ${time}`.trimEnd();
}
