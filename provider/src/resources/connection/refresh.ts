import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import { ROWS } from "./fields.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import { withoutLostTokens } from "./oauthTokens.ts";
import { mustBeSupplied, refreshedInputs } from "../inputs/newInputs.ts";
import {
  managesGlobalValues,
  sameComponent,
  serverFields,
  type CheckedConnection,
  type ConnectionState,
} from "./state.ts";

/** True where the resource has to deal with a new input of its connection type. */
export function concerns(
  args: Pick<CheckedConnection, "globalValues" | "globalSecrets" | "testCredentials">,
  type: ConnectionType | undefined,
  input: string,
): boolean {
  return managesGlobalValues(args) || (args.testCredentials !== undefined && mustBeSupplied(type, input));
}

/** Arguments and outputs as they are in the tenant now, without the fields that the resource does not manage. */
export function refreshed(
  kind: ConnectionKind,
  old: ConnectionState,
  found: TenantConnection,
  { type, undeployed }: { type: ConnectionType | undefined; undeployed: string[] | undefined },
): { args: CheckedConnection; state: ConnectionState } {
  const parts = ROWS.map((row) => row.refreshed(old, found, kind, type));
  const {
    undeclaredInputs,
    savedTestCredentials,
    testAuthorizeUrl,
    driftedSecrets: _,
    tokensSentAgain,
    testTokensSentAgain,
    ...fields
  } = Object.assign({}, ...parts) as Partial<ConnectionState>;
  const drifted = parts.flatMap(({ driftedSecrets }) => driftedSecrets ?? []);
  const { componentInputs, newInputs } = refreshedInputs(old, type, (name) => concerns(old, type, name));
  const component = found.connection?.component;
  const connectionType = found.connection?.key ?? old.connectionType;
  const { plainInputs, separateGlobalValues, redeployInstances, replaceInUse, secretRevisions, addedInputs } =
    old;
  const args: CheckedConnection = {
    component:
      component && !sameComponent(old.component, component)
        ? { key: component.key, public: component.public }
        : old.component,
    connectionType,
    stableKey: found.stableKey,
    name: found.key,
    ...fields,
    // Decisions of the program that no tenant knows.
    plainInputs,
    separateGlobalValues,
    redeployInstances,
    replaceInUse,
    secretRevisions,
    newInputs,
    addedInputs,
  };
  return {
    args: withoutLostTokens(args, drifted),
    state: {
      ...args,
      connectionType,
      ...serverFields(kind, found),
      savedTestCredentials,
      testAuthorizeUrl,
      tokensSentAgain,
      testTokensSentAgain,
      componentInputs,
      driftedSecrets: drifted.length > 0 ? drifted : undefined,
      undeclaredInputs,
      undeployedInstances: undeployed,
    },
  };
}
