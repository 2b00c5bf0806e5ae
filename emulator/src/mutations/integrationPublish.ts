import { z } from "zod";
import { refuse } from "../errors.ts";
import type { IntegrationVersion } from "../model.ts";
import type { ApiRequest } from "../request.ts";
import { nextNumber } from "../revisions.ts";
import { existingRevision, type ById } from "./input.ts";

interface PublishInput extends ById {
  comment?: string | null;
  /** JSON: commitHash, commitUrl, repoUrl, pullRequestUrl. */
  attributes?: string | null;
}

/** `publishIntegration`: makes a version of the draft, and answers with that version. */
export function publishIntegration(input: PublishInput, { tenant, person }: ApiRequest): object {
  const { integration } = existingRevision(tenant, input.id);
  const unchanged = integration.versions.at(-1)?.definition === integration.definition;
  if (unchanged && tenant.switches["publish-unchanged"] === "refused") {
    refuse("__all__", "The integration has no unpublished changes.");
  }
  const version: IntegrationVersion = {
    number: nextNumber(integration),
    definition: integration.definition,
    comment: input.comment ?? null,
    attributes: checkedAttributes(input.attributes),
    createdBy: person.id,
    isAvailable: true,
    createdAt: tenant.stack.clock.now().toISOString(),
  };
  const published = tenant.integrations.put({ ...integration, versions: [...integration.versions, version] });
  return { integration: { integration: published, version } };
}

const attributesSchema = z.record(z.string(), z.unknown());

function checkedAttributes(attributes: string | null | undefined): string | null {
  if (!attributes) return null;
  try {
    attributesSchema.parse(JSON.parse(attributes));
  } catch {
    refuse("attributes", "A JSON map is expected, as text.");
  }
  return attributes;
}

/** `updateIntegrationVersionAvailability`: lets new instances use a version, or not. */
export function updateVersionAvailability(
  input: ById & { available: boolean },
  { tenant }: ApiRequest,
): object {
  const { integration, version } = existingRevision(tenant, input.id);
  if (!version) refuse("id", "The id of a published version is expected, not that of the integration.");
  const changed = { ...version, isAvailable: input.available };
  const versions = integration.versions.map((each) => (each === version ? changed : each));
  const record = tenant.integrations.put({ ...integration, versions });
  return { integration: { integration: record, version: changed } };
}
