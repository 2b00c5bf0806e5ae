import { recordNotFound, refuse } from "../errors.ts";
import type { IntegrationRecord, IntegrationVersion } from "../model.ts";
import type { Tenant } from "../tenant.ts";
import { revisionsOf, type IntegrationRevision } from "../usage.ts";

/** The id of an integration's draft, which is the integration's own, or of one of its versions. */
export const revisionId = (tenant: Tenant, { integration, version }: IntegrationRevision): string =>
  version === undefined
    ? integration.id
    : tenant.derivedId("Integration", `${integration.id}/${version.number}`);

/** The draft carries the number that it will be published under. */
export const revisionNumber = ({ integration, version }: IntegrationRevision): number =>
  version?.number ?? nextNumber(integration);

/** The number of the next version. */
export const nextNumber = (integration: IntegrationRecord): number =>
  (integration.versions.at(-1)?.number ?? 0) + 1;

/** The version that new instances get. */
export const latestAvailable = (integration: IntegrationRecord): IntegrationVersion | undefined =>
  integration.versions.findLast(({ isAvailable }) => isAvailable);

/** The draft or the version with that id. */
export function findRevision(tenant: Tenant, id: string): IntegrationRevision | undefined {
  const draft = tenant.integrations.get(id);
  if (draft) return { integration: draft, version: undefined };
  return tenant.integrations
    .all()
    .flatMap(revisionsOf)
    .find((revision) => revisionId(tenant, revision) === id);
}

/** The draft or the version that a mutation means. */
export function requiredRevision(tenant: Tenant, id: string | null | undefined): IntegrationRevision {
  if (!id) refuse("id", "This field is required.");
  const revision = findRevision(tenant, id);
  if (!revision) throw recordNotFound();
  return revision;
}
