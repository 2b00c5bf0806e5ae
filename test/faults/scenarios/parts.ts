import { customersNamed, endOf, madeByHand, moved, secret, type Scenario, type Stage } from "../scenario.ts";

const globalValues: Scenario = {
  type: "GlobalValues",
  holds: {
    connections: ["boxed", "boxed-moved", "kept", "kept-moved"].map((stableKey) =>
      madeByHand(stableKey, "twilio", { connectionType: "apiKeySecret", variableScope: "org" }),
    ),
  },
  declare: (stage) => {
    const values = (name: string, end: string) => ({
      connection: { stableKey: moved(name, stage) },
      values: { accountSid: `AC${end}` },
      secrets: { apiKey: secret(`${name}-key`), apiSecret: secret(name, stage) },
    });
    return { boxed: values("boxed", endOf(stage)), kept: values("kept", "stays") };
  },
  names: { boxed: ['"boxed"', '"boxed-moved"'], kept: ['"kept"', '"kept-moved"'] },
};

const testCredentials: Scenario = {
  type: "TestCredentials",
  holds: {
    connections: [
      madeByHand("tested", "sendgrid"),
      madeByHand("tested-moved", "sendgrid"),
      madeByHand("stripe", "stripe", {
        connectionType: "apiKey",
        variableScope: "org",
        inputs: { apiKey: "live" },
      }),
      madeByHand("stripe-moved", "stripe", {
        connectionType: "apiKey",
        variableScope: "org",
        inputs: { apiKey: "live" },
      }),
    ],
  },
  declare: (stage) => ({
    tested: {
      connection: { stableKey: moved("tested", stage) },
      secrets: { apiKey: secret("tested", stage) },
    },
    stripe: {
      connection: { stableKey: moved("stripe", stage) },
      secrets: { apiKey: secret("stripe", stage) },
    },
  }),
  names: { tested: ['"tested"', '"tested-moved"'], stripe: ['"stripe"', '"stripe-moved"'] },
};

const postgres = (stableKey: string) => madeByHand(stableKey, "postgres", { inputs: { host: "db.example" } });

const login = (who: string, stage?: Stage) => ({
  values: { database: `${who}-db`, username: `${who}-${stage === undefined ? "stays" : endOf(stage)}` },
  secrets: { password: secret(who, stage) },
});

const customerCredentials: Scenario = {
  type: "CustomerCredentials",
  holds: {
    customers: customersNamed("globex", "initech"),
    connections: [postgres("db"), postgres("db-moved")],
  },
  declare: (stage) => ({
    globex: {
      connection: { stableKey: moved("db", stage) },
      customer: "globex",
      name: "Main",
      ...login("globex", stage),
    },
    initech: {
      connection: { stableKey: moved("db", stage) },
      customer: "initech",
      ...login("initech", stage),
    },
  }),
  names: { globex: ['"globex"'], initech: ['"initech"'] },
};

const customerCredentialsSet: Scenario = {
  type: "CustomerCredentialsSet",
  holds: {
    customers: customersNamed("globex", "initech", "hooli", "umbrella"),
    connections: [postgres("db"), postgres("db-moved")],
  },
  declare: (stage) => ({
    set: {
      connection: { stableKey: moved("db", stage) },
      customers: {
        globex: login("globex", stage),
        hooli: login("hooli"),
        ...(stage === "first" ? { initech: login("initech") } : { umbrella: login("umbrella") }),
      },
    },
  }),
  names: { set: ['"db"', '"db-moved"'] },
};

const embeddedWorkflowFlag: Scenario = {
  type: "EmbeddedWorkflowFlag",
  holds: {
    connections: [
      madeByHand("alerts", "sendgrid"),
      madeByHand("alerts-moved", "stripe", { variableScope: "org" }),
      madeByHand("orders", "acme"),
      madeByHand("orders-moved", "postgres"),
    ],
  },
  declare: (stage) => ({
    alerts: { connection: { stableKey: moved("alerts", stage) }, enabled: stage !== "changed" },
    orders: { connection: { stableKey: moved("orders", stage) }, enabled: stage !== "first" },
  }),
  names: { alerts: ['"alerts"', '"alerts-moved"'], orders: ['"orders"', '"orders-moved"'] },
};

const customerEmbeddedAccess: Scenario = {
  type: "CustomerEmbeddedAccess",
  holds: { customers: customersNamed("globex", "globex-moved", "initech", "initech-moved") },
  declare: (stage) => ({
    globex: { customer: moved("globex", stage), enabled: stage !== "changed" },
    initech: { customer: moved("initech", stage), enabled: stage !== "first" },
  }),
  names: { globex: ['"globex"', '"globex-moved"'], initech: ['"initech"', '"initech-moved"'] },
};

/** Parts of connections, and what customers have of them. */
export const partScenarios = [
  globalValues,
  testCredentials,
  customerCredentials,
  customerCredentialsSet,
  embeddedWorkflowFlag,
  customerEmbeddedAccess,
];
