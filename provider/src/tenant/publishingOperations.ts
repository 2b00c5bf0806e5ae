import { z } from "zod";
import { placed } from "./connectionTree.ts";
import { component, fieldErrors, nodes, operation, pageInfo } from "./operation.ts";
import {
  DeleteComponentDocument,
  DescribePublishingDocument,
  FindComponentVersionDocument,
  FindPublishedComponentsDocument,
  ListConnectionsOfComponentDocument,
  ListIntegrationsWithComponentDocument,
  PublishComponentDocument,
} from "./operations.generated.ts";

const publishedComponent = component.extend({
  versionSequenceId: z.string().nullable(),
  versionIsAvailable: z.boolean(),
  /** True where the token's owner may delete it. */
  allowRemove: z.boolean(),
  customer: z.object({ id: z.string(), externalId: z.string().nullable() }).nullable(),
});

const iconUploadUrls = nodes(
  z.object({ connectionKey: z.string().nullable(), iconUploadUrl: z.string().nullable() }),
)
  .nullable()
  .transform((list) => list ?? []);

const publishResult = z.object({
  component: z
    .object({ id: z.string(), versionNumber: z.number(), versionSequenceId: z.string().nullable() })
    .nullable(),
  packageUploadUrl: z.string().nullable(),
  iconUploadUrl: z.string().nullable(),
  connectionIconUploadUrls: iconUploadUrls,
  connectionAvatarIconUploadUrls: iconUploadUrls,
});

/** A type may be wrapped as a list and as not null, on both sides of the list. */
const typeReference = z.object({
  name: z.string().nullable(),
  ofType: z
    .object({
      name: z.string().nullable(),
      ofType: z
        .object({ name: z.string().nullable(), ofType: z.object({ name: z.string().nullable() }).nullable() })
        .nullable(),
    })
    .nullable(),
});

const inputType = z
  .object({
    name: z.string().nullable(),
    inputFields: z.array(z.object({ name: z.string(), type: typeReference })).nullable(),
  })
  .nullable();

/** A published component, in its newest version unless a version was asked for. */
export type PublishedComponent = z.output<typeof publishedComponent>;
/** Prismatic's answer to a publication: the new version's number, and the addresses for its files. */
export type PublishResult = z.output<typeof publishResult>;
/** An input type as the tenant's own schema describes it. */
export type InputType = NonNullable<z.output<typeof inputType>>;

/** The operations that publish components, find published ones and delete them. */
export const publishingOperations = {
  findPublishedComponents: operation(
    "FindPublishedComponents",
    FindPublishedComponentsDocument,
    z.object({ components: z.object({ nodes: nodes(publishedComponent), pageInfo }) }),
  ),
  findComponentVersion: operation(
    "FindComponentVersion",
    FindComponentVersionDocument,
    z.object({ components: z.object({ nodes: nodes(publishedComponent) }) }),
  ),
  listIntegrationsWithComponent: operation(
    "ListIntegrationsWithComponent",
    ListIntegrationsWithComponentDocument,
    z.object({
      integrations: z.object({
        nodes: nodes(
          z.object({ id: z.string(), name: z.string(), components: z.object({ totalCount: z.number() }) }),
        ),
        pageInfo,
      }),
    }),
  ),
  listConnectionsOfComponent: operation(
    "ListConnectionsOfComponent",
    ListConnectionsOfComponentDocument,
    z.object({
      scopedConfigVariables: z.object({
        nodes: nodes(placed.extend({ id: z.string(), stableKey: z.string() })),
        pageInfo,
      }),
    }),
  ),
  describePublishing: operation(
    "DescribePublishing",
    DescribePublishingDocument,
    z.record(z.string(), inputType),
  ),
  publishComponent: operation(
    "PublishComponent",
    PublishComponentDocument,
    z.object({
      publishComponent: z.object({ publishResult: publishResult.nullable(), errors: fieldErrors }).nullable(),
    }),
  ),
  deleteComponent: operation(
    "DeleteComponent",
    DeleteComponentDocument,
    z.object({ deleteComponent: z.object({ errors: fieldErrors }).nullable() }),
  ),
};
