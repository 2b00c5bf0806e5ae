import { SCHEMA_VERSION } from "../dynamic/resourceType.ts";
import { heldValues } from "../resources/inputs/expressions.ts";
import type { ConnectionKind } from "../resources/reference/kind.ts";
import { secretsOfConnection } from "../resources/connection/lifecycle.ts";
import { redirectOf } from "../resources/connection/redirect.ts";
import { addedBy, TEST, testCredentialsOf, type CheckedConnection } from "../resources/connection/state.ts";
import { globallySupplied } from "../resources/credentials/values.ts";
import { nextRevisions } from "../dynamic/secretRevisions.ts";
import type { Component, ConnectionType, TenantConnection } from "../tenant/operation.ts";
import { heldByCredentials, isEmpty, maps, secretNames, sorted, type Imported } from "./imported.ts";

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
  const hasGlobals =
    !separate.has("GlobalValues") && (secretNames(globals).length > 0 || !isEmpty(globals.values));
  const redirect = redirectOf(found);
  const declared: CheckedConnection & { stableKey: string } = {
    component: componentName(found, componentsOfTenant),
    connectionType: type.key,
    stableKey: found.stableKey,
    name: found.key,
    ...(found.description ? { description: found.description } : {}),
    ...(hasGlobals ? maps("globalValues", "globalSecrets", globals) : {}),
    ...(kind.needsEveryInput && !hasGlobals ? { separateGlobalValues: true as const } : {}),
    ...(test === undefined ? {} : { testCredentials: maps("values", "secrets", test) }),
    ...(found.defaultForComponent && !separate.has("EmbeddedWorkflowFlag")
      ? { embeddedWorkflows: true }
      : {}),
    // Without a decision the update that sets the secrets would be refused.
    ...(hasGlobals && found.hasDeployedInstances ? { redeployInstances: "never" as const } : {}),
    ...(typeof redirect !== "object" || isEmpty(redirect) ? {} : { oauthRedirect: redirect }),
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
      { path: ["globalSecrets"], words: found.stableKey, names: hasGlobals ? secretNames(globals) : [] },
      ...(test === undefined ? [] : [{ ...secretsOfTest, names: secretNames(test) }]),
    ],
    inputs,
    outputs: { ...inputs, ...addedBy(kind, inputs, type, found), schemaVersion: SCHEMA_VERSION },
    secretMembers: ["globalSecrets.*", `${TEST}.secrets.*`, "authorizeUrl"],
    leftOut: [...(hasGlobals ? globals.leftOut : []), ...(test?.leftOut ?? [])],
  };
}

/** The component's key alone where it is clear which one is meant. */
function componentName(found: TenantConnection, all: readonly Component[]): CheckedConnection["component"] {
  const { key = "", public: isPublic = true } = found.connection?.component ?? {};
  const sharesKey = all.filter((component) => component.key === key).length > 1;
  return sharesKey ? { key, public: isPublic } : key;
}
