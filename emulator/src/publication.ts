import type { ComponentDefinition } from "./catalogData.ts";
import type { Stored } from "./database.ts";

/** What a client said when it published a component version, and how far the version has come since. */
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
  hasConfigurationInit: boolean;
  /** The sha1 of the package; null until one was uploaded. */
  signature: string | null;
  /** When the package is processed, which may lie ahead; null until one was uploaded. */
  processedAt: string | null;
  /** Why the package cannot be used. */
  failure: string | null;
}

/** A component version that was added to a tenant after its start. */
export interface ComponentVersionRecord extends Stored {
  definition: ComponentDefinition;
  createdAt: string;
  /** Left out where the emulator itself made the version. */
  publication?: Publication | undefined;
}

/** How far a component version has come: clients see the available ones only. */
export type VersionState = "awaiting package" | "processing" | "failed" | "available";

/** How far a version has come at that time. */
export function stateOf({ publication }: ComponentVersionRecord, now: Date): VersionState {
  if (!publication) return "available";
  if (publication.processedAt === null) return "awaiting package";
  if (Date.parse(publication.processedAt) > now.getTime()) return "processing";
  return publication.failure === null ? "available" : "failed";
}
