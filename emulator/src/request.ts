import type { PersonRecord } from "./model.ts";
import type { Stack } from "./stack.ts";
import type { Tenant } from "./tenant.ts";

/** Who asks, in which tenant, in which operation: the context of every resolver. */
export interface ApiRequest {
  stack: Stack;
  tenant: Tenant;
  person: PersonRecord;
  operationName: string | null;
  /** What was refused so far, whether or not the client selected the payloads' errors. */
  refusals: string[];
}

/** An object as the API shows it: a property or a function of the arguments for each field. */
export type View = Record<string, unknown>;

/** A field of a root type. */
export type RootField = (args: never, request: ApiRequest) => unknown;
