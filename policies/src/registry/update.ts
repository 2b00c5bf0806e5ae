import { isDeepStrictEqual } from "node:util";
import { matchesAny } from "../domain/patterns.ts";
import type { StackKeys } from "./fromStack.ts";
import { isForStack } from "./place.ts";
import type { Registry, RegistryEntry } from "./schema.ts";

/** A registry brought up to date, and the keys that changed in it. */
export interface RegistryUpdate {
  registry: Registry;
  added: string[];
  changed: string[];
  removed: string[];
}

/**
 * Brings a registry up to date with a stack. Whatever the stack cannot know stays: owners, stacks and approvals. An
 * entry loses its approvals if its kind, component or connection type changed, and a new one has none. Entries of other
 * stacks and projects stay; those that this stack should have and has not are removed.
 */
export function updateRegistry(
  old: Registry | undefined,
  { project, stack, entries: found }: StackKeys,
): RegistryUpdate {
  const update = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
  const stableKeys = new Map<string, RegistryEntry>();
  for (const [key, entry] of Object.entries(old?.stableKeys ?? {})) {
    if (Object.hasOwn(found, key) || !belongsHere(entry, stack, project)) stableKeys.set(key, entry);
    else update.removed.push(key);
  }
  for (const [key, entry] of Object.entries(found)) {
    const before = stableKeys.get(key);
    const now = merged(before, entry);
    stableKeys.set(key, now);
    if (before === undefined) update.added.push(key);
    else if (!isDeepStrictEqual(before, now)) update.changed.push(key);
  }
  const sorted = [...stableKeys].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const schema = old?.$schema ?? "./node_modules/pulumi-prismatic-policies/stable-keys.schema.json";
  return { registry: { $schema: schema, stableKeys: Object.fromEntries(sorted) }, ...update };
}

function belongsHere(entry: RegistryEntry, stack: string, project: string): boolean {
  if (entry.kind === "BuildOnly") return false;
  if (entry.projects !== undefined && !matchesAny(project, entry.projects)) return false;
  return isForStack(entry, stack);
}

function merged(before: RegistryEntry | undefined, found: RegistryEntry): RegistryEntry {
  const fresh: RegistryEntry =
    found.kind === "OrganizationGlobalConnection" ? { ...found, globalCredentials: "pending" } : found;
  if (before === undefined) return fresh;
  const isSame =
    before.kind === found.kind &&
    isDeepStrictEqual(before.component ?? found.component, found.component ?? before.component) &&
    (before.connectionType ?? found.connectionType) === (found.connectionType ?? before.connectionType);
  if (isSame) return { ...found, ...before };
  const { owners, stacks } = before;
  return { ...fresh, ...(owners && { owners }), ...(stacks && { stacks }) };
}
