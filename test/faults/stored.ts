import type { EmulatorData } from "prismatic-emulator";

type Json = Record<string, unknown>;

/** Kinds of records that say nothing of what a tenant has: who asks, and files that are uploaded again. */
const LEFT_OUT = ["files"];

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?/g;

/** Members by which people know an object. */
const NATURAL = ["stableKey", "externalId", "name", "key", "number", "versionNumber"];

/**
 * Every record that a tenant stores, secrets included, one line each: without times, and with ids that are told by what
 * they name. Two tenants that people cannot tell apart have the same lines.
 */
export function storedIn(data: EmulatorData, tenantId: string): string[] {
  const kinds = Object.entries(data.records[tenantId] ?? {}).filter(([kind]) => !LEFT_OUT.includes(kind));
  const labels = new Map<string, string>();
  for (const [kind, records] of kinds) {
    for (const record of records) labels.set(record.id, `<${kind} ${naturalName(record as unknown as Json)}>`);
  }
  const told = (text: string): string => {
    let result = text.replaceAll(TIME, "<time>");
    for (const [id, label] of labels) if (result.includes(id)) result = result.replaceAll(id, label);
    return result.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>");
  };
  return kinds
    .flatMap(([kind, records]) => records.map((record) => told(`${kind} ${JSON.stringify(sorted(record))}`)))
    .toSorted();
}

/** Lines that one list has and the other lacks, with `+` for those that should not be there and `-` for missing ones. */
export function differences(found: readonly string[], expected: readonly string[]): string[] {
  const left = [...expected];
  const more: string[] = [];
  for (const line of found) {
    const at = left.indexOf(line);
    if (at < 0) more.push(`+ ${line}`);
    else left.splice(at, 1);
  }
  return [...more, ...left.map((line) => `- ${line}`)];
}

function naturalName(record: Json): string {
  const name = NATURAL.map((each) => record[each]).find((value) => typeof value === "string" || typeof value === "number");
  return String(name ?? "unnamed");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
