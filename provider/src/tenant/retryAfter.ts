/** Headers of an answer, by lower-case name. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Seconds for which an answer's `Retry-After` asks, given as a number or as a date (RFC 9110, 10.2.3). A date is compared
 * with the server's own clock where the answer tells it. Undefined where the header is missing, malformed or past.
 */
export function retryAfterSeconds(headers: Headers, now = Date.now()): number | undefined {
  const text = first(headers["retry-after"])?.trim();
  if (!text) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : secondsUntil(text, first(headers.date), now);
  return seconds > 0 ? seconds : undefined;
}

/** NaN for what is not a date. */
function secondsUntil(date: string, serverDate: string | undefined, now: number): number {
  const serverNow = Date.parse(serverDate ?? "");
  return (Date.parse(date) - (Number.isNaN(serverNow) ? now : serverNow)) / 1000;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
