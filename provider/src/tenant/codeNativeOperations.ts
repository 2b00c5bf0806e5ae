import { z } from "zod";
import { integration } from "./integrationOperations.ts";
import { fieldErrors, nodes, operation } from "./operation.ts";
import {
  PrepareAvatarDocument,
  ReadCodeNativeIntegrationDocument,
  ReadComponentAvailabilityDocument,
  SetAvatarDocument,
  SetTestApiKeysDocument,
} from "./operations.generated.ts";

const importedPackage = z
  .object({
    definition: z.string().nullable(),
    components: z.object({
      nodes: nodes(
        z.object({ key: z.string(), signature: z.string(), forCodeNativeIntegration: z.boolean() }),
      ),
    }),
  })
  .transform(({ definition, components }) => ({
    definition: definition ?? "",
    /** The component that holds the integration's code; undefined where it has none. */
    component: components.nodes.find(({ forCodeNativeIntegration }) => forCodeNativeIntegration),
  }));

const flowKeys = z.object({
  apiKeys: z
    .array(z.string().nullable())
    .nullable()
    .transform((keys) => (keys ?? []).filter((key) => key !== null)),
  flow: z.object({ id: z.string(), name: z.string() }),
});

const codeNativeIntegration = z
  .intersection(
    z.intersection(integration, importedPackage),
    z.object({
      avatarUrl: z.string().nullable(),
      systemInstance: z.object({ id: z.string(), flowConfigs: z.object({ nodes: nodes(flowKeys) }) }),
      newestVersions: z.object({ nodes: nodes(importedPackage) }),
    }),
  )
  .transform(({ systemInstance: { id, flowConfigs }, newestVersions, ...fields }) => ({
    ...fields,
    /** The instance that test runs use. */
    testInstance: { id, flows: flowConfigs.nodes },
    /** The package of the newest published version; undefined where nothing was published. */
    publishedPackage: newestVersions.nodes[0],
  }));

const outcome = z.object({ errors: fieldErrors }).nullable();

/** A definition as a tenant keeps it, with the component that the import of its bundle published. */
export type ImportedPackage = z.output<typeof importedPackage>;
/** A code-native integration of a tenant, with its draft. */
export type CodeNativeIntegration = z.output<typeof codeNativeIntegration>;

/** The operations that only code-native integrations need. */
export const codeNativeOperations = {
  readCodeNativeIntegration: operation(
    "ReadCodeNativeIntegration",
    ReadCodeNativeIntegrationDocument,
    z.object({ integration: codeNativeIntegration.nullable() }),
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
  setTestApiKeys: operation("SetTestApiKeys", SetTestApiKeysDocument, z.object({ updateInstance: outcome })),
};
