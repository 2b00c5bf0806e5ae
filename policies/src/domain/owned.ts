import {
  accessClaim,
  componentClaim,
  connectionClaim,
  customerClaim,
  integrationClaim,
  partClaim,
  type ResourceClass,
} from "pulumi-prismatic/vocabulary";
import { isGiven, isUnknown, knownMap, knownText, type Properties } from "../engine/properties.ts";
import type { ResourceView } from "../engine/resource.ts";
import { connectionOf } from "./connection.ts";
import { nameInDefinition } from "./definitionValues.ts";

/** The objects that a resource manages, as the provider names them; those that are not known yet are left out. */
export function ownedBy(resource: ResourceView): string[] {
  const { type, properties } = resource;
  const connection = connectionOf(resource);
  if (connection !== undefined) return ofConnection(connection.stableKey, properties);
  const owned = Object.hasOwn(OWNED, type) ? OWNED[type as keyof typeof OWNED] : undefined;
  return owned?.(properties) ?? [];
}

function ofConnection(stableKey: string | undefined, properties: Properties): string[] {
  if (stableKey === undefined) return [];
  const { globalValues, globalSecrets, testCredentials, embeddedWorkflows } = properties;
  return [
    connectionClaim(stableKey),
    ...(isGiven(globalValues) || isGiven(globalSecrets) ? [partClaim("globalValues", stableKey)] : []),
    ...(isGiven(testCredentials) ? [partClaim("testCredentials", stableKey)] : []),
    ...(isGiven(embeddedWorkflows) ? [partClaim("embeddedWorkflows", stableKey)] : []),
  ];
}

type Owned = (properties: Properties) => string[];

const OWNED: Partial<Record<ResourceClass, Owned>> = {
  GlobalValues: ofKey((key) => [partClaim("globalValues", key)]),
  TestCredentials: ofKey((key) => [partClaim("testCredentials", key)]),
  EmbeddedWorkflowFlag: ofKey((key) => [partClaim("embeddedWorkflows", key)]),
  CustomerCredentials: ofKey((key, { customer, name }) => {
    const known = knownText(customer);
    return known === undefined || isUnknown(name) ? [] : [customerClaim(key, known, knownText(name))];
  }),
  CustomerCredentialsSet: ofKey((key, { customers }) =>
    Object.keys(knownMap(customers) ?? {}).map((customer) => customerClaim(key, customer, undefined)),
  ),
  CustomerEmbeddedAccess({ customer }) {
    const known = knownText(customer);
    return known === undefined ? [] : [accessClaim(known)];
  },
  Component({ key, public: isPublic, customer }) {
    const known = knownText(key);
    if (known === undefined || typeof isPublic !== "boolean" || isUnknown(customer)) return [];
    return [componentClaim({ key: known, public: isPublic, customer: knownText(customer) })];
  },
  Integration({ definition, customer }) {
    const text = knownText(definition);
    const name = text === undefined ? undefined : nameInDefinition(text);
    return name === undefined || isUnknown(customer) ? [] : [integrationClaim(name, knownText(customer))];
  },
  CodeNativeIntegration({ name }) {
    const known = knownText(name);
    return known === undefined ? [] : [integrationClaim(known)];
  },
};

/** The objects of a resource that belongs to a connection. */
function ofKey(owned: (stableKey: string, properties: Properties) => string[]): Owned {
  return (properties) => {
    const { connection } = properties;
    const stableKey = knownText(connection) ?? knownText(knownMap(connection)?.["stableKey"]);
    return stableKey === undefined ? [] : owned(stableKey, properties);
  };
}
