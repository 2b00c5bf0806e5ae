import { z } from "zod";
import { fieldErrors, instance, nodes, operation, pageInfo } from "./operation.ts";
import {
  DeleteIntegrationDocument,
  FindIntegrationsDocument,
  ImportIntegrationDocument,
  ListIntegrationInstancesDocument,
  ListIntegrationsDocument,
  PublishIntegrationDocument,
  ReadIntegrationDocument,
  UpgradeInstancesDocument,
  ValidateIntegrationSchemaDocument,
} from "./operations.generated.ts";

const integration = z
  .object({
    id: z.string(),
    name: z.string(),
    /** True where the token's owner may change it. */
    allowUpdate: z.boolean(),
    isCodeNative: z.boolean(),
    hasUnpublishedChanges: z.boolean(),
    customer: z.object({ id: z.string() }).nullable(),
    versionSequence: z.object({
      nodes: nodes(z.object({ versionNumber: z.number(), versionCreatedAt: z.string().nullable() })),
    }),
  })
  .transform(({ versionSequence, ...fields }) => ({
    ...fields,
    /** Number of the newest published version; undefined where nothing was published. */
    published: versionSequence.nodes.find(({ versionCreatedAt }) => versionCreatedAt !== null)?.versionNumber,
  }));

const withDefinition = z
  .intersection(integration, z.object({ definition: z.string().nullable() }))
  .transform(({ definition, ...fields }) => ({ ...fields, definition: definition ?? "" }));

const integrationInstance = instance.extend({
  integration: z.object({ versionNumber: z.number() }),
});

const outcome = z.object({ errors: fieldErrors }).nullable();

/** An integration of a tenant. */
export type Integration = z.output<typeof integration>;
/** An integration together with the definition of its draft. */
export type IntegrationWithDefinition = z.output<typeof withDefinition>;
/** An instance and the version of the integration that it runs. */
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
  listInstances: operation(
    "ListIntegrationInstances",
    ListIntegrationInstancesDocument,
    z.object({
      integration: z
        .object({ instances: z.object({ nodes: nodes(integrationInstance), pageInfo }) })
        .nullable(),
    }),
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
    z.object({
      publishIntegration: z
        .object({ integration: z.object({ versionNumber: z.number() }).nullable(), errors: fieldErrors })
        .nullable(),
    }),
  ),
  upgradeInstances: operation(
    "UpgradeInstances",
    UpgradeInstancesDocument,
    z.object({ bulkUpdateInstancesToLatestIntegrationVersion: outcome }),
  ),
  delete: operation("DeleteIntegration", DeleteIntegrationDocument, z.object({ deleteIntegration: outcome })),
};
