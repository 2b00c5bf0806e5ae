import { expect } from "vitest";
import { customersWithAccess, switchAccess } from "../../support/embeddedAccess.ts";
import { changeCredentials, removeCredentials } from "../../support/contents.ts";
import { endOf, removeConnection, secret, type LifeCase, type Stage } from "./case.ts";

const keyAt = (stage: Stage): string => (stage === "replaced" ? "postgres-moved" : "postgres");

const login = (who: string, password: string) => ({
  values: { database: `${who}-db`, username: who },
  secrets: { password },
});

/** The life of the access that customers have to the embedded workflow builder. */
export const accessCase: LifeCase = {
  title: "CustomerEmbeddedAccess",
  holds: { customers: ["builder", "builder-moved"].map((externalId) => ({ externalId, name: externalId })) },
  declare: (stage) => [
    {
      type: "CustomerEmbeddedAccess",
      name: "access",
      args: { customer: stage === "replaced" ? "builder-moved" : "builder", enabled: stage !== "first" },
    },
  ],
  contents: () => ({}),
  async verify(tenant, stage) {
    const expected = { first: [], changed: ["builder"], replaced: ["builder-moved"] };
    expect(await customersWithAccess(tenant)).toEqual(expected[stage]);
  },
  refusal: {},
  shows: { access: ["enabled"] },
  drift: {
    happen: (tenant) => switchAccess(tenant, "builder", false),
    shown: { access: ["~ enabled: true => false"] },
  },
  loss: { happen: () => Promise.resolve(), created: [] },
  replaced: { access: undefined },
};

/** The life of a connection whose credentials the organization supplies, for one customer and for several. */
export const customerCase: LifeCase = {
  title: "OrganizationCustomerConnection, CustomerCredentials and CustomerCredentialsSet",
  holds: {
    customers: ["globex", "initech", "hooli"].map((externalId) => ({ externalId, name: externalId })),
  },
  declare: (stage) => [
    {
      type: "OrganizationCustomerConnection",
      name: "postgres",
      args: {
        component: "postgres",
        stableKey: keyAt(stage),
        name: "PostgreSQL",
        globalValues: { host: `${endOf(stage)}.db.example`, requireSSL: true },
        ...(stage === "replaced" ? { replaceInUse: { customers: 3 } } : {}),
      },
    },
    {
      type: "CustomerCredentials",
      name: "globex",
      args: {
        connection: { $resource: "postgres" },
        customer: "globex",
        name: "Main",
        ...login(`globex-${endOf(stage)}`, secret("globex", stage)),
      },
    },
    {
      type: "CustomerCredentialsSet",
      name: "others",
      args: {
        connection: { $resource: "postgres" },
        customers: {
          initech: login("initech", secret("initech", stage)),
          hooli: login("hooli", secret("hooli")),
        },
      },
    },
  ],
  contents: (stage) => ({
    connections: {
      [keyAt(stage)]: {
        kind: "customer/org",
        type: "postgres/postgres",
        values: { host: `${endOf(stage)}.db.example`, requireSSL: "true" },
      },
    },
    credentials: {
      [`${keyAt(stage)}/globex/Main`]: {
        database: `globex-${endOf(stage)}-db`,
        username: `globex-${endOf(stage)}`,
        password: "(set)",
      },
      [`${keyAt(stage)}/hooli`]: { database: "hooli-db", username: "hooli", password: "(set)" },
      [`${keyAt(stage)}/initech`]: { database: "initech-db", username: "initech", password: "(set)" },
    },
  }),
  refusal: {
    globex: { kept: false, says: "were not created: Tenant" },
    others: {
      kept: true,
      says: 'The credentials of 2 customers for connection "postgres" were not written: ',
    },
  },
  shows: {
    postgres: ["globalValues.host"],
    globex: ["secretRevisions.password", "values.database", "values.username"],
    others: ["change"],
  },
  drift: {
    async happen(tenant) {
      await tenant.change("postgres", { inputs: { host: "by.hand" } });
      await changeCredentials(tenant, "postgres/globex/Main", {
        database: "by-hand",
        username: "globex-2",
        password: "other",
      });
      await changeCredentials(tenant, "postgres/initech", {
        database: "initech-db",
        username: "initech",
        password: "other",
      });
      await removeCredentials(tenant, "postgres/hooli");
    },
    shown: {
      postgres: ['~ host: "2.db.example" => "by.hand"'],
      globex: ['~ database: "globex-2-db" => "by-hand"', '+     [0]: "password"'],
      others: ['+     [0]: "-hooli"', '+     [1]: "~initech"', "~ customers: 2 => 1"],
    },
    resent: [secret("globex", "changed"), secret("initech", "changed"), secret("hooli")],
  },
  loss: {
    happen: (tenant) => removeConnection(tenant, "postgres"),
    created: ["postgres", "globex", "others"],
  },
  replaced: {
    postgres: { from: "postgres", to: "postgres-moved" },
    globex: undefined,
    others: undefined,
  },
};
