import { z } from "zod";
import { integration, refuseUnreadable } from "./integrationOperations.ts";
import { fieldErrors, nodes, operation, pageInfo } from "./operation.ts";
import {
  FindCodeComponentsDocument,
  PrepareAvatarDocument,
  ReadCodeNativeIntegrationDocument,
  ReadComponentAvailabilityDocument,
  SetAvatarDocument,
  SetTestApiKeysDocument,
} from "./operations.generated.ts";

const definition = z.string().nullable();

const codeComponent = z.object({
  id: z.string(),
  key: z.string(),
  signature: z.string(),
  forCodeNativeIntegration: z.boolean(),
});

const flowKeys = z.object({
  apiKeys: z
    .array(z.string().nullable())
    .nullable()
    .transform((keys) => (keys ?? []).filter((key) => key !== null)),
  flow: z.object({ id: z.string(), name: z.string() }),
});

const codeNativeIntegration = z
  .intersection(
    integration,
    z.object({
      definition,
      avatarUrl: z.string().nullable(),
      systemInstance: z.object({ id: z.string(), flowConfigs: z.object({ nodes: nodes(flowKeys) }) }),
      newestVersions: z.object({ nodes: nodes(z.object({ definition })) }),
    }),
  )
  .superRefine(({ name, definition, newestVersions }, context) => {
    refuseUnreadable({ name, definition }, context);
    refuseUnreadable({ name, definition: newestVersions.nodes[0]?.definition }, context);
  })
  .transform(({ systemInstance: { id, flowConfigs }, newestVersions, ...fields }) => ({
    ...fields,
    definition: fields.definition ?? "",
    /** The definition of the newest published version; undefined where nothing was published. */
    publishedDefinition: newestVersions.nodes[0]?.definition ?? undefined,
    /** The instance that test runs use. */
    testInstance: { id, flows: flowConfigs.nodes },
  }));

const outcome = z.object({ errors: fieldErrors }).nullable();

const withFlows = z
  .object({
    errors: fieldErrors,
    instance: z.object({ flowConfigs: z.object({ nodes: nodes(flowKeys) }) }).nullable(),
  })
  .nullable();

/** A component that may hold the code of an integration. */
export type CodeComponent = z.output<typeof codeComponent>;
/** A flow of an instance with its keys. */
export type FlowWithKeys = z.output<typeof flowKeys>;
/** A code-native integration of a tenant, with its draft. */
export type CodeNativeIntegration = z.output<typeof codeNativeIntegration>;

/** The operations that only code-native integrations need. */
export const codeNativeOperations = {
  readCodeNativeIntegration: operation(
    "ReadCodeNativeIntegration",
    ReadCodeNativeIntegrationDocument,
    z.object({ integration: codeNativeIntegration.nullable() }),
  ),
  findCodeComponents: operation(
    "FindCodeComponents",
    FindCodeComponentsDocument,
    z.object({ components: z.object({ nodes: nodes(codeComponent), pageInfo }) }),
  ),
  readComponentAvailability: operation(
    "ReadComponentAvailability",
    ReadComponentAvailabilityDocument,
    z.object({ component: z.object({ versionIsAvailable: z.boolean().nullable() }).nullable() }),
  ),
  prepareAvatar: operation(
    "PrepareAvatar",
    PrepareAvatarDocument,
    z.object({
      uploadMedia: z.object({
        uploadUrl: z.string().nullable(),
        objectUrl: z.string().nullable(),
        error: z.string().nullable(),
      }),
    }),
  ),
  setAvatar: operation("SetAvatar", SetAvatarDocument, z.object({ updateIntegration: outcome })),
  setTestApiKeys: operation(
    "SetTestApiKeys",
    SetTestApiKeysDocument,
    z.object({ updateInstance: withFlows }),
  ),
};
