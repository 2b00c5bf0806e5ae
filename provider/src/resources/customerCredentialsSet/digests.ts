import { createHash } from "node:crypto";
import { isMap, isUnknown, type OrUnknown, UNKNOWN } from "../../dynamic/wire.ts";
import { knownCredentials, type CredentialValues } from "../credentials/values.ts";
import { ownValue } from "../../tenant/ownValue.ts";

/** Digests of credentials by the customer's external id. The state keeps them in place of the values. */
export type Digests = Record<string, OrUnknown<string>>;

/** Stands in the place of a digest where the tenant has credentials of the customer that are no longer ours. */
export const OTHER_VALUES = "";

/** 128 bits; the digests themselves are kept secret. */
const CHARACTERS = 22;

/** The values behind the digests of this process, which `check` sees and the update that follows it needs. */
const valuesByDigest = new Map<string, CredentialValues>();

/** The digests of all customers. The values stay in this process, for the update that follows. */
export function digestsOf(customers: Record<string, OrUnknown<CredentialValues>>): Digests {
  return Object.fromEntries(
    Object.entries(customers).map(([customer, values]) => [customer, digestOf(values)]),
  );
}

/** The values behind a digest; undefined where this process never saw them. */
export function valuesOf(digest: string): CredentialValues | undefined {
  return valuesByDigest.get(digest);
}

function digestOf(credentials: OrUnknown<CredentialValues>): OrUnknown<string> {
  if (isUnknown(credentials)) return UNKNOWN;
  const { values, secrets } = knownCredentials(credentials);
  const text = JSON.stringify([sorted(values), sorted(secrets)]);
  if (isUnknown(credentials.values) || isUnknown(credentials.secrets) || text.includes(UNKNOWN))
    return UNKNOWN;
  const digest = createHash("sha256").update(text).digest("base64url").slice(0, CHARACTERS);
  valuesByDigest.set(digest, credentials);
  return digest;
}

function sorted(map: object): [string, unknown][] {
  return Object.entries(map)
    .map(([name, value]): [string, unknown] => [name, isMap(value) ? sorted(value) : value])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Customers that were added, changed and removed. */
export interface DigestChange {
  added: string[];
  changed: string[];
  removed: string[];
}

/** Compares by customer. An unknown digest counts as changed. */
export function compareDigests(old: Digests, next: Digests): DigestChange {
  const names = Object.keys(next);
  return {
    added: names.filter((customer) => !Object.hasOwn(old, customer)),
    changed: names.filter(
      (customer) =>
        Object.hasOwn(old, customer) &&
        (isUnknown(ownValue(next, customer)) || ownValue(old, customer) !== ownValue(next, customer)),
    ),
    removed: Object.keys(old).filter((customer) => !Object.hasOwn(next, customer)),
  };
}
