import { strict as assert } from "node:assert";
import fc, { type Arbitrary } from "fast-check";
import { allConnections } from "../../provider/src/cli/importables.ts";
import { importedAccess } from "../../provider/src/cli/importedAccess.ts";
import { importedIntegrations } from "../../provider/src/cli/importedIntegration.ts";
import { programText } from "../../provider/src/cli/programText.ts";
import { wholeTenant } from "../../provider/src/cli/wholeTenant.ts";
import { findComponent, findConnection, findCustomer } from "../../provider/src/lookups/find.ts";
import { readTenantOverview } from "../../provider/src/resources/overview.ts";
import type { Properties } from "../../provider/src/dynamic/lifecycle.ts";
import { LIFECYCLES } from "../../provider/src/resources/registry.ts";
import type { TenantSession } from "../../provider/src/tenant/session.ts";
import { startHostileServer } from "../support/hostileServer.ts";
import type { TestTenant } from "../support/tenant.ts";
import { edited, editedText, edits, textEdits } from "./hostile.ts";
import { assertHarmless, refusedOrDone } from "./promises.ts";
import { subject } from "./subject.ts";
import { filledTenant, sessionOf, SLACK } from "./tenant.ts";

/** Resources of which a read begins with the state, each with its arguments. */
const STATES = {
  CustomerConnection: { ...SLACK, stableKey: "chat", name: "Chat" },
  CustomerCredentials: {
    connection: { stableKey: "acme" },
    customer: "globex",
    secrets: { api_key: "hush" },
  },
  CustomerCredentialsSet: {
    connection: { stableKey: "acme" },
    customers: { initech: { secrets: { api_key: "hush" } } },
  },
  TestCredentials: { connection: { stableKey: "acme" }, secrets: { api_key: "hush" } },
  EmbeddedWorkflowFlag: { connection: { stableKey: "slack" }, enabled: true },
  CustomerEmbeddedAccess: { customer: "globex", enabled: true },
  Integration: {
    definition: "definitionVersion: 7\nname: Fuzzed\nrequiredConfigVars: []\nflows: []\n",
    publish: true,
  },
} as const;

type Stored = ReadonlyMap<string, { id: string; outputs: Properties }>;

/** Everything that reads of a tenant. */
const READS: Readonly<Record<string, (session: TenantSession, stored: Stored) => Promise<unknown>>> = {
  ...Object.fromEntries(
    (Object.keys(STATES) as (keyof typeof STATES)[]).map((type) => [
      `read ${type}`,
      async (session: TenantSession, stored: Stored) => {
        const { id = "", outputs = {} } = stored.get(type) ?? {};
        return LIFECYCLES[type].read(session, id, outputs);
      },
    ]),
  ),
  ...Object.fromEntries(
    (Object.keys(STATES) as (keyof typeof STATES)[]).map((type) => [
      `check ${type}`,
      (session: TenantSession) =>
        session.calls.judge(() => LIFECYCLES[type].check(session, undefined, { ...STATES[type] })),
    ]),
  ),
  importConnections: allConnections,
  importIntegrations: (session) => importedIntegrations(session, ["*"]),
  importAccess: (session) => importedAccess(session, ["*"]),
  whole: (session) => wholeTenant(session, { folder: "/" }),
  overview: (session) => readTenantOverview(session, { uses: true, values: true }),
  lookups: (session) =>
    Promise.all([
      findComponent(session, "slack"),
      findConnection(session, "slack"),
      findCustomer(session, "globex"),
    ]),
};

const PIECES = [
  '"',
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  "null",
  "\\u0000",
  "\0",
  "1e999",
  "[".repeat(5000),
  "<html>",
  "\ufeff",
];

/** The fate of one answer: changed as a value or as a text, cut off, or another one in its place. */
type Fate =
  | { edits: Parameters<typeof edited>[1] }
  | { textEdits: Parameters<typeof editedText>[1] }
  | { cutAt: number }
  | { other: string };

const fate: Arbitrary<Fate> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ edits }, { noNullPrototype: true }) },
  { weight: 2, arbitrary: fc.record({ textEdits: textEdits(PIECES) }) },
  { weight: 1, arbitrary: fc.record({ cutAt: fc.nat({ max: 100_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      other: fc.constantFrom("", "null", "{}", '{"data":null}', '{"data":{}}', '{"errors":[]}'),
    }),
  },
);

function meddled(text: string, how: Fate): string {
  if ("edits" in how) return JSON.stringify(edited(JSON.parse(text), how.edits)) ?? "";
  if ("textEdits" in how) return editedText(text, how.textEdits);
  return "cutAt" in how ? text.slice(0, how.cutAt % (text.length + 1)) : how.other;
}

/** Answers of a server that is no tenant, or a newer or a broken one. */
export const answers = subject({
  title: "GraphQL answers",
  share: 15,
  cases: fc.record({
    read: fc.constantFrom(...Object.keys(READS)),
    at: fc.nat({ max: 30 }),
    andLater: fc.boolean(),
    how: fate,
  }),
  async open() {
    const tenant = await filledTenant();
    const server = await startHostileServer(tenant);
    const stored = await storedStates(tenant);
    return {
      async judge({ read, at, andLater, how }) {
        let seen = 0;
        // Without the exchange of the token, whose failures are retried.
        server.meddle = ({ operation, text }) => {
          if (operation === "") return undefined;
          const index = seen++;
          return index === at % 6 || (andLater && index > at % 6) ? meddled(text, how) : undefined;
        };
        const session = sessionOf(tenant, { ...server.config, "prismatic:timeoutSeconds": "10" });
        try {
          const found = await refusedOrDone(async () => READS[read]?.(session, stored));
          if (read !== "importConnections" || found === undefined) return;
          const { imported } = found as Awaited<ReturnType<typeof allConnections>>;
          assertHarmless(programText(imported).text.replaceAll("\n", "\n  "));
          assert.ok(JSON.stringify(imported).length > 0);
        } finally {
          session.stop();
        }
      },
      async close() {
        await server[Symbol.asyncDispose]();
        await tenant.dispose();
      },
    };
  },
});

/** The resources as they are after their creation. */
async function storedStates(tenant: TestTenant): Promise<Stored> {
  const session = sessionOf(tenant);
  const stored = new Map<string, { id: string; outputs: Properties }>();
  for (const [type, args] of Object.entries(STATES)) {
    const lifecycle = LIFECYCLES[type as keyof typeof STATES];
    const { inputs, problems } = await session.calls.judge(() =>
      lifecycle.check(session, undefined, { ...args }),
    );
    assert.deepEqual(problems, []);
    stored.set(type, await session.calls.change(() => lifecycle.create(session, inputs)));
  }
  session.stop();
  return stored;
}
