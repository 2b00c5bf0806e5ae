import type { ResourceClass } from "../../provider/src/resources/names.ts";
import { keepIdle } from "../support/providerPool.ts";
import type { TenantOptions } from "../support/tenant.ts";
import { Lane, type Tried } from "./lane.ts";
import { cellsOf, titleOf, VERBS, type Cell, type Verb } from "./matrix.ts";
import { SCENARIOS } from "./scenarios.ts";

/** Cells that one lane tries before another may take over. */
const MOST_TOGETHER = 40;

/** Result of a cell, or the error that kept it from being tried. */
export interface Result extends Cell, Tried {}

/** Options of {@link tryCells}. */
export interface Options {
  /** Cells that are tried at the same time. */
  atOnce: number;
  switches?: TenantOptions["switches"];
  /** Called with each result. */
  tell?: (result: Result) => void;
}

/** All cells of the classes, as runs without faults find them. */
export async function allCells(types: readonly ResourceClass[], atOnce: number): Promise<Cell[]> {
  const cells: Cell[] = [];
  const left = SCENARIOS.filter(({ type }) => types.includes(type));
  await atOnceOf(atOnce, async () => {
    const scenario = left.shift();
    if (scenario === undefined) return false;
    await using lane = await Lane.start(scenario);
    for (const verb of VERBS) {
      const { requests } = await lane.baseline(verb);
      cells.push(...cellsOf(scenario.type, verb, requests));
    }
    return true;
  });
  const place = new Map(SCENARIOS.map(({ type }, index) => [type, index]));
  return cells.toSorted((one, other) => (place.get(one.type) ?? 0) - (place.get(other.type) ?? 0));
}

/** Tries cells, several at the same time. */
export async function tryCells(
  cells: readonly Cell[],
  { atOnce, switches, tell = () => undefined }: Options,
): Promise<Result[]> {
  const results: Result[] = [];
  const note = (result: Result) => {
    results.push(result);
    tell(result);
  };
  const left = shares(cells);
  await atOnceOf(atOnce, async () => {
    const share = left.shift();
    if (share === undefined) return false;
    await tryShare(share, switches, note);
    return true;
  });
  return results;
}

interface Share {
  type: ResourceClass;
  verb: Verb;
  cells: Cell[];
}

/** Cells of one command together, because they share its run without faults. */
function shares(cells: readonly Cell[]): Share[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const name = `${cell.type}/${cell.verb}`;
    groups.set(name, [...(groups.get(name) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const parts = Math.ceil(group.length / MOST_TOGETHER);
    return Array.from({ length: parts }, (_, part) => ({
      type: first.type,
      verb: first.verb,
      cells: group.filter((_cell, index) => index % parts === part),
    }));
  });
}

async function tryShare(
  { type, verb, cells }: Share,
  switches: TenantOptions["switches"],
  note: (result: Result) => void,
): Promise<void> {
  const scenario = SCENARIOS.find((each) => each.type === type);
  if (scenario === undefined) throw new Error(`There is no scenario of ${type}.`);
  const untried = (cell: Cell, error: unknown) =>
    note({
      ...cell,
      succeeded: false,
      problems: [`it was not tried: ${String(error)}`],
      request: undefined,
      refusals: [],
    });
  try {
    await using lane = await Lane.start(scenario, switches);
    const baseline = await lane.baseline(verb);
    for (const cell of cells) {
      await lane.try(cell, baseline).then(
        (tried) => note({ ...cell, ...tried }),
        (error: unknown) => untried(cell, error),
      );
    }
  } catch (error) {
    for (const cell of cells) untried(cell, error);
  }
}

/** Repeats work, so many at the same time, until there is none left. */
async function atOnceOf(count: number, work: () => Promise<boolean>): Promise<void> {
  keepIdle(count);
  await Promise.all(
    Array.from({ length: count }, async () => {
      while (await work());
    }),
  );
}

/**
 * A part of all cells that has each fault in each command of each class at least once, at requests that change with the
 * seed, and then further ones. The same seed gives the same part.
 */
export function sampled(cells: readonly Cell[], count: number, seed: number): Cell[] {
  const ranked = cells.map((cell) => ({ cell, rank: hash(`${seed} ${titleOf(cell)}`) }));
  const seen = new Map<string, number>();
  const layered = ranked
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ cell, rank }) => {
      const kind = `${cell.type}/${cell.verb}/${cell.fault}`;
      const layer = seen.get(kind) ?? 0;
      seen.set(kind, layer + 1);
      return { cell, rank, layer };
    });
  return layered
    .toSorted((one, other) => one.layer - other.layer || one.rank - other.rank)
    .slice(0, count)
    .map(({ cell }) => cell);
}

/** FNV-1a, as a number from 0 to 2^32. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  // The last characters alone would order neighbours.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b) >>> 0;
  return Math.imul(value ^ (value >>> 13), 0xc2b2ae35) >>> 0;
}
