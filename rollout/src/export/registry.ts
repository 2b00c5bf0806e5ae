import type { Imported } from "pulumi-prismatic/takeover";
import { CONNECTION_CLASSES } from "pulumi-prismatic/vocabulary";
import { recordOf } from "../order.ts";

/**
 * The registry of the program's stable keys, as `pulumi-prismatic-policies registry` writes it: a test compares the two.
 * A key `__proto__` is none to the policies.
 */
export function registryOf(imported: readonly Imported[], project: string): string {
  const entries = imported.flatMap(({ type, declared }): [string, object][] => {
    const { stableKey, component, connectionType, description } = declared;
    const isConnection = CONNECTION_CLASSES.some((name) => name === type);
    if (!isConnection || typeof stableKey !== "string" || stableKey === "__proto__") return [];
    const entry = {
      kind: type,
      component,
      connectionType,
      ...(description ? { description } : {}),
      projects: [project],
      // People approve, one by one, that all customers share the organization's own credentials.
      ...(type === "OrganizationGlobalConnection" ? { globalCredentials: "pending" } : {}),
    };
    return [[stableKey, entry]];
  });
  const stableKeys = recordOf(entries);
  const $schema = "./node_modules/pulumi-prismatic-policies/stable-keys.schema.json";
  return `${JSON.stringify({ $schema, stableKeys }, null, 2)}\n`;
}
