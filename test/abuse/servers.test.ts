import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { importedIntegrations } from "../../provider/src/cli/importedIntegration.ts";
import { TenantSession } from "../../provider/src/tenant/session.ts";
import { resolveSettings } from "../../provider/src/tenant/settings.ts";
import { createBundle } from "../support/componentBundle.ts";
import { startHostileServer, TAKEN, type HostileServer } from "../support/hostileServer.ts";
import { checkAndCreate, startProvider, type Provider } from "../support/provider.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

let tenant: TestTenant;
let server: HostileServer;
let provider: Provider;

const config = () => ({ ...server.config, "prismatic:timeoutSeconds": "1" });

beforeAll(async () => {
  tenant = await startTenant();
  server = await startHostileServer(tenant);
});

beforeEach(async () => {
  server.meddle = () => undefined;
  provider = await startProvider(tenant, config());
});

afterEach(() => provider?.[Symbol.asyncDispose]());

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

const slack = { component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack" };

/** A command without a process of its own, such as an import. */
const session = () => {
  const all: Record<string, string> = { ...tenant.config, ...tenant.secrets, ...config() };
  return new TenantSession(resolveSettings((name) => all[`prismatic:${name}`], {}));
};

/** The message of a call that fails, or that finds something to refuse. */
const saidBy = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (answer) => {
      const { failures = [] } = (answer ?? {}) as { failures?: { reason: string }[] };
      return failures.map(({ reason }) => reason).join("\n") || "It did not fail";
    },
    (error: unknown) => (error as Error).message,
  );

/** Reads that judging a connection begins with. */
const isOfComponents = (operation: string) => /^(Find|List)Component/.test(operation);

/** Sends a byte now and then for ever. */
function drip(response: ServerResponse): typeof TAKEN {
  const timer = setInterval(() => response.write(" "), 50);
  response.on("close", () => clearInterval(timer));
  return TAKEN;
}

describe("A server that", () => {
  it("sends a byte now and then for ever ends in an error that names it", async () => {
    server.meddle = ({ operation }, response) => (isOfComponents(operation) ? drip(response) : undefined);
    const message = await saidBy(provider.customer.check({}, slack));
    expect(message).toContain(
      `An answer of Tenant ${tenant.id} at ${server.url} was not complete within 2 s (twice prismatic:timeoutSeconds). ` +
        "Nothing was changed. Check that prismatic:url leads to Prismatic, then run the command again. Where its answers " +
        "take that long, raise prismatic:timeoutSeconds.",
    );
  });

  it("exchanges the token in the same way does as well", async () => {
    server.meddle = ({ request }, response) => (request.url === "/auth/refresh" ? drip(response) : undefined);
    const message = await saidBy(provider.customer.check({}, slack));
    expect(message).toContain(
      `An answer of Prismatic at ${server.url} was not complete within 2 s (twice prismatic:timeoutSeconds).`,
    );
  });

  it("sends more than any answer needs is not listened to", async () => {
    server.meddle = ({ operation }, response) => {
      if (!isOfComponents(operation)) return undefined;
      const more = () =>
        void (response.write(" ".repeat(1024 * 1024)) ? setImmediate(more) : response.once("drain", more));
      more();
      return TAKEN;
    };
    const slow = await startProvider(tenant, { ...server.config, "prismatic:timeoutSeconds": "300" });
    try {
      const message = await saidBy(slow.customer.check({}, slack));
      expect(message).toContain(`An answer of Tenant ${tenant.id} at ${server.url} is larger than 64 MB.`);
    } finally {
      await slow[Symbol.asyncDispose]();
    }
  });

  it("cuts an answer off is asked again as a whole, without a Range", async () => {
    const ranges: unknown[] = [];
    server.meddle = ({ operation, request, text }, response) => {
      if (!isOfComponents(operation)) return undefined;
      ranges.push(request.headers.range);
      if (ranges.length > 2) return undefined;
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": text.length,
        etag: '"x"',
      });
      response.write(text.slice(0, 20), () => response.destroy());
      return TAKEN;
    };
    expect((await provider.customer.check({}, slack)).failures).toEqual([]);
    expect(ranges).toEqual([undefined, undefined, undefined]);
  });

  it("repeats its cursors ends in an error that says so", async () => {
    let first = "";
    server.meddle = ({ operation, variables, text }) => {
      if (operation !== "ListConnections") return undefined;
      if (variables["after"] === null) first = text;
      return first.replace(/"pageInfo":\{[^}]*\}/, '"pageInfo":{"hasNextPage":true,"endCursor":"again"}');
    };
    const message = await saidBy(session().connections.all());
    expect(message).toContain(
      "The server announced a next page of a list that it had sent already, after 0 objects, so the list was given up. " +
        "Check that prismatic:url leads to Prismatic.",
    );
  });

  it("gives out an address for an upload that is not https gets neither the file nor a token", async () => {
    await using bundle = await createBundle({ key: "elsewhere" });
    const { inputs } = await provider.component.check({}, { bundle: bundle.folder });
    server.meddle = ({ text }) =>
      text.replaceAll(/http:\/\/127\.0\.0\.1:\d+\/uploads/g, "http://storage.example/uploads");
    const message = await saidBy(provider.component.create(inputs));
    expect(message).toContain(
      `was not sent: the address (http://storage.example) that ${server.url} gave out for it is not https. Check that ` +
        "prismatic:url leads to Prismatic",
    );
    expect((await tenant.requests()).filter(({ path }) => path.startsWith("/uploads/"))).toEqual([]);
  });

  it("loses the answer to a validation is asked again: it changes nothing", async () => {
    await tenant.clearRequests();
    await tenant.injectFault({ rootField: "validateIntegrationSchema" }, { type: "dropAfter" }, 2);
    const { failures } = await provider.integration.check({}, { definition: definition("Validated") });
    expect(failures).toEqual([]);
    const sent = (await tenant.requests()).filter(({ rootFields }) =>
      rootFields.includes("validateIntegrationSchema"),
    );
    expect(sent.map(({ status }) => status)).toEqual([null, null, 200]);
  });
});

