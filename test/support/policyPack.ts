import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Client } from "@grpc/grpc-js";
import type * as Messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Message } from "google-protobuf";
import { root } from "../../tools/setup/paths.mjs";
import { grpc, toStruct, type Properties } from "./grpc.ts";
import { endGroup } from "./processes.ts";

const requireFromSdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const messages = requireFromSdk("./proto/analyzer_pb.js") as typeof Messages;
const { AnalyzerService } = requireFromSdk("./proto/analyzer_grpc_pb.js") as {
  AnalyzerService: Parameters<typeof grpc.makeGenericClientConstructor>[0];
};
const { Empty } = requireFromSdk("google-protobuf/google/protobuf/empty_pb.js") as {
  Empty: new () => Message;
};

/** A secret as Pulumi sends it to a pack. */
export const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

/** A resource as the engine asks a pack about it. */
export interface AskedResource {
  type: string;
  name: string;
  properties: Properties;
  protect?: boolean;
  /** Name and properties of its provider; none for the stack itself. */
  provider?: { name: string; properties: Properties };
}

/** A policy pack's folder whose entry is this source; packages of the repository are found from it. */
export async function packFolder(source: string, files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "policy-pack-"));
  const all = {
    "PulumiPolicy.yaml": "runtime: { name: nodejs, options: { typescript: false } }\n",
    "package.json": JSON.stringify({ name: "own", version: "1.2.3", type: "module", main: "index.js" }),
    "index.js": source,
    ...files,
  };
  for (const [name, content] of Object.entries(all)) await writeFile(join(folder, name), content);
  for (const name of ["@pulumi/pulumi", "@pulumi/policy", "pulumi-prismatic-policies"]) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", name), link);
  }
  return folder;
}

/** Starts Pulumi's own process for the policy pack in this folder, as the engine does. */
export async function startPolicyPack(folder: string): Promise<PolicyPackProcess> {
  const script = requireFromSdk.resolve("./cmd/run-policy-pack/index.js");
  const child = spawn(process.execPath, [script, "127.0.0.1:1", folder], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const pack = new PolicyPackProcess(folder, child);
  await pack.connect();
  return pack;
}

/** Calls a policy pack with plain objects; see {@link startPolicyPack}. */
export class PolicyPackProcess implements AsyncDisposable {
  readonly #folder: string;
  readonly #process: ChildProcess;
  #client: Client | undefined;
  output = "";

  constructor(folder: string, child: ChildProcess) {
    this.#folder = folder;
    this.#process = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (chunk: string) => (this.output += chunk));
  }

  /** Waits for the port that the process prints. */
  async connect(): Promise<void> {
    const port = await new Promise<string>((resolve, reject) => {
      const look = () => /^\d+$/m.exec(this.output)?.[0];
      this.#process.stdout?.on("data", () => look() && resolve(look() ?? ""));
      this.#process.on("exit", (code) => reject(new Error(`It ended with code ${code}: ${this.output}`)));
    });
    const Service = grpc.makeGenericClientConstructor(AnalyzerService, "Analyzer");
    this.#client = new Service(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }

  info(): Promise<object> {
    return this.#call("getAnalyzerInfo", new Empty());
  }

  /** Level and configuration by name of the policy, as `--policy-pack-config` gives them. */
  configure(
    given: Record<string, { level: keyof typeof messages.EnforcementLevel; properties?: Properties }>,
  ) {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const [name, { level, properties = {} }] of Object.entries(given)) {
      const settings = new messages.PolicyConfig()
        .setEnforcementlevel(messages.EnforcementLevel[level])
        .setProperties(toStruct(properties));
      request.getPolicyconfigMap().set(name, settings);
    }
    return this.#call("configure", request);
  }

  analyze(resource: AskedResource): Promise<object> {
    return this.#call("analyze", asked(new messages.AnalyzeRequest(), resource));
  }

  remediate(resource: AskedResource): Promise<object> {
    return this.#call("remediate", asked(new messages.AnalyzeRequest(), resource));
  }

  analyzeStack(resources: AskedResource[]): Promise<object> {
    const list = resources.map((resource) => asked(new messages.AnalyzerResource(), resource));
    return this.#call("analyzeStack", new messages.AnalyzeStackRequest().setResourcesList(list));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client?.close();
    await endGroup(this.#process);
    await rm(this.#folder, { recursive: true, force: true });
  }

  #call(method: string, request: Message): Promise<object> {
    type Method = (request: Message, answer: (error: Error | null, response: Message) => void) => void;
    const client = this.#client as unknown as Record<string, Method>;
    return new Promise((resolve, reject) =>
      client[method]?.(request, (error, response) => (error ? reject(error) : resolve(response.toObject()))),
    );
  }
}

function asked<Request extends Messages.AnalyzeRequest | Messages.AnalyzerResource>(
  request: Request,
  { type, name, properties, protect = false, provider }: AskedResource,
): Request {
  request.setType(type);
  request.setName(name);
  request.setUrn(`urn:pulumi:prod::shop::${type}::${name}`);
  request.setProperties(toStruct(properties));
  request.setOptions(new messages.AnalyzerResourceOptions().setProtect(protect));
  if (provider) {
    const message = new messages.AnalyzerProviderResource()
      .setType("pulumi:providers:pulumi-nodejs")
      .setName(provider.name)
      .setUrn(`urn:pulumi:prod::shop::pulumi:providers:pulumi-nodejs::${provider.name}`)
      .setProperties(toStruct(provider.properties));
    request.setProvider(message);
  }
  return request;
}
