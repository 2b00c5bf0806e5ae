import { z } from "zod";
import { componentSchema, orUnknown } from "../arguments.ts";
import { waitSecondsSchema } from "../waiting.ts";
import { connectionReference } from "../reference/connection.ts";
import { isFilled } from "../../tenant/filled.ts";

const text = z.string().refine(isFilled, "must not be empty");

/** A connection of the integration's own, as the value of a config variable. */
export const integrationSpecific = z.strictObject({
  integrationSpecific: orUnknown(
    z.strictObject({
      component: componentSchema,
      connectionType: orUnknown(text),
      values: orUnknown(z.record(z.string(), orUnknown(z.string()))).optional(),
      page: orUnknown(text).optional(),
    }),
  ),
});

/** States of a version in the marketplace, as Prismatic names them. */
export const MARKETPLACE_AVAILABILITIES = [
  "AVAILABLE_AND_DEPLOYABLE",
  "AVAILABLE_NOT_DEPLOYABLE",
  "NOT_AVAILABLE_IN_MARKETPLACE",
] as const;

const marketplace = z.strictObject({
  availability: orUnknown(
    z.enum(MARKETPLACE_AVAILABILITIES, `must be one of ${MARKETPLACE_AVAILABILITIES.join(", ")}`),
  ),
  overview: orUnknown(z.string()).optional(),
  allowMultipleInstances: orUnknown(z.boolean()).optional(),
});

/** The arguments that concern versions and the end of an integration, whatever it is made from. */
export const versionArguments = {
  publish: orUnknown(
    z.union([
      z.boolean(),
      z.strictObject({
        comment: orUnknown(z.string()).optional(),
        attributes: orUnknown(
          z.strictObject({
            commitHash: orUnknown(z.string()).optional(),
            commitUrl: orUnknown(z.string()).optional(),
            repoUrl: orUnknown(z.string()).optional(),
            pullRequestUrl: orUnknown(z.string()).optional(),
          }),
        ).optional(),
      }),
    ]),
  ).optional(),
  waitSeconds: waitSecondsSchema.optional(),
  instances: orUnknown(z.enum(["leave", "upgrade"], 'must be "leave" or "upgrade"')).optional(),
  marketplace: orUnknown(marketplace).optional(),
  available: orUnknown(z.boolean()).optional(),
  deleteOnDestroy: orUnknown(z.boolean()).optional(),
};

/** The arguments of an integration, as they reach the provider: files are read, connections are references. */
export const integrationArguments = z.strictObject({
  definition: orUnknown(text),
  secretInputs: orUnknown(
    z.record(z.string(), orUnknown(z.record(z.string(), orUnknown(z.string())))),
  ).optional(),
  connections: orUnknown(
    z.record(z.string(), orUnknown(z.union([integrationSpecific, connectionReference]))),
  ).optional(),
  steps: orUnknown(
    z.record(z.string(), orUnknown(z.record(z.string(), orUnknown(connectionReference)))),
  ).optional(),
  latestComponentVersions: orUnknown(z.boolean()).optional(),
  ...versionArguments,
  overwriteDraft: orUnknown(z.boolean()).optional(),
  allowBuildOnly: orUnknown(z.boolean()).optional(),
  customer: orUnknown(text).optional(),
});

/** An integration's arguments after `check`. */
export type IntegrationInputs = z.output<typeof integrationArguments>;

/** The arguments that concern versions, after `check`. */
export type VersionArguments = Pick<IntegrationInputs, keyof typeof versionArguments>;
