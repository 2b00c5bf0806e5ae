import type { Declared } from "./declaration.ts";

/** What a test varies of the program {@link fourTypes}. */
export interface Variation {
  /** Ends every display name. */
  title: string;
  /** Ends one plain value of every resource. */
  plain: string;
  /** Ends one secret of every resource, or all where there is only one. */
  secret: string;
  /** Ends every stable key. */
  keys: string;
  /** Other connection types, of other components too. */
  otherTypes: boolean;
}

/** The connection that the tenant holds before Pulumi comes, for the `GlobalValues` that refers to it. */
export const handmade = {
  stableKey: "made-by-hand",
  name: "Made by hand",
  component: "dropbox",
  variableScope: "customer",
  managedBy: "customer",
} as const;

/** All four types of resource, each with a plain value and a secret; the stable keys are those of `stableKeysOf`. */
export function fourTypes({ title, plain, secret, keys, otherTypes }: Variation): Declared[] {
  const [customer, supplied, global] = otherTypes
    ? typesAfterwards(plain, secret)
    : typesAtFirst(plain, secret);
  return [
    {
      type: "CustomerConnection",
      name: "customer",
      args: { stableKey: `customer${keys}`, name: `Customer ${title}`, description: "Chat", ...customer },
    },
    {
      type: "OrganizationCustomerConnection",
      name: "supplied",
      args: { stableKey: `supplied${keys}`, name: `Supplied ${title}`, ...supplied },
    },
    {
      type: "OrganizationGlobalConnection",
      name: "global",
      args: { stableKey: `global${keys}`, name: `Global ${title}`, ...global },
    },
    {
      type: "OrganizationGlobalConnection",
      name: "separate",
      args: {
        stableKey: `separate${keys}`,
        name: `Separate ${title}`,
        component: "twilio",
        connectionType: "apiKeySecret",
        separateGlobalValues: true,
      },
    },
    {
      type: "GlobalValues",
      name: "separate-values",
      args: {
        connection: { $resource: "separate" },
        values: { accountSid: `AC${plain}` },
        // Not a password, so it can be read back.
        secrets: { apiKey: "SK-stays", apiSecret: `twilio-${secret}` },
      },
    },
    {
      type: "GlobalValues",
      name: "handmade-values",
      args: {
        connection: handmade.stableKey,
        values: { clientId: `dropbox-${plain}` },
        secrets: { clientSecret: `dropbox-${secret}` },
      },
    },
  ];
}

/** The stable keys of the connections that {@link fourTypes} declares, sorted. */
export const stableKeysOf = ({ keys }: Pick<Variation, "keys">): string[] =>
  ["customer", "global", "separate", "supplied"].map((name) => name + keys);

/** What the tenant must hold for {@link fourTypes}, by stable key; a value that cannot be read back is `(set)`. */
export function valuesOf({
  plain,
  secret,
  keys,
  otherTypes,
}: Variation): Record<string, Record<string, string>> {
  const [customer, supplied, global] = otherTypes
    ? [
        { webhookUrl: `https://hooks.example/${secret}` },
        { host: `${plain}.files.example`, password: "(set)" },
        { organization: `org-${plain}`, apiKey: "(set)" },
      ]
    : [
        { clientId: `4711.${plain}`, scopes: "chat:write", clientSecret: "(set)", signingSecret: "(set)" },
        { host: `${plain}.db.example`, requireSSL: "true", password: "(set)" },
        {
          username: "pulumi",
          accountIdentifier: `account-${plain}`,
          privateKey: `key-${secret}`,
          passphrase: "(set)",
        },
      ];
  return {
    [`customer${keys}`]: customer,
    [`supplied${keys}`]: supplied,
    [`global${keys}`]: global,
    [`separate${keys}`]: { accountSid: `AC${plain}`, apiKey: "SK-stays", apiSecret: "(set)" },
    [handmade.stableKey]: { clientId: `dropbox-${plain}`, clientSecret: "(set)" },
  };
}

function typesAtFirst(plain: string, secret: string): object[] {
  return [
    {
      component: "slack",
      connectionType: "oauth2",
      globalValues: { clientId: `4711.${plain}`, scopes: "chat:write" },
      globalSecrets: { clientSecret: `slack-${secret}`, signingSecret: "signing-stays" },
    },
    {
      component: "postgres",
      globalValues: { host: `${plain}.db.example`, requireSSL: true },
      globalSecrets: { password: `postgres-${secret}` },
    },
    {
      component: "snowflake",
      connectionType: "snowflakeKeyPairConnection",
      globalValues: { username: "pulumi", accountIdentifier: `account-${plain}` },
      globalSecrets: { privateKey: `key-${secret}`, passphrase: "passphrase-stays" },
    },
  ];
}

function typesAfterwards(plain: string, secret: string): object[] {
  return [
    {
      component: "slack",
      connectionType: "webhookUrl",
      globalSecrets: { webhookUrl: `https://hooks.example/${secret}` },
    },
    {
      component: "sftp",
      connectionType: "basic",
      globalValues: { host: `${plain}.files.example` },
      globalSecrets: { password: `sftp-${secret}` },
    },
    {
      component: { key: "openai", public: true },
      globalValues: { organization: `org-${plain}` },
      globalSecrets: { apiKey: `openai-${secret}` },
    },
  ];
}
