import { z } from "zod";

import { orUnknown } from "../arguments.ts";

const text = orUnknown(z.string().min(1, "must not be empty"));

const LONGEST_WAIT_SECONDS = 3600;

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
  waitSeconds: orUnknown(
    z
      .number()
      .int("must be a whole number")
      .min(1, "must be at least 1")
      .max(LONGEST_WAIT_SECONDS, `must be at most ${LONGEST_WAIT_SECONDS}`),
  ).optional(),
  deleteOnDestroy: orUnknown(z.boolean()).optional(),
});

/** A component's arguments after their form was checked. */
export type ComponentArguments = z.output<typeof componentArguments>;
