import { heldValues, ownerOf } from "../resources/inputs/expressions.ts";
import { knownInputs } from "../resources/inputs/newInputs.ts";
import { serverFields } from "../resources/credentials/state.ts";
import { OAUTH_TOKENS } from "../resources/oauthTokens/tokens.ts";
import { globallySupplied } from "../resources/inputs/expressions.ts";
import { nextRevisions } from "../dynamic/secretRevisions.ts";
import type { ConnectionType, TenantConnection, TenantCredentials } from "../tenant/operation.ts";
import { heldByCredentials, maps, sorted, tokensOf, type Imported, type SortedValues } from "./imported.ts";

/** The global values of a connection as a resource of their own. */
export function importedGlobalValues(found: TenantConnection, type: ConnectionType): Imported {
  const { stableKey } = found;
  const values = sorted(type, heldValues(found, ownerOf(found), { type, declared: [] }));
  // The update that sets the secrets would be refused without a decision.
  const decided = found.hasDeployedInstances ? { redeployInstances: "never" } : {};
  return part(
    { type: "GlobalValues", name: `${stableKey}-values`, id: found.id, words: stableKey },
    { stableKey, values, others: decided },
    {
      lastConfiguredAt: found.lastConfiguredAt ?? undefined,
      ...knownInputs(type),
    },
  );
}

/** Credentials as a resource of their own: a test's, or those of a customer. */
export function importedCredentials(
  found: TenantConnection,
  type: ConnectionType,
  credentials: TenantCredentials,
): Imported {
  const { stableKey } = found;
  const { isTest, key, customer, id, hasDeployedInstances } = credentials;
  const values = credentialValues(found, type, credentials);
  const externalId = customer?.externalId ?? customer?.id;
  const others = {
    ...(externalId === undefined ? {} : { customer: externalId }),
    ...(key ? { name: key } : {}),
    ...(hasDeployedInstances ? { redeployInstances: "never" } : {}),
  };
  const name = [stableKey, isTest ? "test" : externalId, key].filter(Boolean).join("-");
  const imported = part(
    { type: isTest ? "TestCredentials" : "CustomerCredentials", name, id, words: name },
    { stableKey, values, others },
    { ...serverFields(credentials), ...knownInputs(type) },
  );
  return isTest ? { ...imported, tokens: tokensOf(OAUTH_TOKENS, type, credentials) } : imported;
}

/** Values that credentials hold themselves. */
export function credentialValues(
  found: TenantConnection,
  type: ConnectionType,
  credentials: TenantCredentials,
): SortedValues {
  return sorted(type, heldByCredentials(type, credentials, globallySupplied(found, ownerOf(found))));
}

/** The flag of a connection as a resource of its own; a destroy leaves it as it was found. */
export function importedFlag({ id, stableKey, defaultForComponent: enabled }: TenantConnection): Imported {
  const inputs = { connection: { stableKey }, enabled };
  return {
    type: "EmbeddedWorkflowFlag",
    name: `${stableKey}-flag`,
    id,
    declared: { connection: stableKey, enabled },
    secretMaps: [],
    inputs,
    outputs: { ...inputs, setByUs: false },
    secretMembers: [],
    leftOut: [],
  };
}

function part(
  { type, name, id, words }: { type: string; name: string; id: string; words: string },
  { stableKey, values, others }: { stableKey: string; values: SortedValues; others: object },
  serverSays: object,
): Imported {
  const own = { ...others, ...maps("values", "secrets", values) };
  const secretRevisions = nextRevisions({ secrets: undefined, revisions: undefined }, own.secrets);
  const inputs = {
    connection: { stableKey },
    ...own,
    ...(secretRevisions === undefined ? {} : { secretRevisions }),
  };
  return {
    type,
    name,
    id,
    declared: { connection: stableKey, ...own },
    secretMaps: [{ path: ["secrets"], words, secrets: values.secrets }],
    inputs,
    outputs: { ...inputs, ...serverSays },
    secretMembers: ["secrets.*", "authorizeUrl"],
    leftOut: values.leftOut,
  };
}
