import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type { IAnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as AnalyzerMessages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as PluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import type * as EmptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import type * as StructMessages from "google-protobuf/google/protobuf/struct_pb.js";

// Pulumi's own copies: the messages have to be of their classes, and the runner of policy packs has loaded them already.
const requireFromPulumi = createRequire(
  createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"),
);
const load = (name: string): unknown => requireFromPulumi(name);

export const grpc = load("@grpc/grpc-js") as typeof Grpc;
export const analyzer = load("./proto/analyzer_pb.js") as typeof AnalyzerMessages;
export const plugin = load("./proto/plugin_pb.js") as typeof PluginMessages;
export const { Empty } = load("google-protobuf/google/protobuf/empty_pb.js") as typeof EmptyMessages;
export const { Struct, Value } = load(
  "google-protobuf/google/protobuf/struct_pb.js",
) as typeof StructMessages;
export const { AnalyzerService } = load("./proto/analyzer_grpc_pb.js") as {
  AnalyzerService: IAnalyzerService;
};
