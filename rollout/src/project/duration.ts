const UNITS = { s: 1, m: 60, h: 3600 } as const;

/** The longest duration: the timers of Node.js end at once for more than 24 days. */
const LONGEST = 168 * UNITS.h;

/**
 * A duration such as `90s`, `5m` or `1h`, in seconds.
 *
 * @returns undefined for anything else, and for more than 168h
 */
export function secondsOf(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  if (unit === undefined) return undefined;
  const seconds = Number(number) * UNITS[unit as keyof typeof UNITS];
  return seconds <= LONGEST ? seconds : undefined;
}
