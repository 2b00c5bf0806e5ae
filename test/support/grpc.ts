import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as Struct from "google-protobuf/google/protobuf/struct_pb.js";
import type * as Provider from "@pulumi/pulumi/proto/provider_pb.js";
import type * as Status from "@pulumi/pulumi/proto/status_pb.js";

// The SDK's own copies, so that the messages are of the classes that its services expect.
const requireFromSdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const load = (name: string): unknown => requireFromSdk(name);

export const grpc = load("@grpc/grpc-js") as typeof Grpc;
export const provider = load("./proto/provider_pb.js") as typeof Provider;
export const { ResourceProviderService } = load("./proto/provider_grpc_pb.js") as {
  ResourceProviderService: Grpc.ServiceDefinition;
};
const struct = load("google-protobuf/google/protobuf/struct_pb.js") as typeof Struct;
const status = load("./proto/status_pb.js") as typeof Status;

/** Property values as plain JavaScript. */
export type Properties = Record<string, unknown>;

export const toStruct = (properties: Properties): Struct.Struct =>
  struct.Struct.fromJavaScript(properties as Record<string, Struct.JavaScriptValue>);

export const fromStruct = (message: Struct.Struct | undefined): Properties => message?.toJavaScript() ?? {};

/** A call that the provider refused; with an id, the object exists but is half-made. */
export class ProviderCallError extends Error {
  override readonly name = "ProviderCallError";
  readonly id: string | undefined;
  readonly properties: Properties | undefined;
  readonly reasons: string[];

  constructor(error: Grpc.ServiceError) {
    super(error.details, { cause: error });
    const [packed] = error.metadata?.get("grpc-status-details-bin") ?? [];
    const detail = packed instanceof Uint8Array ? initFailure(packed) : undefined;
    this.id = detail?.getId();
    this.properties = detail ? fromStruct(detail.getProperties()) : undefined;
    this.reasons = detail?.getReasonsList() ?? [];
  }
}

function initFailure(packed: Uint8Array): Provider.ErrorResourceInitFailed | undefined {
  const [detail] = status.Status.deserializeBinary(packed).getDetailsList();
  return detail && provider.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
}
