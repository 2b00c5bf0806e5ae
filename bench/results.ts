/** One line of `results.json`. */
export interface Result {
  /** The measure and what was measured, such as `create 200: textbook provider`. */
  name: string;
  value: number;
  unit: string;
  /** The bound that is promised, with its direction, such as `<= 1.1`; null for a value that is only shown. */
  limit: string | null;
  /** True where the value keeps to its limit, or has none. */
  holds: boolean;
}

/** The bound of a value. */
export type Limit = { most: number } | { least: number };

/** Collects the results of all measures and prints each as it comes. */
export class Results {
  readonly all: Result[] = [];

  /** Adds a value that is only shown. */
  show(name: string, value: number, unit: string): void {
    this.#add({ name, value: rounded(value), unit, limit: null, holds: true });
  }

  /** Adds a value that has to keep to a limit. */
  promise(name: string, value: number, unit: string, limit: Limit): void {
    const holds = "most" in limit ? value <= limit.most : value >= limit.least;
    const text = "most" in limit ? `<= ${limit.most}` : `>= ${limit.least}`;
    this.#add({ name, value: rounded(value), unit, limit: text, holds });
  }

  #add(result: Result): void {
    this.all.push(result);
    console.log(lineOf(result));
  }
}

function lineOf({ name, value, unit, limit, holds }: Result): string {
  const verdict = limit === null ? "" : `  (${limit}: ${holds ? "holds" : "DOES NOT HOLD"})`;
  return `  ${name}: ${value} ${unit}${verdict}`;
}

/** Four figures say more than a measurement on a shared machine can. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

/** The middle one of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
