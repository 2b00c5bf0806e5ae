import type { ComponentDefinition } from "./catalogData.ts";
import { definitionFacts } from "./definition/facts.ts";
import type { ConnectionRecord, IntegrationRecord } from "./model.ts";
import type { Tenant } from "./tenant.ts";
import { definitionOf, revisionsOf } from "./usage.ts";

type ComponentName = Pick<ComponentDefinition, "key" | "public">;

/** The integrations of which the draft or a version names the component. */
export const integrationsUsingComponent = (tenant: Tenant, component: ComponentName): IntegrationRecord[] =>
  tenant.integrations
    .all()
    .filter((integration) =>
      revisionsOf(integration).some((revision) =>
        definitionFacts(definitionOf(revision)).components.some(
          (used) => used.key === component.key && used.isPublic === component.public,
        ),
      ),
    );

/** The connections that are of one of the component's connection types. */
export const connectionsUsingComponent = (tenant: Tenant, component: ComponentName): ConnectionRecord[] =>
  tenant.connections
    .all()
    .filter(({ type }) => type?.component === component.key && type.isPublic === component.public);
