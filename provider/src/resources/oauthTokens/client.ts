import { isDeepStrictEqual } from "node:util";
import { ORGANIZATION_INPUTS } from "../inputs/owners.ts";

/** Tells the inputs that describe the OAuth client: after a change of them, Prismatic may ask for a new authorization. */
export function isClientInput(name: string): boolean {
  return ORGANIZATION_INPUTS.includes(name);
}

/** True where two maps of values describe the same OAuth client. */
export function isSameClient(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  return isDeepStrictEqual(clientIn(one), clientIn(other));
}

function clientIn(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => isClientInput(name)));
}
