import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Client } from "@grpc/grpc-js";
import { grpc, ProviderCallError, ResourceProviderService } from "./grpc.ts";
import { endGroup } from "./processes.ts";

/** Settings with which Pulumi's process for dynamic providers is started. */
export interface ProcessOptions {
  /** The program's folder: the provider's package is resolved from it. */
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** A module that it loads first, and with which the test talks by messages. */
  preload?: string;
}

/** A run of the provider in a process of Pulumi's. */
export interface ProviderRun {
  process: ProviderProcess;
  /** The text of `__provider` that loads the code of this run, for a text that loads the package's. */
  loaderFor: (constant: string) => string;
  end: () => Promise<void>;
}

/** Pulumi's real process for dynamic providers, started as by the engine. */
export class ProviderProcess {
  readonly child: ChildProcess;
  /** All that it has printed, or has since this was replaced. */
  output = { stdout: "", stderr: "" };
  /** Calls that it has not answered yet. */
  pending = 0;
  readonly #client: Promise<Client>;

  constructor({ cwd, env = process.env, preload }: ProcessOptions) {
    const script = createRequire(join(cwd, "index.js")).resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const messages = preload === undefined ? [] : (["ipc"] as const);
    // It wants an engine's address, but a dynamic provider never calls it.
    const args = [...(preload === undefined ? [] : ["--import", preload]), script, "127.0.0.1:0"];
    this.child = spawn(process.execPath, args, {
      cwd,
      env,
      detached: true,
      stdio: ["pipe", "pipe", "pipe", ...messages],
    });
    for (const name of ["stdout", "stderr"] as const) {
      this.child[name]?.setEncoding("utf8").on("data", (chunk: string) => (this.output[name] += chunk));
    }
    this.#client = this.#connect();
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Waits until it can be called. */
  async ready(): Promise<void> {
    await this.#client;
  }

  async call<Response>(method: string, request: object): Promise<Response> {
    this.pending++;
    try {
      const client = await this.#client;
      const methods = client as unknown as Record<string, (request: object, done: Done<Response>) => void>;
      return await new Promise((resolve, reject) => {
        methods[method]?.call(client, request, (error, response) => {
          if (error) reject(new ProviderCallError(error));
          else resolve(response);
        });
      });
    } finally {
      this.pending--;
    }
  }

  /** Ends it as the engine does. */
  async end(): Promise<void> {
    const client = await this.#client.catch(() => undefined);
    client?.close();
    await endGroup(this.child);
  }

  /** Waits for the port that it prints. */
  async #connect(): Promise<Client> {
    const port = await new Promise<string>((resolve, reject) => {
      const look = () => /^\d+$/m.exec(this.output.stdout)?.[0];
      this.child.stdout?.on("data", () => look() && resolve(look() ?? ""));
      this.child.on("exit", (code) => reject(new Error(`It ended with code ${code}: ${this.output.stderr}`)));
    });
    const Service = grpc.makeGenericClientConstructor(ResourceProviderService, "ResourceProvider");
    return new Service(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
  }
}

type Done<Response> = (
  error: ConstructorParameters<typeof ProviderCallError>[0] | null,
  response: Response,
) => void;
