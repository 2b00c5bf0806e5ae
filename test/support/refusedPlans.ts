import { expect } from "vitest";

/** A connection that the tenant has already. */
export const taken = {
  stableKey: "slack-oauth",
  name: "Slack of somebody else",
  component: "slack",
  connectionType: "oauth2",
  variableScope: "customer",
  managedBy: "customer",
} as const;

/** A connection in order, where nothing else is said. */
export const slack = { component: "slack", connectionType: "oauth2", stableKey: "slack-new", name: "Slack" };
const openai = { component: "openai", stableKey: "openai", name: "OpenAI" };
const twilio = { component: "twilio", connectionType: "apiKeySecret", stableKey: "twilio", name: "Twilio" };

/** The class of each door of the provider. */
export const classes = {
  customer: "CustomerConnection",
  supplied: "OrganizationCustomerConnection",
  global: "OrganizationGlobalConnection",
  values: "GlobalValues",
  user: "UserConnection",
  testCredentials: "TestCredentials",
  credentials: "CustomerCredentials",
  credentialsSet: "CustomerCredentialsSet",
  flag: "EmbeddedWorkflowFlag",
} as const;

/** A mistake in a plan, and what its refusal says. */
export interface Refusal {
  mistake: string;
  type: keyof typeof classes;
  args: Record<string, unknown>;
  /** Parts of the one message: where the mistake is, what is allowed, what was probably meant. */
  says: (string | RegExp)[];
}

/** Mistakes in what is connected to. */
export const connectionRefusals: Refusal[] = [
  {
    mistake: "an unknown component",
    type: "customer",
    args: { ...slack, component: "slakc" },
    says: [/^component: /, 'no component "slakc"', 'Did you mean "slack"?', "prism components:list"],
  },
  {
    mistake: "a component without connection types",
    type: "customer",
    args: { component: "datetime", stableKey: "datetime", name: "Date" },
    says: [/^component: /, '"datetime" has no connection types'],
  },
  {
    mistake: "a public component of a private one's key",
    type: "customer",
    args: { ...slack, component: { key: "slack", public: false } },
    says: [/^component: /, "is a public component in this tenant, not a private one"],
  },
  {
    mistake: "an unknown connection type",
    type: "customer",
    args: { ...slack, connectionType: "oauth" },
    says: [
      /^connectionType: /,
      'no connection type "oauth"',
      'Did you mean "oauth2"?',
      '"oauth2" (OAuth 2.0, the default), "webhookUrl" (',
    ],
  },
  {
    mistake: "several connection types and none chosen",
    type: "customer",
    args: { component: "slack", stableKey: "slack-new", name: "Slack" },
    says: [
      /^connectionType: is required/,
      "2 connection types",
      '"oauth2" (OAuth 2.0, the default), "webhookUrl" (',
    ],
  },
  {
    mistake: "an organization-supplied authorization-code type",
    type: "supplied",
    args: slack,
    says: [/^connectionType: /, "authorization-code", "only the customer can log in", "CustomerConnection"],
  },
];

/** Mistakes in the values of a connection. */
export const valueRefusals: Refusal[] = [
  {
    mistake: "an unknown input",
    type: "customer",
    args: { ...slack, globalValues: { clientID: "4711" } },
    says: [/^globalValues\.clientID: /, 'Did you mean "clientId"?', "It has: ", "signingSecret"],
  },
  {
    mistake: "an unknown secret input",
    type: "customer",
    args: { ...slack, globalSecrets: { clientSecrets: "hush" } },
    says: [/^globalSecrets\.clientSecrets: /, 'Did you mean "clientSecret"?'],
  },
  {
    mistake: "a missing required input of a global connection",
    type: "global",
    args: openai,
    says: [/^globalSecrets\.apiKey: is required/],
  },
  {
    mistake: "a password under globalValues",
    type: "global",
    args: { ...openai, globalValues: { apiKey: "sk-hush" } },
    says: [/^globalValues\.apiKey: is a password/, "globalSecrets"],
  },
  {
    mistake: "what only looks secret, under globalValues",
    type: "customer",
    args: {
      component: "slack",
      connectionType: "webhookUrl",
      stableKey: "hook",
      name: "Hook",
      globalValues: { webhookUrl: "https://x" },
    },
    says: [/^globalValues\.webhookUrl: looks like a secret/, "globalSecrets", "plainInputs"],
  },
  {
    mistake: "an input in both maps",
    type: "customer",
    args: { ...slack, globalValues: { scopes: "a" }, globalSecrets: { scopes: "a" } },
    says: [/^globalValues\.scopes: is also in globalSecrets/],
  },
  {
    mistake: "a value that is neither true nor false",
    type: "supplied",
    args: { component: "postgres", stableKey: "pg", name: "P", globalValues: { requireSSL: "yes" } },
    says: [/^globalValues\.requireSSL: must be true or false/],
  },
  {
    mistake: "an empty value",
    type: "customer",
    args: { ...slack, globalValues: { clientId: "" } },
    says: [/^globalValues\.clientId: is empty; leave it out/],
  },
  {
    mistake: "a list in place of a text",
    type: "customer",
    args: { ...slack, globalValues: { clientId: ["4711"] } },
    says: [/^globalValues\.clientId: must be a text/],
  },
  {
    mistake: "an input that the component makes itself",
    type: "customer",
    args: {
      component: "zendesk",
      connectionType: "oauth2DynamicInputs",
      stableKey: "zendesk",
      name: "Zendesk",
      globalValues: { tokenUrl: "https://x" },
    },
    says: [/^globalValues\.tokenUrl: is made by the component/, "leave it out"],
  },
];

