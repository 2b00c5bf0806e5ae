import { isUnknown } from "../../dynamic/wire.ts";
import { knownCredentials } from "../credentials/values.ts";
import { secretForm } from "../inputs/secretForms.ts";
import { looksSecret } from "../inputs/secretNames.ts";
import { unencryptedAddress } from "../inputs/unencrypted.ts";
import type { SetArguments } from "./arguments.ts";

/**
 * Facts about the values of a set that policies judge by. Digests stand in the place of the values before any policy sees
 * them. Nothing here is secret: it stays in the clear in the state.
 */
export interface ValueFacts {
  /** Keys of the inputs under `values`, of all customers; see {@link factsOfEarlier}. */
  names?: string[];
  /** Values under `values` that are secrets by their form, the first customer's of each input and form. */
  forms?: { path: string; kind: string }[];
  /** Unencrypted addresses, the first customer's of each input and host; of those under `secrets`, no host. */
  addresses?: { path: string; scheme: string; host?: string }[];
}

/** The facts about values that are known; undefined while the customers are not. */
export function valueFacts({ customers }: Pick<SetArguments, "customers">): ValueFacts | undefined {
  if (isUnknown(customers)) return undefined;
  const names = new Set<string>();
  const forms = new Map<string, { path: string; kind: string }>();
  const addresses = new Map<string, { path: string; scheme: string; host?: string }>();
  for (const [customer, given] of Object.entries(customers)) {
    const { values, secrets } = knownCredentials(given);
    for (const [name, value] of Object.entries(values)) {
      names.add(name);
      const path = `customers.${customer}.values.${name}`;
      for (const text of textsIn(value)) {
        const kind = secretForm(text);
        const address = unencryptedAddress(text);
        if (kind !== undefined) addFirst(forms, [name, kind], { path, kind });
        if (address === undefined) continue;
        const { scheme, host } = address;
        addFirst(addresses, [name, scheme, host], { path, scheme, host });
      }
    }
    for (const [name, value] of Object.entries(secrets)) {
      const scheme = unencryptedAddress(value)?.scheme;
      const path = `customers.${customer}.secrets.${name}`;
      if (scheme !== undefined) addFirst(addresses, [name, scheme], { path, scheme });
    }
  }
  return {
    names: [...names].sort(),
    ...(forms.size > 0 && { forms: [...forms.values()] }),
    ...(addresses.size > 0 && { addresses: [...addresses.values()] }),
  };
}

/**
 * The facts about a set that an earlier version wrote, which has no names: its diff shows no line for what it had all along,
 * also where a run completes it that changes nothing. Names that look secret are told all the same.
 */
export function factsOfEarlier({ names = [], ...facts }: ValueFacts): ValueFacts | undefined {
  const secret = names.filter(looksSecret);
  const found: ValueFacts = { ...facts, ...(secret.length > 0 && { names: secret }) };
  return Object.keys(found).length > 0 ? found : undefined;
}

function addFirst<Fact>(facts: Map<string, Fact>, key: readonly string[], fact: Fact): void {
  const text = JSON.stringify(key);
  if (!facts.has(text)) facts.set(text, fact);
}

/** The texts in a value, with the names of a map's members. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return isUnknown(value) ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  const names = Array.isArray(value) ? [] : Object.keys(value);
  return [...names, ...Object.values(value).flatMap(textsIn)];
}
