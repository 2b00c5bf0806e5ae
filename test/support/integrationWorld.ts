import { afterAll, beforeAll, beforeEach } from "vitest";
import { connectionsInUse, definitionText, integrationsOf, type FoundIntegration } from "./integrations.ts";
import { startRuns, type ProviderRuns } from "./providerRuns.ts";
import { startTenant, type TestTenant } from "./tenant.ts";

export const hooli = definitionText("hooli.yml");
export const slackPoll = definitionText("slack-interactive-poll.yaml");

/** The definition of which the tenant has a version, with an instance for each of two customers. */
export const running = hooli.replace("name: Hooli", "name: Running");

/** A tenant with integrations, and the provider's runs in it. */
export class IntegrationWorld {
  readonly tenant: TestTenant;
  readonly runs: ProviderRuns;

  constructor(tenant: TestTenant, runs: ProviderRuns) {
    this.tenant = tenant;
    this.runs = runs;
  }

  /** @throws where the tenant has none or several of this name */
  async found(name: string): Promise<FoundIntegration> {
    const all = (await integrationsOf(this.tenant)).filter((integration) => integration.name === name);
    if (all.length !== 1 || all[0] === undefined) throw new Error(`${all.length} integrations "${name}"`);
    return all[0];
  }

  /** The mutations that were sent, by their field. */
  async sent(): Promise<string[]> {
    return (await this.tenant.mutations()).map(({ field }) => field);
  }
}

/** Starts a world for the tests of a file; its requests are counted for each test. */
export function useIntegrationWorld(begun: (world: IntegrationWorld) => void): void {
  let world: IntegrationWorld | undefined;
  beforeAll(async () => {
    const tenant = await startTenant({
      holds: {
        customers: ["globex", "initech"].map((externalId) => ({ externalId, name: externalId })),
        connections: connectionsInUse,
        integrations: [{ definition: running, versions: 1 }],
        instances: ["globex", "initech"].map((customer) => ({
          name: `Of ${customer}`,
          customer,
          integration: "Running",
        })),
      },
    });
    world = new IntegrationWorld(tenant, await startRuns(tenant));
    begun(world);
  });
  beforeEach(() => world?.tenant.clearRequests());
  afterAll(async () => {
    await world?.runs[Symbol.asyncDispose]();
    await world?.tenant.dispose();
  });
}
