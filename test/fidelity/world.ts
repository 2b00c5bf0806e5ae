import fc from "fast-check";
import type { Declared } from "../support/declaration.ts";

/** Where a part of a connection is declared. */
type Place = "nowhere" | "inline" | "separate";

/** One connection of a random program, as data. */
interface Slot {
  kind: keyof typeof kinds;
  name: string;
  description: string | undefined;
  globals: Place;
  value: number;
  secret: number;
  test: Place;
  testSecret: number;
  flag: Place;
  flagOn: boolean;
  customers: { place: "nowhere" | "single" | "set"; secrets: (number | undefined)[] };
}

/** What a random program declares: one entry for each stable key, undefined where it is not there. */
export type World = (Slot | undefined)[];

/** The stable keys that a random program may use. */
export const stableKeys = ["fidelity-a", "fidelity-b", "fidelity-c"];

/** External ids of the customers that the tenant has. */
export const customers = ["globex", "initech", "umbrella"];

const kinds = {
  customer: { type: "CustomerConnection", component: "slack", connectionType: "oauth2" },
  user: { type: "UserConnection", component: "slack", connectionType: "oauth2" },
  organizationCustomer: { type: "OrganizationCustomerConnection", component: "acme" },
  organizationGlobal: { type: "OrganizationGlobalConnection", component: "http", connectionType: "basic" },
} as const;

const few = fc.integer({ min: 1, max: 3 });

const place = fc.constantFrom<Place>("nowhere", "inline", "separate");

const slot: fc.Arbitrary<Slot> = fc.record({
  kind: fc.constantFrom<keyof typeof kinds>("customer", "user", "organizationCustomer", "organizationGlobal"),
  name: fc.constantFrom("First name", "Second name"),
  description: fc.constantFrom(undefined, "", "One description", "Another"),
  globals: place,
  value: few,
  secret: few,
  test: place,
  testSecret: few,
  flag: place,
  flagOn: fc.boolean(),
  customers: fc.record({
    place: fc.constantFrom("nowhere", "single", "set"),
    secrets: fc.array(fc.option(few, { nil: undefined }), { minLength: 3, maxLength: 3 }),
  }),
});

/** A random program. Each connection keeps its kind in most cases, so that more is updated than replaced. */
export const world: fc.Arbitrary<World> = fc
  .tuple(
    ...stableKeys.map((_key, index) =>
      fc.option(
        slot.map((random) => ({
          ...random,
          kind: random.value === 3 ? random.kind : (Object.keys(kinds) as (keyof typeof kinds)[])[index + 1]!,
        })),
        { nil: undefined, freq: 4 },
      ),
    ),
  )
  .map((slots) => slots);

/** The resources of a random program. */
export function declaredBy(program: World): Declared[] {
  return program.flatMap((declared, index) => (declared ? resourcesOf(declared, index) : []));
}

function resourcesOf(slot: Slot, index: number): Declared[] {
  const { type, ...component } = kinds[slot.kind];
  const isGlobal = slot.kind === "organizationGlobal";
  const takesGlobals = slot.kind !== "organizationCustomer";
  const globals = !takesGlobals
    ? "nowhere"
    : isGlobal && slot.globals === "nowhere"
      ? "inline"
      : slot.globals;
  const { values, secrets } = globalValues(slot);
  const test = testCredentials(slot);
  const reference = { $resource: `connection-${index}` };
  const connection: Declared = {
    type,
    name: `connection-${index}`,
    args: {
      ...component,
      stableKey: stableKeys[index],
      name: slot.name,
      ...(slot.description === undefined ? {} : { description: slot.description }),
      ...(globals === "inline" ? { globalValues: values, globalSecrets: secrets } : {}),
      ...(isGlobal && globals === "separate" ? { separateGlobalValues: true } : {}),
      ...(slot.test === "inline" ? { testCredentials: test } : {}),
      ...(slot.flag === "inline" ? { embeddedWorkflows: slot.flagOn } : {}),
    },
  };
  const separate = (kind: Declared["type"], args: object): Declared => ({
    type: kind,
    name: `${kind}-${index}`,
    args: { connection: reference, ...args },
  });
  return [
    connection,
    ...(globals === "separate" ? [separate("GlobalValues", { values, secrets })] : []),
    ...(slot.test === "separate" ? [separate("TestCredentials", test)] : []),
    ...(slot.flag === "separate" ? [separate("EmbeddedWorkflowFlag", { enabled: slot.flagOn })] : []),
    ...(slot.kind === "organizationCustomer" ? customerResources(slot, index, separate) : []),
  ];
}

function globalValues({ kind, value, secret }: Slot): { values: object; secrets: object } {
  if (kind === "organizationGlobal") {
    return { values: { username: `user-${value}` }, secrets: { password: `password-${secret}` } };
  }
  return {
    values: { clientId: `client-${value}`, ...(value === 2 ? { scopes: "chat:write" } : {}) },
    secrets: {
      clientSecret: `client-secret-${secret}`,
      ...(secret === 2 ? { signingSecret: "signing-secret" } : {}),
    },
  };
}

function testCredentials({ kind, testSecret }: Slot): { values?: object; secrets: object } {
  if (kind === "organizationCustomer") return { secrets: { api_key: `test-key-${testSecret}` } };
  if (kind === "organizationGlobal") {
    return { values: { username: "tester" }, secrets: { password: `test-password-${testSecret}` } };
  }
  return {
    values: { clientId: "test-client" },
    secrets: { clientSecret: `test-secret-${testSecret}`, signingSecret: "test-signing-secret" },
  };
}

function customerResources(
  { customers: { place, secrets } }: Slot,
  index: number,
  separate: (kind: Declared["type"], args: object) => Declared,
): Declared[] {
  const credentials = customers.flatMap((customer, position) => {
    const secret = secrets[position];
    return secret === undefined
      ? []
      : [[customer, { secrets: { api_key: `customer-key-${secret}` } }] as const];
  });
  if (place === "set")
    return [separate("CustomerCredentialsSet", { customers: Object.fromEntries(credentials) })];
  if (place === "nowhere") return [];
  return credentials.map(([customer, values]) => {
    const resource = separate("CustomerCredentials", { customer, ...values });
    return { ...resource, name: `CustomerCredentials-${index}-${customer}` };
  });
}
