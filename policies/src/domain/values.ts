import { knownMap, knownMembers, knownTexts } from "../engine/properties.ts";
import type { ResourceView } from "../engine/resource.ts";

/** One value of a connection's or a credential's inputs. */
export interface InputValue {
  /** Place in the resource's arguments: `globalValues.clientId`. */
  path: string;
  /** Key of the component's input. */
  input: string;
  /** Texts inside, several if the value is a list or a map. Never print those of a secret. */
  texts: string[];
  secret: boolean;
}

/** All values that a resource gives to inputs and that are known, plain and secret. */
export function valuesOf({ properties }: ResourceView): InputValue[] {
  return [
    ...inputs("globalValues", properties["globalValues"], false),
    ...inputs("globalSecrets", properties["globalSecrets"], true),
    ...credentials("testCredentials", properties["testCredentials"]),
    ...inputs("values", properties["values"], false),
    ...inputs("secrets", properties["secrets"], true),
    ...knownMembers(properties["customers"]).flatMap(([customer, given]) =>
      credentials(`customers.${customer}`, given),
    ),
  ];
}

/** The inputs that the resource calls plain although they look secret by their name. */
export function plainInputsOf({ properties }: ResourceView): string[] {
  return knownTexts(properties["plainInputs"]);
}

function credentials(path: string, value: unknown): InputValue[] {
  const { values, secrets } = knownMap(value) ?? {};
  return [...inputs(`${path}.values`, values, false), ...inputs(`${path}.secrets`, secrets, true)];
}

function inputs(path: string, map: unknown, secret: boolean): InputValue[] {
  return knownMembers(map).map(([input, value]) => ({
    path: `${path}.${input}`,
    input,
    texts: textsIn(value),
    secret,
  }));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return knownTexts(value);
  return knownMembers(value).flatMap(([, member]) => (typeof member === "string" ? [member] : []));
}
