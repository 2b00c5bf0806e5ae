import { z } from "zod";
import { refuse } from "../errors.ts";
import type { IntegrationVersion } from "../model.ts";
import { given, type ApiRequest } from "../request.ts";
import { draftOf, nextNumber } from "../revisions.ts";
import { storedText } from "../storedForm.ts";
import type { Tenant } from "../tenant.ts";
import { existingRevision, type ById } from "./input.ts";

interface PublishInput extends ById {
  comment?: string | null;
  /** JSON: commitHash, commitUrl, repoUrl, pullRequestUrl. */
  attributes?: string | null;
}

/**
 * `publishIntegration`: makes a version of the draft, under the draft's number. It is available some time after the
 * answer.
 */
export function publishIntegration(input: PublishInput, { tenant, person }: ApiRequest): object {
  const { integration } = existingRevision(tenant, input.id);
  const unchanged = integration.versions.at(-1)?.definition === integration.definition;
  if (unchanged && tenant.switches["publish-unchanged"] === "refused") {
    refuse("__all__", "The integration has no unpublished changes.");
  }
  const now = tenant.stack.clock.now();
  const version: IntegrationVersion = {
    number: nextNumber(integration),
    definition: integration.definition,
    ...(integration.sent !== undefined && { sent: integration.sent }),
    comment: given(input.comment) ? storedText(tenant, input.comment) : null,
    attributes: checkedAttributes(tenant, input.attributes),
    createdBy: person.id,
    isAvailable: true,
    availableAt: new Date(now.getTime() + tenant.switches["publication-delay"]).toISOString(),
    createdAt: now.toISOString(),
  };
  const published = tenant.integrations.put({ ...integration, versions: [...integration.versions, version] });
  const answersDraft = tenant.switches["publish-answers"] === "draft-id";
  return { integration: answersDraft ? draftOf(published) : { integration: published, version } };
}

const attributesSchema = z.record(z.string(), z.unknown());

function checkedAttributes(tenant: Tenant, attributes: string | null | undefined): string | null {
  if (!attributes) return null;
  try {
    attributesSchema.parse(JSON.parse(attributes));
  } catch {
    refuse("attributes", "A JSON map is expected, as text.");
  }
  return storedText(tenant, attributes);
}
