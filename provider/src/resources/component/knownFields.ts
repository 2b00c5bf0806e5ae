import type { InputType } from "../../tenant/publishingOperations.ts";

type TypeReference = NonNullable<InputType["inputFields"]>[number]["type"];

/** A publication without the fields that the tenant's Prismatic cannot take, and the paths of those. */
export interface Fitted {
  input: Record<string, unknown>;
  leftOut: string[];
}

/**
 * Leaves out the fields that a tenant's own schema does not have: components are built with newer versions of
 * Prismatic's library than some tenants run, and one unknown field makes GraphQL refuse all of it.
 *
 * @param types the input types as the tenant describes them
 */
export function fitToSchema(input: Record<string, unknown>, types: readonly InputType[]): Fitted {
  const byName = new Map(types.map((type) => [type.name, type]));
  const leftOut = new Set<string>();

  function fit(value: unknown, typeName: string | undefined, path: string): unknown {
    if (Array.isArray(value)) return value.map((member) => fit(member, typeName, path));
    const fields = byName.get(typeName ?? "")?.inputFields;
    if (!fields || value === null || typeof value !== "object") return value;
    const types = new Map(fields.map(({ name, type }) => [name, type]));
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) => {
        const memberPath = path === "" ? name : `${path}.${name}`;
        const type = types.get(name);
        if (type !== undefined) return [[name, fit(member, innermostName(type), memberPath)]];
        leftOut.add(memberPath);
        return [];
      }),
    );
  }

  const fitted = fit(input, "PublishComponentInput", "") as Record<string, unknown>;
  return { input: fitted, leftOut: [...leftOut].sort() };
}

/** The type itself, without the list and the "not null" around it. */
function innermostName(type: TypeReference): string | undefined {
  let inner: { name: string | null; ofType?: unknown } = type;
  while (inner.name === null && inner.ofType) inner = inner.ofType as typeof inner;
  return inner.name ?? undefined;
}
