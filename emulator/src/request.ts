import type { PersonRecord } from "./model.ts";
import type { Stack } from "./stack.ts";
import type { Tenant } from "./tenant.ts";

/** The context of every resolver: the caller, the tenant and the operation. */
export interface ApiRequest {
  stack: Stack;
  tenant: Tenant;
  person: PersonRecord;
  operationName: string | null;
  /** Counts the stack's requests. */
  number: number;
  /** The refusals so far, whether or not the client selected the payloads' errors. */
  refusals: string[];
}

/** Tells an argument or input that was given; null stands for "not given" in the API. */
export const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
