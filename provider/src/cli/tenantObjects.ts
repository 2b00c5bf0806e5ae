import type { Imported } from "./imported.ts";

/** The kinds of objects that a tenant holds and that programs declare. */
export const OBJECT_KINDS = [
  "connections",
  "test credentials",
  "customers' credentials",
  "integrations",
  "components of your own",
  "customers with embedded access",
] as const;

/** The kind of an object of a tenant. */
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** An object of a tenant: it is in the program, or left out. */
export interface TenantObject {
  kind: ObjectKind;
  /** Name for people, such as a stable key. */
  title: string;
  /** Reason for which it is left out, of which the object is the subject; undefined where the program has it. */
  leftOut?: string | undefined;
}

/** Objects of a tenant, and the resources that declare those that are not left out. */
export interface TakenOver {
  objects: TenantObject[];
  imported: Imported[];
}

/** Reason of an object that a stack manages. */
export const managedBy = (stack: string): string => `stack ${stack} manages it already`;

/** Reason of an object that no program can declare, because Pulumi's SDK loses a map's entry of this name. */
export const UNCARRIED = 'it has an entry named "__proto__", which Pulumi cannot carry';

/** True where a program can hand over all arguments to Pulumi: maps have no entry named `__proto__`. */
export function isCarried({ declared, secretMaps }: Imported): boolean {
  const names = secretMaps.flatMap(({ path, secrets }) => [...path, ...Object.keys(secrets)]);
  return !names.includes("__proto__") && isPlain(declared);
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return !Object.hasOwn(value, "__proto__") && Object.values(value).every(isPlain);
}

/** Joins several. */
export function together(all: readonly TakenOver[]): TakenOver {
  return {
    objects: all.flatMap(({ objects }) => objects),
    imported: all.flatMap(({ imported }) => imported),
  };
}
