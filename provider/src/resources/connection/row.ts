import { isDeepStrictEqual } from "node:util";
import { isAlike } from "../../dynamic/storedForm.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { UpdateScopedConfigVariableInput } from "../../tenant/operations.generated.ts";
import type { ManagedPart } from "../claims.ts";
import type { Owner } from "../inputs/expressions.ts";
import type { CheckedConnection, ConnectionState } from "./state.ts";

/** Members of an update's input, apart from the id. */
export type Payload = Omit<UpdateScopedConfigVariableInput, "id">;

/** Part of a connection, as a program declares it and as the tenant has it. Inline and separate resources share it. */
export interface Row {
  /** Name of the part where a separate resource can manage it instead. */
  part?: ManagedPart;
  isDeclared: (args: CheckedConnection) => boolean;
  /** Names in which the tenant differs from the declaration; remains of an interrupted run are no difference. */
  differences: (
    args: CheckedConnection,
    held: TenantConnection,
    owner: Owner,
    type: ConnectionType,
  ) => string[];
  /** Values that the tenant holds and that a first declaration would overwrite, by name. */
  overwritten?: (
    args: CheckedConnection,
    held: TenantConnection,
    owner: Owner,
    type: ConnectionType,
  ) => string[];
  /** The row's arguments as the tenant has them, and the other facts that the state holds about them. */
  refreshed: (
    old: ConnectionState,
    held: TenantConnection,
    owner: Owner,
    type: ConnectionType | undefined,
  ) => Partial<ConnectionState>;
}

/** The connection that an update is sent to. */
export interface Written {
  owner: Owner;
  /** Undefined for one that is about to be created. */
  held: TenantConnection | undefined;
  type: () => Promise<ConnectionType> | ConnectionType;
  /** The arguments until now; undefined for a new connection. */
  old: CheckedConnection | undefined;
}

/** A row that `updateScopedConfigVariable` sets. */
export interface Field extends Row {
  /** Its name in the API. */
  sentAs: keyof Payload;
  /** The properties of the state that hold once it was sent. */
  settles: readonly (keyof ConnectionState)[];
  /** `follows`: creation does not take it, so that an update sends it right afterwards. */
  onCreate: "sent" | "follows";
  /** True where it has to be sent; `old` is undefined for a new connection. */
  differs: (old: Partial<ConnectionState> | undefined, args: CheckedConnection) => boolean;
  /** True where it is no longer declared: the state forgets it, also where nothing is sent. */
  isReleased: (old: ConnectionState, args: CheckedConnection) => boolean;
  send: (args: CheckedConnection, written: Written) => Payload | Promise<Payload>;
  /** Declaration that `import-file` makes; empty where the connection has the value of a new one. */
  imported: (found: TenantConnection) => Partial<CheckedConnection>;
}

interface Plain<Name extends keyof CheckedConnection> {
  sentAs: keyof Payload;
  onCreate: Field["onCreate"];
  part?: ManagedPart;
  /** The value in the tenant. */
  held: (found: TenantConnection) => CheckedConnection[Name];
  send: (value: CheckedConnection[Name]) => Payload;
  /** The value of a new connection. */
  unset: CheckedConnection[Name];
  /** Effect of no longer declaring it: it is unset, or it stays as it is and is no longer managed. */
  whenRemoved: "unset" | "stays";
}

/** A field that is one argument. */
export function plain<Name extends keyof CheckedConnection>(
  argument: Name,
  { held, send, unset, whenRemoved, ...row }: Plain<Name>,
): Field {
  const isUnset = (value: CheckedConnection[Name]) => isDeepStrictEqual(value, unset);
  return {
    ...row,
    settles: [argument],
    isDeclared: (args) => args[argument] !== undefined,
    differs: (old, args) => {
      const [before, declared] = [old === undefined ? unset : old[argument], args[argument]];
      // A value that was not declared before may be anything.
      if (before === undefined) return declared !== undefined;
      if (declared === undefined && whenRemoved === "stays") return false;
      return !isDeepStrictEqual(before, declared ?? unset);
    },
    isReleased: (old, args) => old[argument] !== undefined && args[argument] === undefined,
    send: (args) => send(args[argument] ?? unset),
    differences: (args, found) => {
      const [declared, current] = [args[argument], held(found)];
      if (declared === undefined || isUnknown(declared)) return [];
      const isToFollow = row.onCreate === "follows" && isUnset(current);
      return isToFollow || isAlike(declared, current) ? [] : [argument];
    },
    refreshed: (old, found) => ({ [argument]: old[argument] === undefined ? undefined : held(found) }),
    imported: (found) => (isUnset(held(found)) ? {} : { [argument]: held(found) }),
  };
}
