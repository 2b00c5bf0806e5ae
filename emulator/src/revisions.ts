import { definitionFacts } from "./definition/facts.ts";
import type { Definition, Flow } from "./definition/schema.ts";
import type { InstanceRecord, IntegrationRecord, IntegrationVersion } from "./model.ts";
import type { Tenant } from "./tenant.ts";

/** An integration's draft or one published version of it. */
export interface IntegrationRevision {
  integration: IntegrationRecord;
  /** Undefined is the draft. */
  version: IntegrationVersion | undefined;
}

/** The draft of an integration. */
export const draftOf = (integration: IntegrationRecord): IntegrationRevision => ({
  integration,
  version: undefined,
});

/** The draft and the versions of an integration, the newest first. */
export const revisionsOf = (integration: IntegrationRecord): IntegrationRevision[] => [
  draftOf(integration),
  ...integration.versions.toReversed().map((version) => ({ integration, version })),
];

/** The drafts and versions of all integrations. */
export const allRevisions = (tenant: Tenant): IntegrationRevision[] =>
  tenant.integrations.all().flatMap(revisionsOf);

/** The definition of a revision, as text. */
export const definitionOf = ({ integration, version }: IntegrationRevision): string =>
  version?.definition ?? integration.definition;

/** The text of a revision as it came; undefined where there is none. */
export const sentText = ({ integration, version }: IntegrationRevision): string | undefined =>
  (version ?? integration).sent;

/** The definition of a revision, parsed. */
export const parsedDefinition = (revision: IntegrationRevision): Definition =>
  definitionFacts(definitionOf(revision)).definition;

/** The id of an integration's draft, which is the integration's own, or of one of its versions. */
export const revisionId = (tenant: Tenant, { integration, version }: IntegrationRevision): string =>
  version === undefined
    ? integration.id
    : tenant.derivedId("Integration", `${integration.id}/${version.number}`);

/** The number of a version; the draft carries the number that it will be published under. */
export const revisionNumber = ({ integration, version }: IntegrationRevision): number =>
  version?.number ?? nextNumber(integration);

/** The number of the next version. */
export const nextNumber = (integration: IntegrationRecord): number =>
  (integration.versions.at(-1)?.number ?? 0) + 1;

/** Tells a version that instances may use: it was not withdrawn, and its publication is over. */
export const isAvailable = (tenant: Tenant, { version }: IntegrationRevision): boolean =>
  version !== undefined &&
  version.isAvailable &&
  (version.availableAt === undefined ||
    Date.parse(version.availableAt) <= tenant.stack.clock.now().getTime());

/** The version that new instances get. */
export const latestAvailable = (
  tenant: Tenant,
  integration: IntegrationRecord,
): IntegrationVersion | undefined =>
  integration.versions.findLast((version) => isAvailable(tenant, { integration, version }));

/** The draft or the version with that id. */
export function findRevision(tenant: Tenant, id: string): IntegrationRevision | undefined {
  const draft = tenant.integrations.get(id);
  return draft
    ? draftOf(draft)
    : allRevisions(tenant).find((revision) => revisionId(tenant, revision) === id);
}

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

/** A flow of a draft or a version. */
export interface PlacedFlow {
  flow: Flow;
  revision: IntegrationRevision;
}

/** A flow of an instance. */
export interface InstanceFlow extends PlacedFlow {
  instance: InstanceRecord;
}

/** The id of a flow. */
export const flowId = (tenant: Tenant, { flow, revision }: PlacedFlow): string =>
  tenant.derivedId("IntegrationFlow", `${revisionId(tenant, revision)}/${flow.name}`);

/** The flows of a draft or a version. */
export const flowsOf = (revision: IntegrationRevision): PlacedFlow[] =>
  parsedDefinition(revision).flows.map((flow) => ({ flow, revision }));

/** The flows of an instance. */
export const flowsOfInstance = (tenant: Tenant, instance: InstanceRecord): InstanceFlow[] =>
  flowsOf(revisionOfInstance(tenant, instance)).map((placed) => ({ ...placed, instance }));
