import type { ComponentDefinition } from "./catalogData.ts";
import type { Stored } from "./database.ts";

/** The client's words when it published a component version, and the version's state since. */
export interface Publication {
  /** The id of a person of the stack. */
  createdBy: string;
  /** The customer that owns the component; null is the organization. */
  customer: string | null;
  comment: string | null;
  /** JSON. */
  attributes: string | null;
  documentationUrl: string | null;
  forCodeNativeIntegration: boolean;
  /** The sha1 of the package; null until one was uploaded. */
  signature: string | null;
  /** The time at which the package is processed, perhaps a future one; null until one was uploaded. */
  processedAt: string | null;
  /** The reason for which the package cannot be used. */
  failure: string | null;
}

/** A component version that was added to a tenant after its start. */
export interface ComponentVersionRecord extends Stored {
  definition: ComponentDefinition;
  createdAt: string;
  /** Left out where the emulator itself made the version. */
  publication?: Publication | undefined;
}

/** The states of a component version; clients see available ones only. */
export type VersionState = "awaiting package" | "processing" | "failed" | "available";

/** The state of a version at a time. */
export function stateOf({ publication }: ComponentVersionRecord, now: Date): VersionState {
  if (!publication) return "available";
  if (publication.processedAt === null) return "awaiting package";
  if (Date.parse(publication.processedAt) > now.getTime()) return "processing";
  return publication.failure === null ? "available" : "failed";
}
