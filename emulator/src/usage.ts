import { definitionFacts } from "./definition/facts.ts";
import type {
  ConnectionRecord,
  CredentialsRecord,
  InstanceRecord,
  IntegrationRecord,
  IntegrationVersion,
  WorkflowRecord,
} from "./model.ts";
import type { Tenant } from "./tenant.ts";

/** An integration's draft or one published version of it. */
export interface IntegrationRevision {
  integration: IntegrationRecord;
  /** Undefined is the draft. */
  version: IntegrationVersion | undefined;
}

/** Whether two stable keys are the same one in this tenant. */
export function sameStableKey(tenant: Tenant, a: string, b: string): boolean {
  return tenant.switches["stable-key-case"] === "insensitive" ? a.toLowerCase() === b.toLowerCase() : a === b;
}

const mentions = (tenant: Tenant, definition: string, stableKey: string): boolean =>
  definitionFacts(definition).connectionVariables.some(
    (variable) => variable.stableKey !== null && sameStableKey(tenant, variable.stableKey, stableKey),
  );

/** The draft and the versions of an integration, the newest first. */
export const revisionsOf = (integration: IntegrationRecord): IntegrationRevision[] => [
  { integration, version: undefined },
  ...integration.versions.toReversed().map((version) => ({ integration, version })),
];

/** The definition of a revision. */
export const definitionOf = ({ integration, version }: IntegrationRevision): string =>
  version?.definition ?? integration.definition;

/** A version of an integration by its number, its draft for any other number. */
export const revisionNumbered = (integration: IntegrationRecord, number: number): IntegrationRevision => ({
  integration,
  version: integration.versions.find((version) => version.number === number),
});

/** The version that an instance is set to; an integration stays as long as it has instances. */
export function revisionOfInstance(tenant: Tenant, instance: InstanceRecord): IntegrationRevision {
  const integration = tenant.integrations.get(instance.integration);
  if (!integration) throw new Error(`The instance ${instance.id} has lost its integration`);
  return revisionNumbered(integration, instance.integrationVersion);
}

/** Every draft and version that refers to the connection. */
export function revisionsUsing(tenant: Tenant, connection: ConnectionRecord): IntegrationRevision[] {
  return tenant.integrations
    .all()
    .flatMap(revisionsOf)
    .filter((revision) => mentions(tenant, definitionOf(revision), connection.stableKey));
}

/** The instances that run on the connection, or will when they are deployed. */
export function instancesUsing(tenant: Tenant, connection: ConnectionRecord): InstanceRecord[] {
  return tenant.instances.all().filter((instance) => {
    const revisions = [revisionOfInstance(tenant, instance)];
    if (instance.lastDeployedAt !== null) {
      revisions.push(
        revisionOfInstance(tenant, { ...instance, integrationVersion: instance.deployedVersion }),
      );
    }
    return revisions.some((revision) => mentions(tenant, definitionOf(revision), connection.stableKey));
  });
}

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
