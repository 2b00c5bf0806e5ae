import { matchesAny } from "../domain/patterns.ts";
import type { ResourceView } from "../engine/resource.ts";
import type { RegistryEntry } from "./schema.ts";

/** A tenant's name in `stacks` of the registry: `us` for that of stack us, `us/eu` for the explicit `Tenant` eu in it. */
export function placeName(stack: string, tenant: string | undefined): string {
  return tenant === undefined ? stack : `${stack}/${tenant}`;
}

/** Tells a tenant that may and must declare this key. `*` stands for one name, so `*` alone is no explicit `Tenant`. */
export function isForTenant(
  { stacks }: Pick<RegistryEntry, "stacks">,
  stack: string,
  { name }: Pick<ResourceView["tenant"], "name">,
): boolean {
  const place = name === undefined ? [stack] : [stack, name];
  return (
    stacks === undefined ||
    stacks.some((pattern) => {
      const parts = pattern.split("/");
      return parts.length === place.length && parts.every((part, at) => matchesAny(place[at] ?? "", [part]));
    })
  );
}

/** Tells a stack of which some tenant may and must declare this key. */
export function isForStack({ stacks }: Pick<RegistryEntry, "stacks">, stack: string): boolean {
  return (
    stacks === undefined ||
    matchesAny(
      stack,
      stacks.map((pattern) => pattern.replace(/\/.*$/, "")),
    )
  );
}
