import { isDeepStrictEqual } from "node:util";
import type { Properties } from "./lifecycle.ts";
import { ownValue } from "../tenant/ownValue.ts";
import { isMap } from "./wire.ts";

/** Facts of the state about arguments that the tenant stores in another form than they were sent in. */
export interface StoredForm {
  /** Plain arguments as they came back right after they were sent, where that differs. */
  storedAs?: Properties | undefined;
  /** Counters of secrets that came back in another form, which the state does not keep. */
  reformedSecrets?: string[] | undefined;
}

/**
 * The plain arguments that came back in another form than they were sent in. An argument that was not sent this time
 * keeps what was known of it: another person may have changed it meanwhile.
 *
 * @param old undefined for a new object
 * @param secretPaths paths of secrets, of which nothing is kept
 */
export function storedForms(
  old: (Properties & StoredForm) | undefined,
  sent: Properties,
  back: Properties,
  secretPaths: readonly string[],
): Properties | undefined {
  const paths = secretPaths.map((path) => path.split("."));
  const found = reformed(old, sent, back, old?.storedAs, paths);
  return isMap(found) && Object.keys(found).length > 0 ? found : undefined;
}

/** Arguments that a refresh found, with those as they were sent that still have the form in which they came back. */
export function asSent(found: Properties, sent: Properties, stored: Properties | undefined): Properties {
  return stored === undefined ? found : (restored(found, sent, stored) as Properties);
}

/**
 * True where a tenant may store what is declared as what was found: without white space at the ends, and with JSON and
 * addresses in a form of their own. For an object of which nothing tells what was sent.
 */
export function isAlike(declared: unknown, found: unknown): boolean {
  return isDeepStrictEqual(plainForm(declared), plainForm(found));
}

function plainForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainForm);
  if (isMap(value))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainForm(each)]));
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (/^https?:/i.test(text)) return URL.parse(text)?.href ?? text;
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text, exactNumber) as unknown;
  } catch {
    return text;
  }
}

/** Numbers that a reader would round stay as they are written. */
function exactNumber(_name: string, value: unknown, { source }: { source?: string } = {}): unknown {
  const isRounded = typeof value === "number" && source !== undefined && !Number.isSafeInteger(value);
  return isRounded && String(value) !== source ? { source } : value;
}

function reformed(old: unknown, sent: unknown, back: unknown, known: unknown, secrets: string[][]): unknown {
  if (secrets.some((path) => path.length === 0) || sent === undefined || back === undefined) return undefined;
  if (!isMap(sent) || !isMap(back)) {
    if (old !== undefined && isDeepStrictEqual(old, sent)) return known;
    return isDeepStrictEqual(sent, back) ? undefined : back;
  }
  const members = Object.keys(sent).flatMap((name) => {
    const inner = secrets.filter(([first]) => first === name || first === "*").map((path) => path.slice(1));
    const [before, earlier] = [old, known].map((each) => (isMap(each) ? ownValue(each, name) : undefined));
    const found = reformed(before, ownValue(sent, name), ownValue(back, name), earlier, inner);
    const isEmpty =
      found === undefined || (isMap(found) && isMap(ownValue(sent, name)) && Object.keys(found).length === 0);
    return isEmpty ? [] : [[name, found] as const];
  });
  return Object.fromEntries(members);
}

function restored(found: unknown, sent: unknown, stored: unknown): unknown {
  if (isMap(found) && isMap(sent) && isMap(stored)) {
    const members = Object.entries(found).map(([name, value]) => [
      name,
      Object.hasOwn(stored, name) ? restored(value, ownValue(sent, name), ownValue(stored, name)) : value,
    ]);
    return Object.fromEntries(members);
  }
  return isDeepStrictEqual(found, stored) ? sent : found;
}
