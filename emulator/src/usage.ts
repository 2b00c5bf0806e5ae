import type { ComponentDefinition } from "./catalogData.ts";
import { definitionFacts } from "./definition/facts.ts";
import type {
  ConnectionRecord,
  CredentialsRecord,
  InstanceRecord,
  IntegrationRecord,
  WorkflowRecord,
} from "./model.ts";
import {
  allRevisions,
  definitionOf,
  revisionOfInstance,
  revisionsOf,
  type IntegrationRevision,
} from "./revisions.ts";
import type { Tenant } from "./tenant.ts";

/** Compares two stable keys as this tenant does. */
export function sameStableKey(tenant: Tenant, a: string, b: string): boolean {
  return tenant.switches["stable-key-case"] === "insensitive" ? a.toLowerCase() === b.toLowerCase() : a === b;
}

const mentions = (tenant: Tenant, revision: IntegrationRevision, stableKey: string): boolean =>
  definitionFacts(definitionOf(revision)).connectionVariables.some(
    (variable) => variable.stableKey !== null && sameStableKey(tenant, variable.stableKey, stableKey),
  );

/** The reusable connections that a draft or a version names. */
export const connectionsOfRevision = (tenant: Tenant, revision: IntegrationRevision): ConnectionRecord[] =>
  tenant.connections.all().filter(({ stableKey }) => mentions(tenant, revision, stableKey));

/** Every draft and version that refers to the connection. */
export const revisionsUsing = (tenant: Tenant, connection: ConnectionRecord): IntegrationRevision[] =>
  allRevisions(tenant).filter((revision) => mentions(tenant, revision, connection.stableKey));

/** Tells an instance that runs on a connection, or will when it is deployed. */
export function runsOn(tenant: Tenant, instance: InstanceRecord, connection: ConnectionRecord): boolean {
  const revisions = [revisionOfInstance(tenant, instance)];
  if (instance.lastDeployedAt !== null) {
    revisions.push(revisionOfInstance(tenant, { ...instance, integrationVersion: instance.deployedVersion }));
  }
  return revisions.some((revision) => mentions(tenant, revision, connection.stableKey));
}

/** The customers' instances that run on the connection, or will when they are deployed. */
export const instancesUsing = (tenant: Tenant, connection: ConnectionRecord): InstanceRecord[] =>
  tenant.instances.all().filter((instance) => runsOn(tenant, instance, connection));

/** The embedded workflows that refer to the connection. */
export function workflowsUsing(tenant: Tenant, connection: ConnectionRecord): WorkflowRecord[] {
  return tenant.workflows
    .all()
    .filter(({ stableKeys }) => stableKeys.some((key) => sameStableKey(tenant, key, connection.stableKey)));
}

/** The credentials saved for a connection, those for tests included. */
export const credentialsOf = (tenant: Tenant, connection: ConnectionRecord): CredentialsRecord[] =>
  tenant.credentials.all().filter((credentials) => credentials.connection === connection.id);

/** The instances of the credentials' customer that use the credentials' connection. */
export function instancesUsingCredentials(tenant: Tenant, credentials: CredentialsRecord): InstanceRecord[] {
  const connection = tenant.connections.get(credentials.connection);
  if (!connection || credentials.isTest) return [];
  return instancesUsing(tenant, connection).filter((instance) => instance.customer === credentials.customer);
}

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
