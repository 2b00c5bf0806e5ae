import type { Definition } from "./definition/schema.ts";
import type { Tenant } from "./tenant.ts";

/** A text as the tenant stores it; see the switch `stored-form`. */
export function storedText(tenant: Tenant, text: string): string {
  return isNormalised(tenant) ? normalised(text) : text;
}

/**
 * A definition as the tenant stores it. The names and keys of its parts are what references mean, so that they stay as
 * they came.
 */
export function storedDefinition(tenant: Tenant, definition: Definition): Definition {
  if (!isNormalised(tenant)) return definition;
  return { ...(withStoredTexts(definition) as Definition), name: normalised(definition.name) };
}

/** An address as the tenant stores it: normalised, it has a path. */
export function storedUrl(tenant: Tenant, url: string | null): string | null {
  return url !== null && isNormalised(tenant) && URL.canParse(url) ? new URL(url).href : url;
}

/** A record as the mutation that stored it answers: its time may have more digits than it is stored with. */
export function answered<T extends { lastConfiguredAt: string | null }>(tenant: Tenant, record: T): T {
  if (!isNormalised(tenant) || record.lastConfiguredAt === null) return record;
  return { ...record, lastConfiguredAt: record.lastConfiguredAt.replace(/Z$/, "421Z") };
}

const isNormalised = ({ switches }: Tenant): boolean => switches["stored-form"] === "normalised";

function withStoredTexts(value: unknown): unknown {
  if (typeof value === "string") return normalised(value);
  if (Array.isArray(value)) return value.map(withStoredTexts);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    (name === "name" || name === "key") && typeof member === "string" ? member : withStoredTexts(member),
  ]);
  return Object.fromEntries(members) as object;
}

function normalised(text: string): string {
  const trimmed = text.trim();
  // No digit of a long number is lost.
  if (!/^[[{]/.test(trimmed) || /\d{16}/.test(trimmed)) return trimmed;
  try {
    return JSON.stringify(sorted(JSON.parse(trimmed)));
  } catch {
    return trimmed;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}
