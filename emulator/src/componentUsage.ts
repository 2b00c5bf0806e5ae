import { parse } from "yaml";
import type { ComponentDefinition } from "./catalogData.ts";
import type { ConnectionRecord, IntegrationRecord } from "./model.ts";
import type { Tenant } from "./tenant.ts";
import { definitionOf, revisionsOf } from "./usage.ts";

type ComponentName = Pick<ComponentDefinition, "key" | "public">;

const known = new Map<string, ComponentName[]>();

/** The integrations of which the draft or a version names the component. */
export const integrationsUsingComponent = (tenant: Tenant, component: ComponentName): IntegrationRecord[] =>
  tenant.integrations
    .all()
    .filter((integration) =>
      revisionsOf(integration).some((revision) =>
        componentsIn(definitionOf(revision)).some(
          (used) => used.key === component.key && used.public === component.public,
        ),
      ),
    );

/** The connections that are of one of the component's connection types. */
export const connectionsUsingComponent = (tenant: Tenant, component: ComponentName): ConnectionRecord[] =>
  tenant.connections
    .all()
    .filter(({ type }) => type?.component === component.key && type.isPublic === component.public);

/** The components that a definition names: in its steps, config variables and wherever else. */
function componentsIn(definition: string): ComponentName[] {
  const components = known.get(definition) ?? [...namedIn(parse(definition))];
  known.set(definition, components);
  return components;
}

function* namedIn(node: unknown): Iterable<ComponentName> {
  if (typeof node !== "object" || node === null) return;
  if ("component" in node) {
    const { component } = node;
    if (typeof component === "object" && component !== null && "key" in component) {
      const isPublic = "isPublic" in component && component.isPublic === true;
      yield { key: String(component.key), public: isPublic };
    }
  }
  for (const child of Object.values(node)) yield* namedIn(child);
}
