import { afterAll, beforeAll } from "vitest";
import { GuideReader, type ReaderOptions } from "./guideReader.ts";
import { startTenant, type TenantOptions, type TestTenant } from "./tenant.ts";

/** Conditions that a guide takes for granted. */
export interface GuideWorldOptions {
  /** Objects in the tenant; left out: nothing but the component catalog. */
  holds?: TenantOptions["holds"];
  reader?: ReaderOptions;
  /** Program of a project that is there; left out: there is no project. */
  program?: string;
  /** Configuration of the project's stack `us`, besides its tenant, and the secrets in it. */
  config?: Record<string, string>;
  secrets?: Record<string, string>;
}

const CUSTOMERS = ["globex", "initech"];

/** An integration that uses the connection `slack-oauth`, with a running instance for each of two customers. */
export const runningAlerts: NonNullable<TenantOptions["holds"]> = {
  customers: CUSTOMERS.map((externalId) => ({ externalId, name: externalId })),
  integrations: [
    {
      definition: `definitionVersion: 7
name: Alerts
requiredConfigVars:
  - { key: Slack, dataType: connection, useScopedConfigVar: slack-oauth }
flows: []
`,
      versions: 1,
    },
  ],
  instances: CUSTOMERS.map((customer) => ({ name: customer, customer, integration: "Alerts" })),
};

/** The reader of a guide, and a tenant; see {@link useGuideWorld}. */
export class GuideWorld {
  readonly reader: GuideReader;
  readonly tenant: TestTenant;

  constructor(reader: GuideReader, tenant: TestTenant) {
    this.reader = reader;
    this.tenant = tenant;
  }
}

/** Starts a tenant, and a reader for whom it is `https://app.prismatic.io`, for the tests of a file. */
export function useGuideWorld(begun: (world: GuideWorld) => void, options: GuideWorldOptions = {}): void {
  let world: GuideWorld | undefined;
  beforeAll(async () => {
    const { holds, program, config = {}, secrets = {} } = options;
    const tenant = await startTenant(holds === undefined ? {} : { holds });
    const stands = { "https://app.prismatic.io": tenant.url, "<the tenant's id>": tenant.id };
    const reader = await GuideReader.start({
      token: tenant.refreshToken,
      ...options.reader,
      stands: { ...stands, ...options.reader?.stands },
      answers: { "prismatic:refreshToken": tenant.refreshToken, ...secrets, ...options.reader?.answers },
    });
    world = new GuideWorld(reader, tenant);
    if (program !== undefined) {
      await reader.project("acme-connections", program);
      const lines = [
        "pulumi stack init us",
        `pulumi config set prismatic:url ${tenant.url}`,
        `pulumi config set prismatic:tenantId ${tenant.id}`,
        "pulumi config set --secret prismatic:refreshToken",
        ...Object.entries(config).map(([key, value]) => `pulumi config set ${key} '${value}'`),
        ...Object.keys(secrets).map((key) => `pulumi config set --secret ${key}`),
      ];
      await reader.type(lines.join("\n"));
    }
    begun(world);
  });
  afterAll(async () => {
    await world?.reader[Symbol.asyncDispose]();
    await world?.tenant.dispose();
  });
}
