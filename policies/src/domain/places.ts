import type { ConnectionClass, ResourceClass } from "pulumi-prismatic/vocabulary";

/**
 * The meaning of an argument for policies that look at values:
 *
 * - `inputs`: values of a component's inputs that anybody may see, by input
 * - `secrets`: values that nobody may see
 * - `text`: anything else that a program may put a text into
 * - `definition`: an integration as YAML
 * - `facts`: the provider's findings in values that it keeps as digests
 * - `decision`: one of a few words, a number, true or false
 */
export type Meaning = "inputs" | "secrets" | "text" | "definition" | "facts" | "decision";

/** Arguments of a resource by their path, in which `*` stands for any name; a longer path overrules a shorter one. */
export type Places = Readonly<Record<string, Meaning>>;

const connection: Places = {
  component: "text",
  connectionType: "text",
  stableKey: "text",
  name: "text",
  description: "text",
  globalValues: "inputs",
  globalSecrets: "secrets",
  plainInputs: "text",
  customerInputs: "text",
  globalInputs: "text",
  writeOnlyInputs: "text",
  separateGlobalValues: "decision",
  oauthTokens: "secrets",
  "testCredentials.values": "inputs",
  "testCredentials.secrets": "secrets",
  "testCredentials.oauthTokens": "secrets",
  embeddedWorkflows: "decision",
  redeployInstances: "decision",
  oauthRedirect: "text",
  replaceInUse: "decision",
};

const versions: Places = {
  publish: "decision",
  "publish.comment": "text",
  "publish.attributes": "text",
  waitSeconds: "decision",
  instances: "decision",
  marketplace: "decision",
  "marketplace.overview": "text",
  available: "decision",
  deleteOnDestroy: "decision",
};

/**
 * The places of every argument of every class: the one list behind all policies that look at values. A test compares it
 * with the provider's schemas, so that a new argument has to be given a meaning here.
 */
export const PLACES: Readonly<Record<ResourceClass, Places>> = {
  ...({
    CustomerConnection: connection,
    OrganizationCustomerConnection: connection,
    OrganizationGlobalConnection: connection,
    UserConnection: connection,
  } satisfies Record<ConnectionClass, Places>),
  GlobalValues: {
    connection: "text",
    values: "inputs",
    secrets: "secrets",
    plainInputs: "text",
    writeOnlyInputs: "text",
    redeployInstances: "decision",
  },
  TestCredentials: {
    connection: "text",
    values: "inputs",
    secrets: "secrets",
    plainInputs: "text",
    oauthTokens: "secrets",
  },
  CustomerCredentials: {
    connection: "text",
    customer: "text",
    name: "text",
    values: "inputs",
    secrets: "secrets",
    plainInputs: "text",
    redeployInstances: "decision",
  },
  CustomerCredentialsSet: {
    connection: "text",
    "customers.*.values": "inputs",
    "customers.*.secrets": "secrets",
    valueFacts: "facts",
    onMissingCustomer: "decision",
    plainInputs: "text",
    redeployInstances: "decision",
  },
  EmbeddedWorkflowFlag: { connection: "text", enabled: "decision" },
  CustomerEmbeddedAccess: { customer: "text", enabled: "decision" },
  Component: {
    bundle: "text",
    customer: "text",
    comment: "text",
    attributes: "text",
    waitSeconds: "decision",
    deleteOnDestroy: "decision",
  },
  Integration: {
    definition: "definition",
    secretInputs: "secrets",
    connections: "text",
    "connections.*.integrationSpecific.values": "inputs",
    steps: "text",
    latestComponentVersions: "decision",
    ...versions,
    overwriteDraft: "decision",
    allowBuildOnly: "decision",
    customer: "text",
  },
  CodeNativeIntegration: {
    bundle: "text",
    connections: "text",
    testApiKeys: "secrets",
    allowBuildOnly: "decision",
    ...versions,
  },
};
