import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import {
  createCodeNativeBundle,
  type CodeNativeBundle,
  type DeclaredIntegration,
} from "./codeNativeBundle.ts";
import {
  inspectIntegration,
  openIntegration,
} from "../../provider/src/resources/codeNativeIntegration/bundle.ts";
import { publishedDefinition } from "../../provider/src/resources/component/definition.ts";
import { root } from "../../tools/setup/paths.mjs";
import { mutate } from "./contents.ts";
import { connectionsInUse } from "./integrations.ts";
import { checkAndCreate, type Created } from "./provider.ts";
import { startRuns, type ProviderRuns } from "./providerRuns.ts";
import { startTenant, type TenantOptions, type TestTenant } from "./tenant.ts";

/** A code-native integration as the tenant has it. */
export interface FoundCodeNative {
  id: string;
  name: string;
  definition: string;
  avatarUrl: string | null;
  hasUnpublishedChanges: boolean;
  components: { nodes: { key: string; signature: string }[] };
  versionSequence: { nodes: { versionNumber: number; versionComment: string | null }[] };
  systemInstance: { flowConfigs: { nodes: { apiKeys: string[]; flow: { name: string } }[] } };
}

/** A tenant, the provider's runs in it, and for each test the bundle of an integration of its own. */
export class CodeNativeWorld {
  readonly tenant: TestTenant;
  readonly runs: ProviderRuns;
  #bundle: CodeNativeBundle | undefined;
  #tests = 0;

  constructor(tenant: TestTenant, runs: ProviderRuns) {
    this.tenant = tenant;
    this.runs = runs;
  }

  /** Begins a test. */
  async begin(): Promise<void> {
    this.#tests += 1;
    this.#bundle = await createCodeNativeBundle({ name: this.name() });
    await this.tenant.clearRequests();
  }

  /** Ends a test. */
  async end(): Promise<void> {
    await this.tenant.clearFaults();
    await this.tenant.setProcessing(0);
    await this.#bundle?.[Symbol.asyncDispose]();
    for (const file of this.savedDrafts()) rmSync(file);
  }

  /** Files with drafts of the test's integration that the provider has replaced. */
  savedDrafts(): string[] {
    const folder = join(root, "replaced-drafts");
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files
      .filter((file) => file.startsWith(`${this.name().replaceAll(" ", "-")}-`))
      .map((file) => join(folder, file));
  }

  /** The bundle of the test. */
  get bundle(): CodeNativeBundle {
    if (this.#bundle === undefined) throw new Error("No test has begun.");
    return this.#bundle;
  }

  /** The name of the test's integration. */
  name(): string {
    // Files of replaced drafts are named after it, and other processes run tests beside this one.
    return `Orders ${process.pid}${this.#tests}`;
  }

  /** Builds the test's bundle again, of another integration. */
  build(declared: DeclaredIntegration = {}): Promise<void> {
    return this.bundle.build({ name: this.name(), ...declared });
  }

  /** Arguments of a resource for the test's bundle. */
  args(more: Record<string, unknown> = {}): Record<string, unknown> {
    return { bundle: this.bundle.folder, ...more };
  }

  create(more: Record<string, unknown> = {}): Promise<Created> {
    return checkAndCreate(this.runs.codeNative, this.args(more));
  }

  /** Updates the resource in the next run, as the engine does; undefined where the arguments change nothing. */
  async update(old: Created, more: Record<string, unknown> = {}): Promise<Created | undefined> {
    await this.runs.next();
    const { inputs, failures } = await this.runs.codeNative.check(old.inputs, this.args(more));
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    const { changes } = await this.runs.codeNative.diff(old.id, old.outputs, inputs);
    if (changes !== true) return undefined;
    const outputs = await this.runs.codeNative.update(old.id, old.outputs, inputs);
    return { id: old.id, inputs, outputs };
  }

  /** The resource after a refresh by another run. */
  async refresh({ id, outputs }: Created): Promise<Created> {
    await this.runs.next();
    const read = await this.runs.codeNative.read(id, outputs);
    await this.tenant.clearRequests();
    return { id, inputs: read.inputs, outputs: read.outputs };
  }

  /** The writes that the provider sent, in their order: mutations by their field, uploads by what they carry. */
  async writes(): Promise<string[]> {
    return (await this.tenant.requests()).flatMap(({ kind, path, rootFields }) => {
      if (path.startsWith("/uploads/")) return [`PUT ${path.split("/").at(-1)}`];
      return kind === "mutation" ? rootFields : [];
    });
  }

  /** @throws where the tenant has none or several of this name */
  async found(name = this.name()): Promise<FoundCodeNative> {
    return foundCodeNative(this.tenant, name);
  }
}

/** Imports a bundle as another client does: its component first, then its definition. */
export async function importElsewhere(tenant: TestTenant, folder: string, id: string): Promise<void> {
  const bundle = await openIntegration(folder);
  const { declared, definition } = await inspectIntegration(bundle);
  const { definition: component, ...members } = publishedDefinition(declared);
  const input = { definition: { ...component, forCodeNativeIntegration: true }, ...members };
  const { publishComponent } = await tenant.query<{
    publishComponent: { publishResult: { packageUploadUrl: string; component: { id: string } } };
  }>(
    `mutation ($input: PublishComponentInput!) { publishComponent(input: $input) {
      publishResult { packageUploadUrl component { id } } } }`,
    { input },
  );
  const { packageUploadUrl: url } = publishComponent.publishResult;
  const headers = { "content-type": "application/zip" };
  const put = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bundle.package.bytes) });
  if (!put.ok) throw new Error(`The upload was answered with ${put.status}`);
  await mutate(tenant, "importIntegration", { integrationId: id, definition: definition.text });
  await tenant.clearRequests();
}

