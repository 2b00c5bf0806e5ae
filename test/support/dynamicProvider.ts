import type * as Messages from "@pulumi/pulumi/proto/provider_pb.js";
import { fromStruct, provider, toStruct, type Properties } from "./grpc.ts";
import { ProviderProcess, type ProviderRun } from "./providerProcess.ts";

/** The start of Pulumi's process for dynamic providers. */
export interface DynamicProviderOptions {
  /** The program's folder: the provider's package is resolved from it. */
  cwd: string;
  /** The text of `__provider`, added to all properties. */
  loader: string;
  /** The stack's configuration, by key such as `prismatic:url`. */
  config?: Record<string, string>;
  env?: NodeJS.ProcessEnv;
}

/** The answer to `diff`; `changes` is undefined where the provider does not say. */
export interface DiffAnswer {
  changes: boolean | undefined;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** Starts Pulumi's real process for dynamic providers, as the engine does, and configures it. */
export async function startDynamicProvider(options: DynamicProviderOptions): Promise<DynamicProvider> {
  const process = new ProviderProcess(options);
  const dynamicProvider = new DynamicProvider({ process, end: () => process.end() }, options.loader);
  await process.ready();
  await dynamicProvider.configure(options.config ?? {});
  return dynamicProvider;
}

/** Calls a dynamic provider with plain objects; see {@link startDynamicProvider}. */
export class DynamicProvider implements AsyncDisposable {
  readonly #run: Omit<ProviderRun, "loaderFor">;
  readonly #loader: string;
  readonly #output: ProviderProcess["output"];

  constructor(run: Omit<ProviderRun, "loaderFor">, loader: string) {
    this.#run = run;
    this.#loader = loader;
    this.#output = run.process.output;
  }

  get process(): ProviderProcess["child"] {
    return this.#run.process.child;
  }

  /** All that the run has printed, or has since a test emptied it. */
  get stdout(): string {
    return this.#output.stdout;
  }

  set stdout(text: string) {
    this.#output.stdout = text;
  }

  get stderr(): string {
    return this.#output.stderr;
  }

  async configure(config: Record<string, string>): Promise<void> {
    await this.#call("configure", new provider.ConfigureRequest().setArgs(toStruct(config)));
  }

  /** `olds` are the inputs before; empty for a new resource. */
  async check(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }> {
    const isNew = Object.keys(olds).length === 0;
    const request = new provider.CheckRequest()
      .setOlds(isNew ? toStruct({}) : this.#pack(olds))
      .setNews(this.#pack(news));
    const response = await this.#call<Messages.CheckResponse>("check", request);
    return {
      inputs: this.#unpack(response.getInputs()),
      failures: response.getFailuresList().map((failure) => failure.toObject()),
    };
  }

  async diff(id: string, olds: Properties, news: Properties): Promise<DiffAnswer> {
    const request = new provider.DiffRequest().setId(id).setOlds(this.#pack(olds)).setNews(this.#pack(news));
    const response = await this.#call<Messages.DiffResponse>("diff", request);
    const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
    const said = response.getChanges();
    return {
      changes: said === DIFF_SOME ? true : said === DIFF_NONE ? false : undefined,
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const request = new provider.CreateRequest().setProperties(this.#pack(inputs));
    const response = await this.#call<Messages.CreateResponse>("create", request);
    return { id: response.getId(), outputs: this.#unpack(response.getProperties()) };
  }

  /** An empty id means that the object is gone. */
  async read(
    id: string,
    outputs: Properties,
  ): Promise<{ id: string; outputs: Properties; inputs: Properties }> {
    const request = new provider.ReadRequest().setId(id).setProperties(this.#pack(outputs));
    const response = await this.#call<Messages.ReadResponse>("read", request);
    return {
      id: response.getId(),
      outputs: this.#unpack(response.getProperties()),
      inputs: this.#unpack(response.getInputs()),
    };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
    const request = new provider.UpdateRequest()
      .setId(id)
      .setOlds(this.#pack(olds))
      .setNews(this.#pack(news));
    const response = await this.#call<Messages.UpdateResponse>("update", request);
    return this.#unpack(response.getProperties());
  }

  async delete(id: string, outputs: Properties): Promise<void> {
    await this.#call("delete", new provider.DeleteRequest().setId(id).setProperties(this.#pack(outputs)));
  }

  /** Ends the run. */
  async close(): Promise<void> {
    await this.#run.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #pack(properties: Properties) {
    return toStruct({ ...properties, __provider: this.#loader });
  }

  #unpack(message: Parameters<typeof fromStruct>[0]): Properties {
    const { __provider: _, ...properties } = fromStruct(message);
    return properties;
  }

  #call<Response = unknown>(method: string, request: object): Promise<Response> {
    return this.#run.process.call(method, request);
  }
}
