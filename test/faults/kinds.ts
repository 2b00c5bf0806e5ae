import { setTimeout as sleep } from "node:timers/promises";
import type { ResourceClass } from "../../provider/src/resources/names.ts";
import type { TestTenant } from "../support/tenant.ts";
import { shiftLists } from "./lists.ts";
import type { Answer, FaultProxy, Passing } from "./proxy.ts";

/** Surroundings of a fault. */
export interface World {
  proxy: FaultProxy;
  tenant: TestTenant;
  /** Address of a server that has the tenant's contents of before the command. */
  replica: () => Promise<string>;
}

type Act = (
  world: World,
  passing: Passing,
  pass: (passing?: Passing) => Promise<Answer>,
) => Promise<Answer | undefined>;

/** Something that goes wrong on the way to the tenant. */
export interface Fault {
  name: string;
  /** Also happens to every later request of the command that it concerns. */
  lasts: boolean;
  /** Requests that it can happen to, by themselves and those before them. */
  concerns: (passing: Passing, before: readonly Passing[]) => boolean;
  act: Act;
  /** Acts before the request is sent: on the answer to the one before it. */
  isAhead?: true;
  /** Classes of resources to which it cannot happen. */
  isNotFor?: readonly ResourceClass[];
  /** Configuration of the provider that makes it quick. */
  settings?: Record<string, string>;
}

const always = () => true;
const ofApi = ({ path }: Passing) => path === "/api";
const isQuery = (passing: Passing) => ofApi(passing) && !passing.isMutation;

const json = (status: number, body: object, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: Buffer.from(JSON.stringify(body)),
});

const page = (status: number, title: string): Answer => ({
  status,
  headers: { "content-type": "text/html" },
  body: Buffer.from(`<html><head><title>${title}</title></head><body>Support ID: 4711</body></html>`),
});

const graphqlError = (message: string) => json(200, { errors: [{ message }] });

/** A fault of one request, and the same that lasts. */
function brief(name: string, act: Act, more: Partial<Fault> = {}): Fault[] {
  const fault = { name, act, concerns: always, ...more };
  return [
    { ...fault, lasts: false },
    { ...fault, name: `${name}-lasting`, lasts: true },
  ];
}

function once(name: string, act: Act, more: Partial<Fault> = {}): Fault {
  return { name, act, lasts: false, concerns: always, ...more };
}

const answering =
  (answer: () => Answer): Act =>
  () =>
    Promise.resolve(answer());

/** The answer to a request that was carried out, but with another body. */
const spoiled =
  (spoil: (body: Buffer) => Partial<Answer>): Act =>
  async (_world, _passing, pass) => {
    const answer = await pass();
    return { ...answer, ...spoil(answer.body) };
  };

const half = (body: Buffer): Buffer => body.subarray(0, Math.floor(body.length / 2));

const TEN_DAYS = 10 * 24 * 3600;

const turningClock =
  (seconds: number): Act =>
  async ({ tenant }, _passing, pass) => {
    await tenant.advanceClock(seconds);
    return pass();
  };

const unauthorized: Act = (_world, { path }) =>
  Promise.resolve(
    path === "/auth/refresh"
      ? json(401, { error: "invalid_grant", error_description: "Unknown or revoked refresh token." })
      : json(401, { errors: [{ message: "Authentication credentials are missing, invalid or expired." }] }),
  );

const stale: Act = async ({ proxy, replica }, passing) => proxy.pass(passing, await replica());

const afterAMutation = (passing: Passing, before: readonly Passing[]) =>
  isQuery(passing) && before.some(({ isMutation }) => isMutation);

