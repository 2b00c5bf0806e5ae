import type { CodegenConfig } from "@graphql-codegen/cli";
import { printSchema } from "../emulator/src/graphql.ts";
import { prismaticSchema } from "../emulator/src/sdl.ts";

/**
 * Types of the operations that the provider sends, generated from the schema that the emulator serves.
 * `npm run generate` refuses an operation that the schema does not allow.
 */
const config: CodegenConfig = {
  schema: printSchema(prismaticSchema()),
  documents: "provider/src/tenant/operations/*.graphql",
  generates: {
    "provider/src/tenant/operations.generated.ts": {
      plugins: ["typescript-operations", "typed-document-node"],
      config: {
        documentMode: "string",
        dedupeFragments: true,
        enumsAsTypes: true,
        useTypeImports: true,
        emitLegacyCommonJSImports: false,
        scalars: {
          DateTime: "string",
          JSONString: "string",
          JSONOrString: "string",
          ID: "string",
          UUID: "string",
        },
      },
    },
  },
};

export default config;
