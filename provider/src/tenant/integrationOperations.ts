import { z } from "zod";
import { unreadableDefinition } from "./definitionText.ts";
import { foreignText } from "./foreignText.ts";
import { fieldErrors, instance, nodes, operation, pageInfo } from "./operation.ts";
import {
  DeleteIntegrationDocument,
  FindAvailableVersionDocument,
  FindIntegrationsDocument,
  ImportIntegrationDocument,
  ListHeldInputsDocument,
  ListIntegrationInstancesDocument,
  ListIntegrationsDocument,
  ListMarketplaceVersionsDocument,
  MoveInstanceDocument,
  PublishIntegrationDocument,
  ReadIntegrationDocument,
  ReadIntegrationInstancesDocument,
  ReadIntegrationVersionsDocument,
  UpdateMarketplaceDocument,
  UpdateVersionAvailabilityDocument,
  UpgradeInstancesDocument,
  ValidateIntegrationSchemaDocument,
} from "./operations.generated.ts";

const publishedVersion = z.object({
  id: z.string(),
  versionNumber: z.number(),
  versionCreatedAt: z.string().nullable(),
  versionIsAvailable: z.boolean(),
  marketplaceConfiguration: z.string(),
  overview: z.string().nullable(),
  allowMultipleMarketplaceInstances: z.boolean(),
});

const marketplaceVersion = publishedVersion.pick({
  id: true,
  marketplaceConfiguration: true,
  overview: true,
});

const listing = publishedVersion.pick({ id: true, overview: true });

/** An integration as lists and answers have it. */
export const integration = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Number of the draft: the version that it is published as has the same. */
    versionNumber: z.number(),
    /** True where the token's owner may change it, and may delete it. */
    allowUpdate: z.boolean(),
    allowRemove: z.boolean(),
    isCodeNative: z.boolean(),
    hasUnpublishedChanges: z.boolean(),
    customer: z.object({ id: z.string() }).nullable(),
    versionSequence: z.object({
      nodes: nodes(publishedVersion),
    }),
  })
  .transform(({ versionSequence, ...fields }) => ({
    ...fields,
    /** The newest published version; undefined where nothing was published. */
    newest: versionSequence.nodes.find(({ versionCreatedAt }) => versionCreatedAt !== null),
  }));

/** Refuses a definition of a tenant that nothing can be read from, before anything else meets it. */
export function refuseUnreadable(
  { name, definition }: { name: string; definition: string | null | undefined },
  context: z.RefinementCtx,
): void {
  const fault = unreadableDefinition(definition ?? "");
  if (fault === undefined) return;
  const message = `the definition of integration "${foreignText(name)}" ${fault}`;
  const advice =
    "Open the integration in the designer and save it, or import a definition that can be read over it: prism " +
    "integrations:import --path FILE";
  context.addIssue({ code: "custom", message, params: { advice } });
}

const withDefinition = z
  .intersection(integration, z.object({ definition: z.string().nullable() }))
  .superRefine(refuseUnreadable)
  .transform(({ definition, ...fields }) => ({ ...fields, definition: definition ?? "" }));

const integrationInstance = instance.extend({
  configState: z.string().nullable(),
  integration: z.object({ versionNumber: z.number() }),
});

const heldInputs = z.object({
  id: z.string(),
  key: z.string(),
  inputs: z.object({ nodes: nodes(z.object({ name: z.string(), hasValue: z.boolean() })) }).nullable(),
});

const outcome = z.object({ errors: fieldErrors }).nullable();

/** A published version of an integration. */
export type PublishedVersion = z.output<typeof publishedVersion>;
/** A version as the marketplace shows it, or does not. */
export type MarketplaceVersion = z.output<typeof marketplaceVersion>;
/** An integration of a tenant. */
export type Integration = z.output<typeof integration>;
/** An integration together with the definition of its draft. */
export type IntegrationWithDefinition = z.output<typeof withDefinition>;
/** An instance and the version of the integration that it is set to. */
export type IntegrationInstance = z.output<typeof integrationInstance>;

/** The operations that concern integrations. */
export const integrationOperations = {
  listIntegrations: operation(
    "ListIntegrations",
    ListIntegrationsDocument,
    z.object({ integrations: z.object({ nodes: nodes(integration), pageInfo }) }),
  ),
  findIntegrations: operation(
    "FindIntegrations",
    FindIntegrationsDocument,
    z.object({ integrations: z.object({ nodes: nodes(integration) }) }),
  ),
  readIntegration: operation(
    "ReadIntegration",
    ReadIntegrationDocument,
    z.object({ integration: withDefinition.nullable() }),
  ),
  listHeldInputs: operation(
    "ListHeldInputs",
    ListHeldInputsDocument,
    z.object({
      integration: z
        .object({ requiredConfigVariables: z.object({ nodes: nodes(heldInputs), pageInfo }) })
        .nullable(),
    }),
  ),
  readVersions: operation(
    "ReadIntegrationVersions",
    ReadIntegrationVersionsDocument,
    z.object({ integration: integration.nullable() }),
  ),
  findAvailableVersion: operation(
    "FindAvailableVersion",
    FindAvailableVersionDocument,
    z.object({
      integration: z
        .object({ versionSequence: z.object({ nodes: nodes(z.object({ id: z.string() })) }) })
        .nullable(),
    }),
  ),
  listMarketplaceVersions: operation(
    "ListMarketplaceVersions",
    ListMarketplaceVersionsDocument,
    z.object({
      integration: z
        .object({ versionSequence: z.object({ nodes: nodes(marketplaceVersion), pageInfo }) })
        .nullable(),
    }),
  ),
  listInstances: operation(
    "ListIntegrationInstances",
    ListIntegrationInstancesDocument,
    z.object({
      integration: z
        .object({ instances: z.object({ nodes: nodes(integrationInstance), pageInfo }) })
        .nullable(),
    }),
  ),
  readIntegrationInstances: operation(
    "ReadIntegrationInstances",
    ReadIntegrationInstancesDocument,
    z.object({ instances: z.object({ nodes: nodes(integrationInstance) }) }),
  ),
  validate: operation(
    "ValidateIntegrationSchema",
    ValidateIntegrationSchemaDocument,
    z.object({
      validateIntegrationSchema: z
        .object({ result: z.object({ isValid: z.boolean().nullable() }).nullable(), errors: fieldErrors })
        .nullable(),
    }),
  ),
  import: operation(
    "ImportIntegration",
    ImportIntegrationDocument,
    z.object({
      importIntegration: z.object({ integration: withDefinition.nullable(), errors: fieldErrors }).nullable(),
    }),
  ),
  publish: operation(
    "PublishIntegration",
    PublishIntegrationDocument,
    z.object({ publishIntegration: outcome }),
  ),
  updateMarketplace: operation(
    "UpdateMarketplace",
    UpdateMarketplaceDocument,
    z.object({
      updateIntegrationMarketplaceConfiguration: z
        .object({ integration: listing.nullable(), errors: fieldErrors })
        .nullable(),
    }),
  ),
  updateAvailability: operation(
    "UpdateVersionAvailability",
    UpdateVersionAvailabilityDocument,
    z.object({ updateIntegrationVersionAvailability: outcome }),
  ),
  moveInstance: operation("MoveInstance", MoveInstanceDocument, z.object({ updateInstance: outcome })),
  upgradeInstances: operation(
    "UpgradeInstances",
    UpgradeInstancesDocument,
    z.object({ bulkUpdateInstancesToLatestIntegrationVersion: outcome }),
  ),
  delete: operation("DeleteIntegration", DeleteIntegrationDocument, z.object({ deleteIntegration: outcome })),
};
