import { matchesAny } from "../domain/patterns.ts";
import type { ResourceView } from "../engine/resource.ts";
import type { RegistryEntry } from "./schema.ts";

/** How `stacks` in the registry names a tenant: `us` that of stack us, `us/eu` the explicit `Tenant` eu in it. */
export function placeName(stack: string, tenant: string | undefined): string {
  return tenant === undefined ? stack : `${stack}/${tenant}`;
}

/** Whether a tenant may and must declare this key. `*` stands for one name, so that `*` is no explicit `Tenant`. */
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

/** Whether any tenant of this stack may and must declare this key. */
export function isForStack({ stacks }: Pick<RegistryEntry, "stacks">, stack: string): boolean {
  return (
    stacks === undefined ||
    matchesAny(
      stack,
      stacks.map((pattern) => pattern.replace(/\/.*$/, "")),
    )
  );
}