/** @throws where the tenant has none or several of this name */
export async function foundCodeNative(tenant: TestTenant, name: string): Promise<FoundCodeNative> {
  const { integrations } = await tenant.query<{ integrations: { nodes: FoundCodeNative[] } }>(
    `query ($name: String) { integrations(name: $name) { nodes { id name definition avatarUrl hasUnpublishedChanges
      components(public: false) { nodes { key signature } }
      versionSequence { nodes { versionNumber versionComment } }
      systemInstance { flowConfigs { nodes { apiKeys flow { name } } } } } } }`,
    { name },
  );
  const [found, ...others] = integrations.nodes;
  if (found === undefined || others.length > 0) {
    throw new Error(`${integrations.nodes.length} integrations "${name}"`);
  }
  return found;
}

/** Starts a world for the tests of a file. */
export function useCodeNativeWorld(
  begun: (world: CodeNativeWorld) => void,
  options: TenantOptions = {},
): void {
  let world: CodeNativeWorld | undefined;
  beforeAll(async () => {
    const tenant = await startTenant({
      ...options,
      holds: {
        customers: [{ externalId: "globex", name: "Globex" }],
        connections: connectionsInUse,
        ...options.holds,
      },
    });
    await tenant.setProcessing(0);
    world = new CodeNativeWorld(tenant, await startRuns(tenant));
    begun(world);
  });
  beforeEach(() => world?.begin());
  afterEach(() => world?.end());
  afterAll(async () => {
    await world?.runs[Symbol.asyncDispose]();
    await world?.tenant.dispose();
  });
}

/** Makes deployed instances of the newest version; the first of them rely on the default of `Region`. */
export async function runInstances(
  tenant: TestTenant,
  name: string,
  { count, relying = 0 }: { count: number; relying?: number },
): Promise<void> {
  const { customers, integrations } = await tenant.query<{
    customers: { nodes: { id: string }[] };
    integrations: { nodes: { versionSequence: { nodes: { id: string }[] } }[] };
  }>(
    `query ($name: String) { customers(isSystem: false) { nodes { id } }
      integrations(name: $name) { nodes { versionSequence(sortBy: [{ field: VERSION_NUMBER, direction: DESC }]) {
        nodes { id } } } } }`,
    { name },
  );
  const customer = customers.nodes[0]?.id;
  const integration = integrations.nodes[0]?.versionSequence.nodes[0]?.id;
  for (let index = 0; index < count; index++) {
    const values = index < relying ? [] : [{ key: "Region", value: "us" }];
    const input = { customer, integration, name: `${name} ${index + 1}`, configVariables: values };
    const { createInstance } = await tenant.query<{ createInstance: { instance: { id: string } } }>(
      `mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { instance { id } } }`,
      { input },
    );
    await mutate(tenant, "deployInstance", { id: createInstance.instance.id });
  }
  await tenant.clearRequests();
}
