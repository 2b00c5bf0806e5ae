import type { AnalyzeRequest, AnalyzerResource } from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { EngineResource } from "../engine/resource.ts";

/** Marks a map that stands for something else, and what marks one that stands for a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * A resource as the engine asks about it. What policies do not read is not taken apart, and all of them read the same
 * copy.
 */
export function requested(message: AnalyzeRequest | AnalyzerResource): EngineResource {
  return {
    type: message.getType(),
    urn: message.getUrn(),
    name: message.getName(),
    get props() {
      return plainProperties(message.getProperties());
    },
    get opts() {
      return { protect: message.getOptions()?.getProtect() ?? false };
    },
    get provider() {
      const provider = message.getProvider();
      if (provider === undefined) return undefined;
      return {
        urn: provider.getUrn(),
        name: provider.getName(),
        props: plainProperties(provider.getProperties()),
      };
    },
  };
}

function plainProperties(properties: Struct | undefined): Record<string, unknown> {
  return unwrapped(properties?.toJavaScript() ?? {}) as Record<string, unknown>;
}

/** A value with its secrets in the clear, as policies see it. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(unwrapped);
  const map = value as Record<string, unknown>;
  if (map[SIGNATURE] === SECRET) return unwrapped(map["value"]);
  for (const [name, member] of Object.entries(map)) {
    if (typeof member === "object") map[name] = unwrapped(member);
  }
  return map;
}
