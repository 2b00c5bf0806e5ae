import { z } from "zod";

import { orUnknown } from "../arguments.ts";

const text = orUnknown(z.string().min(1, "must not be empty"));

const LONGEST_WAIT_SECONDS = 3600;

/** The arguments of a component. */
export const componentArguments = z.strictObject({
  /** The built component: a folder or a zip, as a path that is relative to the program's folder. */
  bundle: text,
  /** External id or id of the customer that the component belongs to. Left out: the organization's own. */
  customer: text.optional(),
  /** What changed in this version; goes with a version when it is published, and is no reason to publish. */
  comment: orUnknown(z.string()).optional(),
  /** Where this version comes from; goes with a version like `comment`. */
  attributes: orUnknown(
    z.strictObject({
      commitHash: text.optional(),
      commitUrl: text.optional(),
      repoUrl: text.optional(),
      pullRequestUrl: text.optional(),
    }),
  ).optional(),
  /** How long to wait until a published version is usable, 1 to 3600 seconds; 300 where it is left out. */
  waitSeconds: orUnknown(
    z
      .number()
      .int("must be a whole number")
      .min(1, "must be at least 1")
      .max(LONGEST_WAIT_SECONDS, `must be at most ${LONGEST_WAIT_SECONDS}`),
  ).optional(),
  /** Whether the component is deleted with the resource, where nothing uses it. Left out: it is kept. */
  deleteOnDestroy: orUnknown(z.boolean()).optional(),
});

/** A component's arguments after their form was checked. */
export type ComponentArguments = z.output<typeof componentArguments>;
