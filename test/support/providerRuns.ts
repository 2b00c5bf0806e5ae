import type { DynamicProvider } from "./dynamicProvider.ts";
import { startProvider, type Provider } from "./provider.ts";
import type { TestTenant } from "./tenant.ts";

/** Starts the provider's process that the tests of a file share; see {@link ProviderRuns}. */
export async function startRuns(
  tenant: TestTenant,
  config: Record<string, string> = {},
): Promise<ProviderRuns> {
  const all = { ...alone, ...config };
  return new ProviderRuns(tenant, all, await startProvider(tenant, all));
}

/** Tests ask for one thing after the other: nothing waits for company that does not come. */
const alone = { "prismatic:batchSize": "1" };

/**
 * One run of the provider after another. A start takes a second, so tests share the run where they can: each of them
 * has integrations of names of its own.
 *
 * A test needs {@link next} where the run itself would falsify what it shows, for a process remembers until its end:
 * - the list of integrations and each definition that it has read: what somebody else changes meanwhile is not seen;
 * - what it has judged: a refresh, which judges nothing, must refuse nothing either;
 * - the resources that it has checked: one that comes again, to be changed, is a second owner of its object;
 * - what it keeps: a resource that it created is not deleted again in the same run.
 */
export class ProviderRuns implements AsyncDisposable {
  readonly #tenant: TestTenant;
  readonly #config: Record<string, string>;
  #provider: Provider;

  constructor(tenant: TestTenant, config: Record<string, string>, provider: Provider) {
    this.#tenant = tenant;
    this.#config = config;
    this.#provider = provider;
  }

  /** The door for integrations of the run that is under way. */
  get integrations(): DynamicProvider {
    return this.#provider.integration;
  }

  /** The door for code-native integrations of that run. */
  get codeNative(): DynamicProvider {
    return this.#provider.codeNative;
  }

  /** Ends the run and starts the next one, as the next command does; its requests are counted from here. */
  async next(config: Record<string, string> = {}): Promise<void> {
    await this.#provider[Symbol.asyncDispose]();
    this.#provider = await startProvider(this.#tenant, { ...this.#config, ...config });
    await this.#tenant.clearRequests();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#provider[Symbol.asyncDispose]();
  }
}
