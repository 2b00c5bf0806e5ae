import { z } from "zod";

import { orUnknown } from "../arguments.ts";
import { waitSecondsSchema } from "../waiting.ts";
import { isFilled } from "../../tenant/filled.ts";

const text = orUnknown(z.string().refine(isFilled, "must not be empty"));

/** The arguments of a component. */
export const componentArguments = z.strictObject({
  bundle: text,
  customer: text.optional(),
  comment: orUnknown(z.string()).optional(),
  attributes: orUnknown(
    z.strictObject({
      commitHash: text.optional(),
      commitUrl: text.optional(),
      repoUrl: text.optional(),
      pullRequestUrl: text.optional(),
    }),
  ).optional(),
  waitSeconds: waitSecondsSchema.optional(),
  deleteOnDestroy: orUnknown(z.boolean()).optional(),
});

/** A component's arguments after their form was checked. */
export type ComponentArguments = z.output<typeof componentArguments>;
