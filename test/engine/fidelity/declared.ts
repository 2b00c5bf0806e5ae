import type { Declared } from "../../support/declaration.ts";
import { componentOf, integrationOf } from "./declaredOwn.ts";
import {
  BY_HAND,
  connectionName,
  customers,
  kinds,
  stableKeyOf,
  type Derived,
  type Slot,
  type World,
} from "./world.ts";

/**
 * The resources that a program declares of one lane.
 *
 * @param bundles the folders of the lane's component, one for each of its bundles
 */
export function declaredBy(world: World, lane: number, bundles: readonly string[]): Declared[] {
  const connections = world.connections.flatMap((slot, index) => {
    if (slot === undefined) return [];
    const first = index === 1 ? world.connections[0] : undefined;
    return resourcesOf({ lane, index, slot, source: first && sourceOf(lane, first, slot.derivedFrom) });
  });
  return [...connections, ...componentOf(world, lane, bundles), ...integrationOf(world, lane)];
}

interface Place {
  lane: number;
  index: number;
  slot: Slot;
  /** The output that values may be made of. */
  source: object | undefined;
}

/** An output of a lane's first connection. Only the organization's own have a status; what is undefined stays unknown. */
function sourceOf(lane: number, first: Slot, output: Slot["derivedFrom"]): object {
  const $textOf = connectionName(lane, 0, first);
  return { $textOf, output: first.kind === "organizationGlobal" ? output : "id" };
}

function resourcesOf(place: Place): Declared[] {
  const { lane, index, slot } = place;
  const { kind, renamed } = slot;
  const byHand = index === BY_HAND;
  const name = connectionName(lane, index, slot);
  const connection = byHand ? stableKeyOf(lane, index, slot) : { $resource: name };
  const separate = (type: Declared["type"], args: object, suffix = ""): Declared => ({
    type,
    name: `lane${lane}-${type}-${index}${suffix}${renamed && !byHand ? "-renamed" : ""}`,
    args: { connection, ...args },
  });
  return [
    ...(byHand ? [] : [connectionOf(place, name)]),
    ...(globalsOf(slot) === "separate" ? [separate("GlobalValues", globalValues(place))] : []),
    ...(slot.test === "separate" ? [separate("TestCredentials", testCredentials(place))] : []),
    ...(slot.flag === "separate" ? [separate("EmbeddedWorkflowFlag", { enabled: slot.flagOn })] : []),
    ...(kind === "organizationCustomer" ? customerResources(place, separate) : []),
  ];
}

/** An organization's own connection needs its values, and one of each customer's takes none here. */
function globalsOf({ kind, globals }: Slot): Slot["globals"] {
  if (kind === "organizationCustomer") return "nowhere";
  return kind === "organizationGlobal" && globals === "nowhere" ? "inline" : globals;
}

function connectionOf(place: Place, name: string): Declared {
  const { lane, index, slot } = place;
  const { type, ...component } = kinds[slot.kind];
  const globals = globalsOf(slot);
  const { values, secrets } = globalValues(place);
  const description = derived(place, "description") ?? slot.description;
  return {
    type,
    name,
    args: {
      ...component,
      stableKey: stableKeyOf(lane, index, slot),
      name: slot.name,
      ...(description === undefined ? {} : { description }),
      ...(globals === "inline" ? { globalValues: values, globalSecrets: secrets } : {}),
      ...(slot.kind === "organizationGlobal" && globals === "separate" ? { separateGlobalValues: true } : {}),
      ...(slot.test === "inline" ? { testCredentials: testCredentials(place) } : {}),
      ...(slot.flag === "inline" ? { embeddedWorkflows: slot.flagOn } : {}),
    },
  };
}

/** A value that is made of another resource's output, where this is the one. */
function derived({ slot, source }: Place, what: Derived): object | undefined {
  return slot.derived === what ? source : undefined;
}

function globalValues(place: Place): { values: object; secrets: object } {
  const { kind, value, secret } = place.slot;
  const plain = derived(place, "value") ?? `value-${value}`;
  const hidden = derived(place, "secret") ?? `secret-${secret}`;
  if (kind === "organizationGlobal") return { values: { username: plain }, secrets: { password: hidden } };
  return {
    values: { clientId: plain, ...(value === 2 ? { scopes: "chat:write" } : {}) },
    secrets: { clientSecret: hidden, ...(secret === 2 ? { signingSecret: "signing-secret" } : {}) },
  };
}

function testCredentials(place: Place): { values?: object; secrets: object; oauthTokens?: object } {
  const { kind, testSecret } = place.slot;
  const secret = derived(place, "testSecret") ?? `test-secret-${testSecret}`;
  if (kind === "organizationCustomer") return { secrets: { api_key: secret } };
  if (kind === "organizationGlobal") return { values: { username: "tester" }, secrets: { password: secret } };
  return {
    values: { clientId: "test-client" },
    secrets: { clientSecret: secret, signingSecret: "test-signing-secret" },
    oauthTokens: { accessToken: `test-token-${testSecret}` },
  };
}

function customerResources(
  place: Place,
  separate: (type: Declared["type"], args: object, suffix: string) => Declared,
): Declared[] {
  const { customers: declared } = place.slot;
  const credentials = customers.flatMap((customer, position) => {
    const secret = declared.secrets[position];
    if (secret === undefined) return [];
    const api_key = (position === 0 ? derived(place, "customers") : undefined) ?? `customer-key-${secret}`;
    return [[customer, { secrets: { api_key } }] as const];
  });
  if (declared.place === "nowhere") return [];
  if (declared.place === "set") {
    return [separate("CustomerCredentialsSet", { customers: Object.fromEntries(credentials) }, "")];
  }
  return credentials.map(([customer, values]) =>
    separate("CustomerCredentials", { customer, ...values }, `-${customer}`),
  );
}
