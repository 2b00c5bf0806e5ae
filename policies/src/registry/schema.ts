import { CONNECTION_CLASSES } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { filledText } from "./filledText.ts";

export type { Registry, RegistryEntry } from "./entry.ts";

/** Kinds of a registered key: the four classes, and build-only connections, which no program may use. */
export const REGISTERED_KINDS = [...CONNECTION_CLASSES, "BuildOnly"] as const;

const component = z
  .union([filledText, z.strictObject({ key: filledText, public: z.boolean() })])
  .describe("Key of the component; key and visibility where a public and a private one share the key.");

const entry = z.strictObject({
  kind: z
    .enum(REGISTERED_KINDS)
    .describe(
      "Class that declares the connection, the same in every tenant. BuildOnly: made by Prismatic in one tenant, " +
        "registered so that no program uses it.",
    ),
  component: component.optional(),
  connectionType: filledText
    .optional()
    .describe("Key of the connection type. Left out: any type of the component."),
  description: z
    .string()
    .optional()
    .describe("What the connection is for. Completes declarations where stable-key-registry remediates."),
  owners: z.array(filledText).optional().describe("Who answers for the connection: teams or people."),
  stacks: z
    .array(filledText)
    .optional()
    .describe(
      "Stacks that may and must declare it, each explicit Tenant named after its stack, as in us/eu; * stands for " +
        "any name. Left out: every one.",
    ),
  projects: z
    .array(filledText)
    .optional()
    .describe(
      "Pulumi projects that may and must declare it; * stands for anything. Left out: every project.",
    ),
  embedded: z.boolean().optional().describe("True: embedded workflows may use it. Left out: they may not."),
  globalCredentials: z
    .enum(["approved", "pending"])
    .optional()
    .describe(
      "approved: this organization (global) connection may lend the organization's own credentials to all " +
        "customers. pending or left out: it may not.",
    ),
});

/** The form of `stable-keys.json`. */
export const registrySchema = z.strictObject({
  $schema: z.string().optional(),
  stableKeys: z.record(filledText, entry).describe("What each stable key stands for, by stable key."),
});

/** The JSON Schema that editors check `stable-keys.json` with. */
export function editorSchema(): object {
  return { title: "Stable keys of Prismatic connections", ...z.toJSONSchema(registrySchema) };
}
