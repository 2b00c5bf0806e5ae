import type { ConnectionType } from "../../tenant/operation.ts";
import { enterableInputs } from "./values.ts";

/** Inputs of a connection type, remembered so that a refresh finds those that a new version of its component added. */
export interface KnownInputs {
  /** The inputs that the connection type had when we last wrote. */
  componentInputs?: string[] | undefined;
  /** The inputs that were added since then; a refresh finds them, the next update deals with them. */
  newInputs?: string[] | undefined;
}

/** The inputs of a connection type that was just written to. */
export function knownInputs(type: ConnectionType | undefined): KnownInputs {
  return type === undefined ? {} : { componentInputs: enterableInputs(type) };
}

/** Compares a connection type with the state's memory of it; `concerns` selects the new inputs that matter. */
export function refreshedInputs(
  { componentInputs }: KnownInputs,
  type: ConnectionType | undefined,
  concerns: (input: string) => boolean = () => true,
): KnownInputs {
  if (type === undefined) return { componentInputs };
  const current = enterableInputs(type);
  const known = componentInputs ?? current;
  const added = current.filter((input) => !known.includes(input) && concerns(input));
  return { componentInputs: known, newInputs: added.length > 0 ? added : undefined };
}

/** True where a supplier of the values has to supply this input as well. */
export function mustBeSupplied(type: ConnectionType | undefined, input: string): boolean {
  const field = type?.inputs.nodes.find(({ key }) => key === input);
  return field?.required === true && !field.default;
}
