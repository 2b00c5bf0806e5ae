import { z } from "zod";
import { UNPUBLISHED } from "../../tenant/components.ts";
import type { Component } from "../../tenant/operation.ts";
import { isFilled } from "../../tenant/filled.ts";

const optionalText = z.string().nullish();

const input = z.looseObject({
  key: z.string(),
  label: optionalText,
  type: z.string(),
  required: z.boolean().nullish(),
  shown: z.boolean().nullish(),
  default: z.unknown().optional(),
  collection: optionalText,
  model: z.array(z.unknown()).nullish(),
});

const connectionType = z.looseObject({
  key: z.string(),
  label: z.string(),
  oauth2Type: optionalText,
  iconPath: optionalText,
  avatarIconPath: optionalText,
  inputs: z.array(input).nullish(),
});

/** Actions, triggers or data sources by key. */
const members = z
  .record(z.string(), z.looseObject({ examplePayload: z.unknown().optional() }))
  .nullish()
  .transform((map) => map ?? {});

/**
 * A built component as Prismatic's own `component()` returns it. Fields that are not named here pass through as they
 * are: the tenant says which of them Prismatic knows.
 */
export const componentDefinition = z.looseObject({
  key: z.string().refine(isFilled, "must not be empty"),
  public: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  display: z.looseObject({
    label: z.string("is required").refine(isFilled, "must not be empty"),
    description: z.string("is required").refine(isFilled, "must not be empty"),
    iconPath: optionalText,
  }),
  actions: members,
  triggers: members,
  dataSources: members,
  connections: z
    .array(connectionType)
    .nullish()
    .transform((list) => list ?? []),
  /** Set in the bundle of a code-native integration: its definition as YAML. */
  codeNativeIntegrationYAML: optionalText,
  publishingMetadata: z
    .looseObject({
      flowsWithCustomerRequiredAPIKeys: z
        .array(z.looseObject({ name: z.string(), testApiKeys: z.array(z.string()).nullish() }))
        .nullish(),
    })
    .nullish(),
});

/** Declarations of a built component. */
export type ComponentDefinition = z.output<typeof componentDefinition>;

/** The fields of a component itself that are published, as `prism` picks them. */
const PUBLISHED = ["authorization", "display", "documentationUrl", "hasConfigurationInit", "key", "public"];

/** The published part of a component, in the form that `publishComponent` takes. */
export interface PublishedDefinition {
  definition: Record<string, unknown>;
  actions: Record<string, unknown>[];
  triggers: Record<string, unknown>[];
  dataSources: Record<string, unknown>[];
  connections: Record<string, unknown>[];
}

/** Picks what is published. An example payload becomes text, and an empty one where there is none. */
export function publishedDefinition(declared: ComponentDefinition): PublishedDefinition {
  const listOf = (map: ComponentDefinition["actions"]) =>
    Object.values(map).map((member) => ({
      ...member,
      examplePayload: member.examplePayload ? JSON.stringify(member.examplePayload) : "{}",
    }));
  return {
    definition: Object.fromEntries(Object.entries(declared).filter(([name]) => PUBLISHED.includes(name))),
    actions: listOf(declared.actions),
    triggers: listOf(declared.triggers),
    dataSources: listOf(declared.dataSources),
    connections: declared.connections,
  };
}

/** The inputs of each connection type, by its key: what a review of a new version needs to see. */
export type ConnectionTypes = Record<string, string[]>;

/** The connection types that a component declares. */
export function declaredConnectionTypes(declared: ComponentDefinition): ConnectionTypes {
  return Object.fromEntries(
    declared.connections.map(({ key, inputs }) => [key, (inputs ?? []).map((each) => each.key).sort()]),
  );
}

/** The connection types of a component that a tenant has. */
export function tenantConnectionTypes(component: Pick<Component, "connections">): ConnectionTypes {
  return Object.fromEntries(
    component.connections.nodes.map(({ key, inputs }) => [key, inputs.nodes.map((each) => each.key).sort()]),
  );
}

/** The component as a tenant will show it once it is published, as far as it can be known before. */
export function plannedComponent(declared: ComponentDefinition, signature: string): Component {
  return {
    id: "",
    signature,
    key: declared.key,
    label: declared.display.label,
    public: declared.public,
    versionNumber: UNPUBLISHED,
    connections: {
      nodes: declared.connections.map(({ key, label, oauth2Type, inputs }) => ({
        id: "",
        key,
        label,
        oauth2Type: upperCase(oauth2Type),
        // A bundle does not say which of them becomes the default one.
        default: false,
        inputs: { nodes: (inputs ?? []).map(plannedInput) },
      })),
    },
  };
}

function plannedInput(
  declared: z.output<typeof input>,
): Component["connections"]["nodes"][number]["inputs"]["nodes"][number] {
  const { key, label, type, required, shown, collection, model } = declared;
  return {
    key,
    label: label ?? key,
    type: type.toUpperCase(),
    required: required ?? false,
    shown: shown ?? true,
    default: textOf(declared.default),
    collection: upperCase(collection),
    model: model ? JSON.stringify(model) : null,
  };
}

/** Prismatic takes these values in lower case and returns them in capitals. */
function upperCase(value: string | null | undefined): string | null {
  return value?.toUpperCase() ?? null;
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
