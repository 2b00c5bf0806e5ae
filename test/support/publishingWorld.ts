import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { createBundle, type Bundle, type DeclaredComponent } from "./componentBundle.ts";
import { startProvider, type Created, type Provider } from "./provider.ts";
import { startTenant, type TestTenant } from "./tenant.ts";

/** A tenant, the provider's runs in it, and for each test a bundle of a component of its own. */
export class PublishingWorld {
  readonly tenant: TestTenant;
  #provider: Provider;
  #bundle: Bundle | undefined;
  #tests = 0;

  constructor(tenant: TestTenant, provider: Provider) {
    this.tenant = tenant;
    this.#provider = provider;
  }

  /** The run that is under way. */
  get provider(): Provider {
    return this.#provider;
  }

  /** Ends the run and starts the next one, as the next command does. */
  async next(): Promise<void> {
    await this.#provider[Symbol.asyncDispose]();
    this.#provider = await startProvider(this.tenant);
  }

  /** Begins a test. */
  async begin(): Promise<void> {
    this.#tests += 1;
    this.#bundle = await createBundle({ key: this.key() });
    await this.tenant.clearRequests();
  }

  /** Ends a test. */
  async end(): Promise<void> {
    await this.tenant.clearFaults();
    await this.tenant.setProcessing(0);
    await this.#bundle?.[Symbol.asyncDispose]();
  }

  /** The key of the test's component. */
  key(): string {
    return `parcels${this.#tests}`;
  }

  /** Builds the test's bundle again, of another component. */
  build(declared: DeclaredComponent): Promise<void> {
    return this.#begun().build({ key: this.key(), ...declared });
  }

  /** Arguments of a resource for the test's bundle. */
  args(more: Record<string, unknown> = {}): Record<string, unknown> {
    return { bundle: this.#begun().folder, ...more };
  }

  /** The writes that the provider sent, in their order: mutations by their field, uploads by what they carry. */
  async writes(): Promise<string[]> {
    return (await this.tenant.requests()).flatMap(({ kind, path, rootFields }) => {
      if (path.startsWith("/uploads/")) return [`PUT ${path.split("/").at(-1)}`];
      return kind === "mutation" ? rootFields : [];
    });
  }

  /** The signatures of the component's usable versions. */
  async signatures(): Promise<string[]> {
    return (await this.tenant.componentVersions(this.key())).map(({ signature }) => signature);
  }

  /** Updates a component in the next run, as the engine does; undefined where there is no difference. */
  async update(created: Created, news = this.args()): Promise<Created | undefined> {
    await this.next();
    const { component } = this.provider;
    const { inputs, failures } = await component.check(created.inputs, news);
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    const { changes } = await component.diff(created.id, created.outputs, inputs);
    if (changes !== true) return undefined;
    return { id: created.id, inputs, outputs: await component.update(created.id, created.outputs, inputs) };
  }

  #begun(): Bundle {
    if (this.#bundle === undefined) throw new Error("No test has begun.");
    return this.#bundle;
  }
}

/** Starts a world for the tests of a file. */
export function usePublishingWorld(begun: (world: PublishingWorld) => void): void {
  let world: PublishingWorld | undefined;
  beforeAll(async () => {
    const tenant = await startTenant({ holds: { customers: [{ externalId: "globex", name: "Globex" }] } });
    await tenant.setProcessing(0);
    world = new PublishingWorld(tenant, await startProvider(tenant));
    begun(world);
  });
  beforeEach(() => world?.begin());
  afterEach(() => world?.end());
  afterAll(async () => {
    await world?.provider[Symbol.asyncDispose]();
    await world?.tenant.dispose();
  });
}

/** The message of a call that fails. */
export const failure = (call: Promise<unknown>): Promise<Error> =>
  call.then(
    () => new Error("It did not fail"),
    (error: unknown) => error as Error,
  );
