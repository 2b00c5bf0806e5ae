import { isDeepStrictEqual } from "node:util";
import type { ConnectionType } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import type { ResolvedType } from "../reference/connectionType.ts";
import { enterableInputs } from "./values.ts";

/** Argument that `check` computes where the same run publishes the component of a connection type. */
export interface AddedInputs {
  /**
   * The inputs that the version adds which a run publishes: the same run deals with them. Kept until a run publishes
   * another version.
   */
  addedInputs?: string[] | undefined;
}

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

/**
 * The inputs that this run adds to a connection type by publishing its component, to be laid over the arguments; empty
 * where it publishes no other version.
 *
 * @param concerns selects the new inputs that matter
 */
export function inputsOfRun(
  session: TenantSession,
  { component, connectionType }: ResolvedType,
  concerns: (input: string) => boolean = () => true,
): AddedInputs {
  const before = session.components.inputsBefore(component, connectionType.key);
  if (before === undefined) return {};
  const added = enterableInputs(connectionType).filter((input) => !before.includes(input) && concerns(input));
  return { addedInputs: added.length > 0 ? added : undefined };
}

/** True where this run adds inputs with which the state has not dealt. */
export function addsInputs(old: KnownInputs & AddedInputs, { addedInputs = [] }: AddedInputs): boolean {
  if (isDeepStrictEqual(old.addedInputs ?? [], addedInputs)) return false;
  return addedInputs.some((input) => old.componentInputs?.includes(input) !== true);
}

/** True where a supplier of the values has to supply this input as well. */
export function mustBeSupplied(type: ConnectionType | undefined, input: string): boolean {
  const field = type?.inputs.nodes.find(({ key }) => key === input);
  return field?.required === true && !field.default;
}
