import { z } from "zod";

const properties = z.record(z.string(), z.unknown());

/** The output of `pulumi stack export`, in which secrets stay encrypted, reduced to the members that are used. */
export const stackExport = z.object({
  deployment: z
    .object({
      resources: z
        .array(
          z.object({
            urn: z.string(),
            type: z.string(),
            id: z.string().optional(),
            provider: z.string().optional(),
            /** True for what a replacement has left and the next update deletes. */
            delete: z.boolean().optional(),
            inputs: properties.nullish(),
            outputs: properties.nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/** A resource in the state of a stack. */
export type ExportedResource = NonNullable<
  NonNullable<z.output<typeof stackExport>["deployment"]>["resources"]
>[number];
