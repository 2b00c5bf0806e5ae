import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Client } from "@grpc/grpc-js";
import type * as Messages from "@pulumi/pulumi/proto/provider_pb.js";
import {
  fromStruct,
  grpc,
  provider,
  ProviderCallError,
  ResourceProviderService,
  toStruct,
  type Properties,
} from "./grpc.ts";
import { endGroup } from "./processes.ts";

/** Settings with which Pulumi's process for dynamic providers is started. */
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
  const script = createRequire(join(options.cwd, "index.js")).resolve("@pulumi/pulumi/cmd/dynamic-provider");
  // It wants an engine's address, but a dynamic provider never calls it.
  const child = spawn(process.execPath, [script, "127.0.0.1:1"], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: "pipe",
  });
  const dynamicProvider = new DynamicProvider(child, options.loader);
  await dynamicProvider.connect();
  await dynamicProvider.configure(options.config ?? {});
  return dynamicProvider;
}

/** Calls a dynamic provider with plain objects; see {@link startDynamicProvider}. */
export class DynamicProvider implements AsyncDisposable {
  readonly process: ChildProcess;
  readonly #loader: string;
  readonly #output: { stdout: string; stderr: string };
  #client: Client | undefined;

  constructor(child: ChildProcess, loader: string, output = captured(child)) {
    this.process = child;
    this.#loader = loader;
    this.#output = output;
  }

  /** All that the process has printed, or has since a test emptied it. */
  get stdout(): string {
    return this.#output.stdout;
  }

  set stdout(text: string) {
    this.#output.stdout = text;
  }

  get stderr(): string {
    return this.#output.stderr;
  }

  /** The same process, called for another type of resource. */
  withLoader(loader: string): DynamicProvider {
    const other = new DynamicProvider(this.process, loader, this.#output);
    other.#client = this.#client;
    return other;
  }

  /** Waits for the port that the process prints. */
  async connect(): Promise<void> {
    const port = await new Promise<string>((resolve, reject) => {
      const look = () => /^\d+$/m.exec(this.stdout)?.[0];
      this.process.stdout?.on("data", () => look() && resolve(look() ?? ""));
      this.process.on("exit", (code) => reject(new Error(`It ended with code ${code}: ${this.stderr}`)));
    });
    const Service = grpc.makeGenericClientConstructor(ResourceProviderService, "ResourceProvider");
    this.#client = new Service(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
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

  /** Ends the process as the engine does. */
  async close(): Promise<void> {
    this.#client?.close();
    await endGroup(this.process);
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
    const methods = this.#client as unknown as Record<
      string,
      (request: object, done: Done<Response>) => void
    >;
    return new Promise((resolve, reject) => {
      methods[method]?.call(this.#client, request, (error, response) => {
        if (error) reject(new ProviderCallError(error));
        else resolve(response);
      });
    });
  }
}

function captured(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (chunk: string) => (output[name] += chunk));
  }
  return output;
}

type Done<Response> = (
  error: ConstructorParameters<typeof ProviderCallError>[0] | null,
  response: Response,
) => void;