/** Everything that goes wrong, by name. */
export const FAULTS: readonly Fault[] = [
  {
    name: "refused",
    lasts: true,
    concerns: always,
    isAhead: true,
    act: ({ proxy }) => {
      proxy.down();
      return Promise.resolve(undefined);
    },
  },
  once(
    "refused-briefly",
    ({ proxy }) => {
      proxy.down();
      setTimeout(() => void proxy.up(), 500);
      return Promise.resolve(undefined);
    },
    { isAhead: true },
  ),
  ...brief("reset-before", () => Promise.resolve(undefined)),
  ...brief("reset-after", async (_world, _passing, pass) => void (await pass())),
  ...brief(
    "cut-short",
    spoiled(() => ({ isCut: true })),
  ),
  ...brief(
    "slow",
    async (_world, _passing, pass) => {
      const answer = await pass();
      await sleep(3500);
      return answer;
    },
    { settings: { "prismatic:timeoutSeconds": "1" } },
  ),
  once(
    "429-seconds",
    answering(() => json(429, { errors: [{ message: "Too many requests." }] }, { "retry-after": "1" })),
  ),
  once(
    "429-date",
    answering(() =>
      json(
        429,
        { errors: [{ message: "Too many requests." }] },
        { "retry-after": new Date(Date.now() + 1500).toUTCString() },
      ),
    ),
  ),
  ...brief(
    "429-bare",
    answering(() => json(429, { errors: [{ message: "Too many requests." }] })),
    { settings: { "prismatic:rateLimitWaitSeconds": "2" } },
  ),
  once(
    "429-an-hour",
    answering(() => json(429, { errors: [{ message: "Too many requests." }] }, { "retry-after": "3600" })),
    { lasts: true },
  ),
  ...brief(
    "429-graphql",
    answering(() => graphqlError("Request was throttled. Expected available in 1 second.")),
    { concerns: ofApi },
  ),
  ...brief(
    "413",
    answering(() => page(413, "Request Entity Too Large")),
  ),
  ...brief(
    "403-page",
    answering(() => page(403, "Request Rejected")),
  ),
  ...brief(
    "500",
    answering(() => json(500, { message: "Internal Server Error" })),
  ),
  ...brief(
    "502-page",
    answering(() => page(502, "502 Bad Gateway")),
  ),
  ...brief("502-after", async (_world, _passing, pass) => {
    await pass();
    return page(502, "502 Bad Gateway");
  }),
  ...brief(
    "503",
    answering(() => page(503, "Service Temporarily Unavailable")),
  ),
  ...brief(
    "graphql-error",
    answering(() => graphqlError("An unknown error has occurred.")),
    { concerns: ofApi },
  ),
  once(
    "null-data",
    spoiled(() => json(200, { data: null, errors: [{ message: "Out of memory" }] })),
    { concerns: ofApi },
  ),
  once(
    "malformed",
    spoiled((body) => ({ body: half(body) })),
  ),
  once(
    "wrong-shape",
    spoiled((body) => ({ body: Buffer.from(JSON.stringify(misshapen(JSON.parse(body.toString())))) })),
    { concerns: ofApi },
  ),
  once("token-expired", async ({ tenant }, _passing, pass) => {
    await tenant.expireTokens();
    return pass();
  }),
  once("token-revoked", unauthorized, {
    lasts: true,
    concerns: ({ path }) => ["/api", "/auth/refresh"].includes(path),
  }),
  once(
    "alias-refused",
    async ({ tenant }, _passing, pass) => {
      await tenant.injectFault({}, { type: "payloadError", field: "__all__", messages: ["Not today."] });
      return pass();
    },
    // That one asks what Prismatic thinks of a definition.
    { concerns: (passing) => passing.isMutation && passing.operation !== "ValidateIntegrationSchema" },
  ),
  once("clock-forward", turningClock(TEN_DAYS)),
  // To the emulator, what was processed or published later than now is not there yet.
  once("clock-back", turningClock(-TEN_DAYS), {
    isNotFor: ["Component", "CodeNativeIntegration"],
    concerns: ({ operation }) => operation !== "FindAvailableVersion",
  }),
  once("list-shifts", ({ tenant }, passing, pass) => shiftLists(tenant, passing, pass), {
    lasts: true,
    concerns: (passing) => isQuery(passing) && "after" in passing.variables,
  }),
  once("stale-read", stale, { concerns: afterAMutation }),
  once("stale-read-lasting", stale, { lasts: true, concerns: afterAMutation }),
];

/** An answer whose objects are others than were asked for. */
function misshapen(answer: unknown): unknown {
  const { data } = answer as { data?: Record<string, unknown> };
  return { data: Object.fromEntries(Object.keys(data ?? {}).map((name) => [name, { unexpected: true }])) };
}
