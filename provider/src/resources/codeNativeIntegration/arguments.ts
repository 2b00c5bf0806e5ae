import { z } from "zod";
import { orUnknown } from "../arguments.ts";
import { versionArguments } from "../integration/arguments.ts";
import { connectionReference } from "../reference/connection.ts";
import { isFilled } from "../../tenant/filled.ts";

/** The arguments of a code-native integration, as they reach the provider: connections are references. */
export const codeNativeArguments = z.strictObject({
  bundle: orUnknown(z.string().refine(isFilled, "must not be empty")),
  connections: orUnknown(z.array(orUnknown(connectionReference))).optional(),
  testApiKeys: orUnknown(
    z.record(z.string(), orUnknown(z.string().refine(isFilled, "must not be empty"))),
  ).optional(),
  allowBuildOnly: orUnknown(z.boolean()).optional(),
  ...versionArguments,
});

/** A code-native integration's arguments after their form was checked. */
export type CodeNativeArguments = z.output<typeof codeNativeArguments>;