const definition = (name: string) =>
  `definitionVersion: 7\nname: ${name}\nrequiredConfigVars: []\nflows: []\n`;

const LAUGHS = [
  "a: &a [x, x]",
  ..."bcdefghijkl".split("").map((name, index) => {
    const before = "abcdefghijk"[index];
    return `${name}: &${name} [*${before}, *${before}]`;
  }),
].join("\n");

describe("A definition in the tenant", () => {
  const faults: [string, string, string][] = [
    [
      "grows by aliases without measure",
      LAUGHS,
      "is not YAML: Excessive alias count indicates a resource exhaustion attack",
    ],
    ["has a key twice", "name: a\nname: b", "is not YAML: Map keys must be unique at line 2, column 1"],
    ["is several", "name: a\n---\nname: b", "is not YAML: Source contains multiple documents"],
    ["refers to nothing", "name: *nowhere", "is not YAML: Unresolved alias"],
    ["is a list", "- clientSecret: hush", "is not a YAML map"],
  ];

  it.each(faults)(
    "that %s is an error at preview, refresh, adoption and import",
    async (_what, text, expected) => {
      const name = `Orders ${faults.findIndex(([, other]) => other === text)}`;
      const made = await checkAndCreate(provider.integration, { definition: definition(name) });
      await provider[Symbol.asyncDispose]();
      server.meddle = ({ operation, text: answer }) => {
        if (operation !== "ReadIntegration") return undefined;
        const { data } = JSON.parse(answer) as { data: { integration: object } };
        return JSON.stringify({ data: { integration: { ...data.integration, definition: text } } });
      };
      const full =
        `Tenant ${tenant.id} at ${server.url} answered ReadIntegration with what cannot be used: the definition of ` +
        `integration "${name}" ${expected}`;
      const advice =
        "Nothing was changed. Open the integration in the designer and save it, or import a definition that can be read " +
        "over it: prism integrations:import --path FILE";
      provider = await startProvider(tenant, config());
      const messages = [
        await saidBy(provider.integration.read(made.id, made.outputs)),
        await saidBy(provider.integration.check({}, { definition: definition(name) })),
        await saidBy(importedIntegrations(session(), [name])),
      ];
      const changed = { definition: `${definition(name)}description: other\n` };
      const { inputs } = await provider.integration.check(made.inputs, changed);
      messages.push(await saidBy(provider.integration.diff(made.id, made.outputs, inputs)));
      for (const message of messages) {
        expect(message).toContain(full);
        expect(message).toContain(advice);
        expect(message).not.toMatch(/hush|Internal error/);
      }
      expect(provider.integration.stderr).toBe("");
    },
  );
});
