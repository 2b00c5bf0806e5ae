/** A time as Prismatic writes it: to the second, a fraction of any number of digits, and a zone. */
const FORM = /^(.*?[T ]\d\d:\d\d:\d\d)(?:\.(\d+))?(.*)$/;

/**
 * True where two texts mean one time. A server may answer a mutation with more digits than it stores, so that only the
 * digits that both have are compared; rounding may change the last of them.
 */
export function isSameTime(one: string | null | undefined, other: string | null | undefined): boolean {
  if (!one || !other || one === other) return (one || undefined) === (other || undefined);
  const [first, second] = [parsed(one), parsed(other)];
  if (first === undefined || second === undefined || first.digits === second.digits) {
    return first !== undefined && first.picoseconds === second?.picoseconds;
  }
  const unit = 10n ** BigInt(12 - Math.min(first.digits, second.digits));
  const apart = first.picoseconds - second.picoseconds;
  return apart < unit && apart > -unit;
}

function parsed(text: string): { picoseconds: bigint; digits: number } | undefined {
  const [, start = "", fraction = "", zone = ""] = FORM.exec(text) ?? [];
  const milliseconds = Date.parse(`${start}${zone === "" ? "Z" : zone}`);
  if (start === "" || Number.isNaN(milliseconds)) return undefined;
  const digits = Math.min(fraction.length, 12);
  return {
    picoseconds: BigInt(milliseconds) * 10n ** 9n + BigInt(fraction.slice(0, 12).padEnd(12, "0")),
    digits,
  };
}
