import { knownCredentials, type CredentialValues } from "../credentials/values.ts";
import { ownValue } from "../../tenant/ownValue.ts";

/**
 * Names of the inputs that a set wrote, by customer. They tell what a declaration no longer has from what others entered.
 * Most customers have the same ones, which are here once. A state of an earlier version has none, so that everything that
 * is no longer declared counts as entered by others.
 */
export interface InputNames {
  most: string[];
  /** The customers whose names are other ones. */
  others: Record<string, string[]>;
}

/** The names that the set wrote for a customer; none where that is not known. */
export function namesOf(all: InputNames | undefined, customer: string): readonly string[] {
  return ownValue(all?.others, customer) ?? all?.most ?? [];
}

/** The names of declared values. */
export function declaredBy(credentials: CredentialValues): string[] {
  const { values, secrets } = knownCredentials(credentials);
  return [...new Set([...Object.keys(values), ...Object.keys(secrets)])].sort();
}

/** Joins the names of all customers of a set. */
export function inputNamesOf(byCustomer: ReadonlyMap<string, readonly string[]>): InputNames {
  const numbers = new Map<string, number>();
  for (const names of byCustomer.values()) {
    const key = JSON.stringify(names);
    numbers.set(key, (numbers.get(key) ?? 0) + 1);
  }
  const [most = "[]"] = [...numbers].sort(([, one], [, other]) => other - one).map(([key]) => key);
  const others = [...byCustomer].filter(([, names]) => JSON.stringify(names) !== most);
  return {
    most: JSON.parse(most) as string[],
    others: Object.fromEntries(others.map(([customer, names]) => [customer, [...names]])),
  };
}
