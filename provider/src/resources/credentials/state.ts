import { isDeepStrictEqual } from "node:util";
import type { Difference, Properties } from "../../dynamic/lifecycle.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { KnownInputs } from "../inputs/newInputs.ts";
import { isOtherConnection, type ConnectionReference } from "../reference/connection.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { secretsChanged, type SecretRevisions } from "../../dynamic/secretRevisions.ts";
import type { CredentialsInputs } from "./arguments.ts";
import { credentialExpressions, knownCredentials } from "./values.ts";

/** Raised when the form of the outputs changes; a state of any earlier version must stay readable. */
export const SCHEMA_VERSION = 1;

/** Arguments together with what `check` computes. */
export type CheckedCredentials = CredentialsInputs & {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  /** Only a refresh puts it into the inputs, so that the next check sees a difference. */
  newInputs?: string[] | undefined;
};

/** What the engine keeps of credentials. */
export interface CredentialsOutputs extends CredentialsInputs, KnownInputs {
  connection: ConnectionReference;
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  status?: string | undefined;
  authorizeUrl?: string | undefined;
  lastConfiguredAt?: string | undefined;
  driftedSecrets?: string[] | undefined;
  /** Ids of instances that were to be deployed again with the present values and could not be. */
  undeployedInstances?: string[] | undefined;
  schemaVersion: number;
}

/** Compares what the tenant has, as the state knows it, with what is declared. */
export function diffCredentials(olds: CredentialsOutputs, news: CheckedCredentials): Difference {
  const replaces = [
    ...(isOtherConnection(olds.connection, news.connection) ? ["connection"] : []),
    ...(olds.customer === news.customer ? [] : ["customer"]),
  ];
  const changes =
    replaces.length > 0 ||
    Object.keys(changedFields(olds, news)).length > 0 ||
    undeployedStill(olds, news).length > 0 ||
    olds.newInputs !== undefined;
  return { changes, replaces };
}

/** The fields that an update sends. */
export function changedFields(olds: CredentialsOutputs, news: CheckedCredentials) {
  const { values } = knownCredentials(olds);
  const same = isDeepStrictEqual(values, knownCredentials(news).values);
  const unknown = isUnknown(news.values) || isUnknown(news.secrets);
  return {
    ...(olds.name === news.name ? {} : { key: news.name ?? "" }),
    ...(same && !unknown && !secretsChanged(olds, news) ? {} : { inputs: credentialExpressions(news) }),
  };
}

/** The arguments among the properties, with the computed ones unless they are not wanted. */
export function argumentsOf(
  properties: CredentialsInputs & { secretRevisions?: unknown },
  computed = true,
): Properties {
  const { connection, customer, name, values, secrets, plainInputs, redeployInstances, secretRevisions } =
    properties;
  const all = { connection, customer, name, values, secrets, plainInputs, redeployInstances };
  const entries = Object.entries(computed ? { ...all, secretRevisions } : all);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Outputs right after the tenant took over the inputs. */
export function outputsOf(
  declared: CredentialsOutputs,
  saved: TenantCredentials,
  known: KnownInputs,
): Properties {
  return { ...declared, ...serverFields(saved), ...known };
}

/** What the tenant says of credentials. */
export function serverFields(found: TenantCredentials) {
  return {
    status: found.status ?? undefined,
    authorizeUrl: found.authorizeUrl ?? undefined,
    lastConfiguredAt: found.lastConfiguredAt ?? undefined,
    schemaVersion: SCHEMA_VERSION,
  };
}