/** Mistakes in the other arguments. */
export const argumentRefusals: Refusal[] = [
  {
    mistake: "an unknown argument",
    type: "customer",
    args: { ...slack, globalValue: {} },
    says: [/^globalValue: is not an argument/, 'Did you mean "globalValues"?'],
  },
  {
    mistake: "a missing stable key",
    type: "customer",
    args: { component: "slack", connectionType: "oauth2", name: "Slack" },
    says: [/^stableKey: is required/],
  },
  ...["slack oauth", "-slack", "slack/oauth", ""].map((stableKey): Refusal => ({
    mistake: `the malformed stable key "${stableKey}"`,
    type: "customer",
    args: { ...slack, stableKey },
    says: [/^stableKey: is malformed/, "begins with a letter or digit", '"slack-oauth"'],
  })),
  {
    mistake: "an empty name",
    type: "customer",
    args: { ...slack, name: " " },
    says: [/^name: must not be empty/],
  },
  {
    mistake: "a name that is too long",
    type: "customer",
    args: { ...slack, name: "x".repeat(256) },
    says: [/^name: must have at most 255 characters/],
  },
  {
    mistake: "a name that is a number",
    type: "customer",
    args: { ...slack, name: 7 },
    says: [/^name: must be a string/],
  },
  {
    mistake: "separateGlobalValues of a connection that is not global",
    type: "customer",
    args: { ...slack, separateGlobalValues: true },
    says: [/^separateGlobalValues: is for organization \(global\) connections only/],
  },
  {
    mistake: "separateGlobalValues beside global values",
    type: "global",
    args: { ...twilio, separateGlobalValues: true, globalValues: { accountSid: "AC1" } },
    says: [/^separateGlobalValues: /, "remove it, or globalValues and globalSecrets"],
  },
  {
    mistake: "separateGlobalValues that is false",
    type: "global",
    args: { ...openai, separateGlobalValues: false },
    says: [/^separateGlobalValues: must be true, or left out/],
  },
];

/** Arguments that do not go with the connections that the tenant has. */
export const tenantRefusals: Refusal[] = [
  {
    mistake: "a stable key that a differing connection has",
    type: "customer",
    args: { ...slack, stableKey: taken.stableKey },
    says: [/^stableKey: "slack-oauth" is taken/, "differs in name", "prismatic:adoptExisting true"],
  },
  {
    mistake: "a stable key that a connection of another kind has",
    type: "supplied",
    args: { component: "postgres", stableKey: taken.stableKey, name: "Postgres" },
    says: [/^stableKey: "slack-oauth" is taken/, "kind, component, connectionType cannot be changed"],
  },
  {
    mistake: "global values of a stable key that the tenant does not have",
    type: "values",
    args: { connection: { stableKey: "slack-oath" }, values: { clientId: "1" } },
    says: [
      /^connection: /,
      'no connection "slack-oath"',
      'Did you mean "slack-oauth"?',
      "CustomerConnection",
    ],
  },
  {
    mistake: "an unknown input among separate global values",
    type: "values",
    args: { connection: { stableKey: "slack-oauth" }, values: { clientIdd: "1" } },
    says: [/^values\.clientIdd: /, 'Did you mean "clientId"?'],
  },
  {
    mistake: "a password among the plain ones of separate global values",
    type: "values",
    args: { connection: { stableKey: "slack-oauth" }, values: { clientSecret: "hush" } },
    says: [/^values\.clientSecret: is a password/, "Move it to secrets"],
  },
];

/** Expects a reason to hold every part of what a plan's refusal says. */
export function expectToSay(reason: string | undefined, says: (string | RegExp)[]): void {
  for (const part of says) {
    if (typeof part === "string") expect(reason).toContain(part);
    else expect(reason).toMatch(part);
  }
}
