import { CONNECTION_CLASSES } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { componentOf } from "../domain/connection.ts";
import { knownText } from "../engine/properties.ts";
import { classOf, placeOf } from "../engine/resource.ts";
import type { RegistryEntry } from "./schema.ts";

const stackExport = z.object({
  deployment: z
    .object({
      resources: z
        .array(
          z.object({
            urn: z.string(),
            type: z.string(),
            delete: z.boolean().optional(),
            inputs: z.record(z.string(), z.unknown()).optional(),
            outputs: z.record(z.string(), z.unknown()).optional(),
          }),
        )
        .optional(),
    })
    .nullable(),
});

/** What a stack says of its stable keys. */
export interface StackKeys {
  /** The project of the stack; undefined where the stack holds nothing. */
  project: string | undefined;
  entries: Record<string, RegistryEntry>;
}

/**
 * The stable keys in the state of a stack, from what `pulumi stack export` prints. Nothing but kind, component,
 * connection type and description is read, so that no secret is.
 *
 * @throws Error where a stable key stands for different things in the tenants of the stack
 */
export function keysOfState(exported: unknown): StackKeys {
  const { deployment } = stackExport.parse(exported);
  const resources = (deployment?.resources ?? []).filter((resource) => resource.delete !== true);
  const project = resources[0] && placeOf(resources[0].urn).project;
  const entries: Record<string, RegistryEntry> = {};
  for (const { type, inputs = {}, outputs = {} } of resources) {
    const kind = CONNECTION_CLASSES.find((candidate) => candidate === classOf(type));
    const properties = { ...inputs, ...outputs };
    const stableKey = knownText(properties["stableKey"]);
    if (kind === undefined || stableKey === undefined) continue;
    const entry = entryOf(kind, properties, project);
    const other = entries[stableKey];
    if (other !== undefined && (other.kind !== kind || !isSameAs(other, entry))) {
      throw new Error(
        `The stack has "${stableKey}" twice, as ${titleOf(other)} and as ${titleOf(entry)}. It can stand for one of ` +
          "them only: give the other another stable key.",
      );
    }
    entries[stableKey] = { ...entry, ...other };
  }
  return { project, entries };
}

function entryOf(
  kind: RegistryEntry["kind"],
  properties: Record<string, unknown>,
  project: string | undefined,
): RegistryEntry {
  const component = componentOf(properties["component"]);
  const connectionType = knownText(properties["connectionType"]);
  const description = knownText(properties["description"]);
  return {
    kind,
    ...(component && { component: withVisibility(component) }),
    ...(connectionType && { connectionType }),
    ...(description && { description }),
    ...(project && { projects: [project] }),
  };
}

function withVisibility({ key, public: isPublic }: { key: string; public?: boolean | undefined }) {
  return isPublic === undefined ? key : { key, public: isPublic };
}

function isSameAs(one: RegistryEntry, other: RegistryEntry): boolean {
  return (
    JSON.stringify(one.component) === JSON.stringify(other.component) &&
    one.connectionType === other.connectionType
  );
}

function titleOf({ kind, component, connectionType }: RegistryEntry): string {
  return [kind, componentOf(component)?.key, connectionType].filter(Boolean).join(" ");
}
