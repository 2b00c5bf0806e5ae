import { isDeepStrictEqual } from "node:util";
import { knownMap, isUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { UpdateScopedConfigVariableInput } from "../../tenant/operations.generated.ts";
import { secretsChanged } from "../../dynamic/secretRevisions.ts";
import type { ManagedPart } from "../claims.ts";
import { heldValues, toExpressions, type Owner } from "../inputs/expressions.ts";
import { redirect, redirectOf } from "./redirect.ts";
import { refreshedValues } from "../inputs/refreshedValues.ts";
import {
  declaredValues,
  isTestSecret,
  managesGlobalValues,
  type CheckedConnection,
  type ConnectionOutputs,
} from "./state.ts";

type Payload = Omit<UpdateScopedConfigVariableInput, "id">;

/** A connection that is written to, and its type, which is looked up only where somebody asks. */
export interface Written {
  owner: Owner;
  held: TenantConnection | undefined;
  type: () => Promise<ConnectionType> | ConnectionType;
}

/** A field of a connection: everything that is to be known of it. */
export interface Field {
  /** Its name in the API. */
  sentAs: keyof Payload;
  /** What of the state is true once it was sent. */
  settles: readonly (keyof ConnectionOutputs)[];
  /** What else can manage it. */
  part?: ManagedPart;
  /** Whether it goes with the creation, or needs an update afterwards, which an interrupted run did not get to. */
  onCreate: "sent" | "follows";
  isDeclared(args: CheckedConnection): boolean;
  /** Whether it has to be sent; `old` is undefined where a creation left it out. */
  differs(old: ConnectionOutputs | undefined, args: CheckedConnection): boolean;
  /** Whether it is no longer managed although it was: the tenant keeps it, the state forgets it. */
  isLeftAlone(old: ConnectionOutputs, args: CheckedConnection): boolean;
  send(args: CheckedConnection, written: Written): Payload | Promise<Payload>;
  /** How what a tenant has differs from what is declared, by argument. */
  differences(args: CheckedConnection, held: TenantConnection, owner: Owner, type: ConnectionType): string[];
  /** The arguments that it is, and what the state knows besides, as the tenant has it now. */
  refreshed(
    old: ConnectionOutputs,
    held: TenantConnection,
    owner: Owner,
    type: ConnectionType | undefined,
  ): Partial<ConnectionOutputs>;
}

/** A field that keeps its value where it is no longer declared. */
const STAYS = Symbol("stays");

type Plain<Name extends keyof CheckedConnection> = Pick<Field, "sentAs" | "onCreate" | "part"> & {
  /** As the tenant has it. */
  held(found: TenantConnection): CheckedConnection[Name];
  send(value: CheckedConnection[Name] | undefined): Payload;
  /** What it becomes where it is no longer declared: a value, or it stays as it is and is not managed any more. */
  removed: CheckedConnection[Name] | typeof STAYS;
};

/** A field that is one argument. */
function plain<Name extends keyof CheckedConnection>(
  argument: Name,
  { held, send, removed, ...row }: Plain<Name>,
): Field {
  const gone = removed === STAYS ? undefined : removed;
  return {
    ...row,
    settles: [argument],
    isDeclared: (args) => args[argument] !== undefined,
    differs: (old, args) => {
      const before = old === undefined ? gone : old[argument];
      // What was not declared before may be anything.
      if (before === undefined) return args[argument] !== undefined;
      if (args[argument] === undefined && removed === STAYS) return false;
      return !isDeepStrictEqual(before, args[argument] ?? gone);
    },
    isLeftAlone: (old, args) =>
      removed === STAYS && old[argument] !== undefined && args[argument] === undefined,
    send: (args) => send(args[argument] ?? gone),
    differences: (args, found) => {
      const [declared, current] = [args[argument], held(found)];
      const isLeft = row.onCreate === "follows" && isDeepStrictEqual(current, gone);
      if (declared === undefined || isUnknown(declared) || isLeft) return [];
      return isDeepStrictEqual(declared, current) ? [] : [argument];
    },
    refreshed: (old, found) => ({ [argument]: old[argument] === undefined ? undefined : held(found) }),
  };
}

/** The global values: two arguments that are one list of inputs in the API. */
export const globalValues: Field = {
  sentAs: "inputs",
  part: "globalValues",
  onCreate: "sent",
  settles: [
    "globalValues",
    "globalSecrets",
    "undeployedInstances",
    "componentInputs",
    "newInputs",
    "undeclaredSecrets",
  ],
  isDeclared: managesGlobalValues,
  differs: (old, args) =>
    managesGlobalValues(args) &&
    (old === undefined ||
      old.undeclaredSecrets !== undefined ||
      old.newInputs !== undefined ||
      !isDeepStrictEqual(old.globalValues ?? {}, args.globalValues ?? {}) ||
      isUnknown(args.globalSecrets) ||
      secretsChanged(old, args, (name) => !isTestSecret(name))),
  isLeftAlone: (old, args) => managesGlobalValues(old) && !managesGlobalValues(args),
  send: async (args, { owner, held, type }) => ({
    inputs: toExpressions(await type(), owner, declaredValues(args), held),
  }),
  differences: (args, found, owner, type) => {
    if (!managesGlobalValues(args)) return [];
    const secrets = knownMap(args.globalSecrets);
    const wanted = { ...knownMap(args.globalValues), ...secrets };
    const held = heldValues(found, owner, { type, declared: Object.keys(wanted) });
    const names = new Set([...Object.keys(wanted), ...Object.keys(held.readable)]);
    return [...names].filter((name) => {
      if (held.writeOnly.includes(name) || isUnknown(wanted[name])) return false;
      // A secret that an interrupted run did not get to set is no difference; it is set on adoption.
      const isUnset = !(name in held.readable) && name in secrets;
      return !isUnset && !isDeepStrictEqual(wanted[name], held.readable[name]);
    });
  },
  refreshed: (old, found, owner, type) => {
    if (!managesGlobalValues(old)) return {};
    const known = { ...old, values: old.globalValues, secrets: old.globalSecrets };
    const driftedSecrets = old.driftedSecrets?.filter((name) => !isTestSecret(name));
    const now = refreshedValues(owner, { ...known, driftedSecrets }, old.lastConfiguredAt, found, type);
    return {
      globalValues: now.values,
      globalSecrets: now.secrets,
      driftedSecrets: now.drifted,
      undeclaredSecrets: now.undeclared,
    };
  },
};

/** The fields that `updateScopedConfigVariable` sets. */
export const FIELDS: readonly Field[] = [
  plain("name", {
    sentAs: "key",
    held: (found) => found.key,
    send: (name) => ({ key: String(name) }),
    onCreate: "sent",
    removed: "",
  }),
  plain("description", {
    sentAs: "description",
    held: (found) => found.description ?? "",
    send: (description) => ({ description: description ?? "" }),
    onCreate: "sent",
    removed: STAYS,
  }),
  globalValues,
  plain("embeddedWorkflows", {
    sentAs: "defaultForComponent",
    part: "embeddedWorkflows",
    held: (found) => found.defaultForComponent,
    send: (isOn) => ({ defaultForComponent: isOn === true }),
    onCreate: "follows",
    removed: false,
  }),
  plain("oauthRedirect", {
    sentAs: "oAuthRedirectConfig",
    held: redirectOf,
    send: redirect,
    onCreate: "sent",
    removed: {},
  }),
];

/** The fields that go with the update that takes a connection over in place of creating it. */
export function takenOver(args: CheckedConnection): Field[] {
  // What was on may be another resource's that goes in this run; switching on follows by itself.
  return FIELDS.filter(
    (field) => field.isDeclared(args) && !(field.onCreate === "follows" && field.differs(undefined, args)),
  );
}

/** The payload of some fields. */
export async function payloadOf(
  fields: readonly Field[],
  args: CheckedConnection,
  written: Written,
): Promise<Payload> {
  const parts = await Promise.all(fields.map((field) => field.send(args, written)));
  return Object.assign({}, ...parts) as Payload;
}
