import { heldValues } from "../resources/inputs/expressions.ts";
import type { ConnectionKind } from "../resources/reference/kinds.ts";
import { secretsOfConnection } from "../resources/connection/lifecycle.ts";
import { FIELDS } from "../resources/connection/fields.ts";
import {
  addedBy,
  TEST,
  TEST_TOKENS,
  testCredentialsOf,
  type CheckedConnection,
} from "../resources/connection/state.ts";
import { OAUTH_TOKENS } from "../resources/oauthTokens/tokens.ts";
import { globallySupplied } from "../resources/inputs/expressions.ts";
import { nextRevisions } from "../dynamic/secretRevisions.ts";
import type { Component, ConnectionType, TenantConnection } from "../tenant/operation.ts";
import { PART_CLASSES } from "../resources/claims.ts";
import { heldByCredentials, isEmpty, maps, sorted, tokensOf, type Imported } from "./imported.ts";

/**
 * Turns a connection that a tenant holds into what `check`, `create` and `refresh` would have made of the same arguments.
 * Parts whose class is in `separate` become resources of their own and are left out here.
 */
export function importedConnection(
  kind: ConnectionKind,
  found: TenantConnection,
  type: ConnectionType,
  componentsOfTenant: readonly Component[],
  separate: ReadonlySet<string>,
): Imported {
  const globals = sorted(type, heldValues(found, kind, { type, declared: [] }));
  const credentials = separate.has("TestCredentials") ? undefined : testCredentialsOf(found);
  const test =
    credentials && sorted(type, heldByCredentials(type, credentials, globallySupplied(found, kind)));
  const hasGlobals = !separate.has("GlobalValues") && !(isEmpty(globals.secrets) && isEmpty(globals.values));
  const declared: CheckedConnection & { stableKey: string } = {
    component: componentName(found, componentsOfTenant),
    connectionType: type.key,
    stableKey: found.stableKey,
    ...importedFields(found, separate, hasGlobals ? maps("globalValues", "globalSecrets", globals) : {}),
    ...(kind.needsEveryInput && !hasGlobals ? { separateGlobalValues: true as const } : {}),
    ...(test === undefined ? {} : { testCredentials: maps("values", "secrets", test) }),
    // The update that sets the secrets would be refused without a decision.
    ...(hasGlobals && found.hasDeployedInstances ? { redeployInstances: "never" as const } : {}),
  };
  const revisions = nextRevisions(
    { secrets: undefined, revisions: undefined },
    secretsOfConnection(declared),
  );
  const inputs = revisions === undefined ? declared : { ...declared, secretRevisions: revisions };
  const secretsOfTest = { path: [TEST, "secrets"], words: `${found.stableKey} test` };
  return {
    type: kind.name,
    name: found.stableKey,
    id: found.id,
    declared,
    secretMaps: [
      { path: ["globalSecrets"], words: found.stableKey, secrets: hasGlobals ? globals.secrets : {} },
      ...(test === undefined ? [] : [{ ...secretsOfTest, secrets: test.secrets }]),
    ],
    inputs,
    outputs: { ...inputs, ...addedBy(kind, inputs, type, found) },
    secretMembers: ["globalSecrets.*", `${TEST}.secrets.*`, "authorizeUrl", "testAuthorizeUrl"],
    tokens: [
      ...(kind.variableScope === "org" ? tokensOf(OAUTH_TOKENS, type, found) : []),
      ...(credentials === undefined ? [] : tokensOf(TEST_TOKENS, type, credentials)),
    ],
    leftOut: [...(hasGlobals ? globals.leftOut : []), ...(test?.leftOut ?? [])],
  };
}

/** The arguments that are fields of the connection, apart from those that a resource of its own manages. */
function importedFields(
  found: TenantConnection,
  separate: ReadonlySet<string>,
  values: Partial<CheckedConnection>,
): Partial<CheckedConnection> & Pick<CheckedConnection, "name"> {
  const fields = FIELDS.filter(({ part }) => part === undefined || !separate.has(PART_CLASSES[part]));
  const parts = fields.map((field) => (field.part === "globalValues" ? values : field.imported(found)));
  return Object.assign({ name: found.key }, ...parts) as CheckedConnection;
}

/** The component's key, with its visibility where the key alone is ambiguous. */
function componentName(found: TenantConnection, all: readonly Component[]): CheckedConnection["component"] {
  const { key = "", public: isPublic = true } = found.connection?.component ?? {};
  const sharesKey = all.filter((component) => component.key === key).length > 1;
  return sharesKey ? { key, public: isPublic } : key;
}
