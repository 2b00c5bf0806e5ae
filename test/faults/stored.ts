import type { EmulatorData } from "prismatic-emulator";

type Json = Record<string, unknown>;

/** Files of versions that nobody uses any more are never deleted, and their records say that they are complete. */
const LEFT_OUT = ["files"];

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?/g;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** The version of the component that holds an integration's code, in a definition within JSON. */
const CODE_VERSION = /(key\\": \\"<uuid>\\"(?:\\n|\s)+\\"version\\": )\d+/g;

/** Members by which people know an object. */
const NATURAL = ["stableKey", "externalId", "name", "key", "number", "versionNumber"];

/**
 * Every record that a tenant stores, secrets included, one line each: without times, and with ids that are told by what
 * they name. Two tenants that people cannot tell apart have the same lines.
 */
export function storedIn(data: EmulatorData, tenantId: string): string[] {
  const kinds = Object.entries(data.records[tenantId] ?? {})
    .filter(([kind]) => !LEFT_OUT.includes(kind))
    .map(([kind, records]) => [kind, kind === "componentVersions" ? latest(records) : records] as const);
  const labels = new Map<string, string>();
  for (const [kind, records] of kinds) {
    for (const record of records)
      labels.set(record.id, `<${kind} ${naturalName(record as unknown as Json)}>`);
  }
  const told = (text: string): string => {
    let result = text.replaceAll(TIME, "<time>");
    for (const [id, label] of labels) if (result.includes(id)) result = result.replaceAll(id, label);
    return result.replaceAll(new RegExp(UUID, "g"), "<uuid>").replaceAll(CODE_VERSION, "$1<number>");
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
  return shortened([...more, ...left.map((line) => `- ${line}`)]);
}

/** Characters of a line that are shown before and after the first one in which it differs from another. */
const AROUND = 160;

/** Lines of which long ones begin shortly before the place in which they differ from the first other one. */
function shortened(lines: readonly string[]): string[] {
  return lines.map((line, index) => {
    const other = lines[index === 0 ? 1 : 0] ?? "";
    const at = [...line].findIndex((character, place) => place > 1 && character !== other[place]);
    const start = Math.max(0, at - AROUND);
    return line.length <= 2 * AROUND ? line : `${line.slice(0, 30)} ...${line.slice(start, at + AROUND)}`;
  });
}

/**
 * The latest version of each component, without its number: one whose publication was cut off stays, takes a number, and
 * is never usable. The components that hold the code of integrations have random keys, another at each import, and
 * nobody sees those that no integration uses.
 */
function latest(records: EmulatorData["records"][string][string]): typeof records {
  const byKey = new Map<string, (typeof records)[number]>();
  for (const record of records) {
    const { definition } = record as typeof record & { definition: { key: string } };
    const { versionNumber: _number, ...rest } = definition as { key: string; versionNumber?: number };
    if (!UUID.test(definition.key))
      byKey.set(definition.key, { ...record, definition: rest } as typeof record);
  }
  return [...byKey.values()];
}

function naturalName(record: Json): string {
  const name = NATURAL.map((each) => record[each]).find(
    (value) => typeof value === "string" || typeof value === "number",
  );
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
