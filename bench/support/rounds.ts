import { median, type Results } from "../results.ts";

/** Measures two sides as often as there are rounds; each round begins with the other side. */
export async function inTurns(
  rounds: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<[first: number[], second: number[]]> {
  const [firsts, seconds]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) firsts.push(await first());
    seconds.push(await second());
    if (round % 2 === 1) firsts.push(await first());
  }
  return [firsts, seconds];
}

/** Adds the medians of both sides and the promised part, which is the median of the rounds' parts. */
export function compare(
  results: Results,
  what: string,
  ours: readonly number[],
  other: readonly number[],
  most: number,
  otherName = "nothing",
): void {
  results.show(`${what}: ours`, median(ours), "s");
  results.show(`${what}: ${otherName}`, median(other), "s");
  const part = median(ours.map((time, round) => time / (other[round] ?? Number.NaN)));
  results.promise(`${what}: ours / ${otherName}`, part, "times", { most });
}
