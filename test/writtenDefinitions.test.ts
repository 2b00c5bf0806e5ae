import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startRuns, type ProviderRuns } from "./support/providerRuns.ts";
import {
  argumentsOf,
  connectionsInUse,
  createIntegration,
  integrationsOf,
  updateIntegration,
} from "./support/integrations.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

/** Values that a reader of YAML rounds or takes for another type, each with another one that it reads the same. */
const odd = [
  ["build", "61e9540", "61e9541"],
  ["plant", "0123", "0124"],
  ["phone", "+49301234", "49301234"],
  ["id", "12345678901234567891", "12345678901234567892"],
  ["country", "no", "off"],
  ["closes", "12:30:00", "45000"],
  ["thousands", "1_000", "1000"],
] as const;

const text = `# Kept in Git
definitionVersion: 7
name: Odd
requiredConfigVars:
  - key: Acme
    dataType: connection
    useScopedConfigVar: acme-other
    meta:
${odd.map(([name, value]) => `      ${name}:   ${value} # ${name}\n`).join("")}flows: []
`;

const connections = { Acme: { stableKey: "acme-api-key" } };

describe.each(["normalised", "as-sent"] as const)("A definition that Prismatic exports %s", (setting) => {
  let tenant: TestTenant;
  let runs: ProviderRuns;
  beforeAll(async () => {
    tenant = await startTenant({
      holds: { connections: connectionsInUse },
      switches: { "definition-text": setting },
    });
    runs = await startRuns(tenant);
  });
  afterAll(async () => {
    await runs?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  beforeEach(() => tenant.clearRequests());

  const create = (given = text) => createIntegration(runs.integrations, given, { connections });
  const imports = async () =>
    (await tenant.mutations())
      .filter(({ field }) => field === "importIntegration")
      .map(({ input }) => input.definition);

  it("reaches the tenant with every byte that no edit concerns, is found as it was, and is taken over as equal", async () => {
    const created = await create();
    expect(await imports()).toEqual([text.replace("acme-other", "acme-api-key")]);
    const found = (await integrationsOf(tenant)).find(({ name }) => name === "Odd");
    if (setting === "as-sent") expect(found?.definition).toBe(text.replace("acme-other", "acme-api-key"));
    await runs.next();
    const read = await runs.integrations.read(created.id, created.outputs);
    expect([read.inputs, read.outputs]).toEqual([created.inputs, created.outputs]);
    const again = await updateIntegration(runs, created, argumentsOf(text, { connections }));
    expect(again.changes).toBe(false);
    await runs.next();
    await tenant.clearRequests();
    await create();
    expect(await imports()).toEqual([]);
  });

  it("is imported again where such a value alone changes, and not for its line breaks", async () => {
    let current = text.replace("Odd", "Changing");
    let now = await create(current);
    for (const [name, before, after] of odd) {
      current = current.replace(`${name}:   ${before}`, `${name}:   ${after}`);
      await tenant.clearRequests();
      const { changes, now: next } = await updateIntegration(
        runs,
        now,
        argumentsOf(current, { connections }),
      );
      expect([name, changes]).toEqual([name, true]);
      expect(await imports()).toEqual([current.replace("acme-other", "acme-api-key")]);
      now = next;
    }
    const windows = argumentsOf(current.replaceAll("\n", "\r\n"), { connections });
    expect((await updateIntegration(runs, now, windows)).changes).toBe(false);
  });

  it.each([
    ["line breaks of Windows", text.replaceAll("\n", "\r\n")],
    ["a mark of the byte order", `\ufeff${text}`],
    ["tabs between its words", text.replaceAll(":   ", ":\t")],
  ])("keeps %s", async (_, given) => {
    const other = given.replace("name:", "name:  ").replace("Odd", `Odd with ${given.length}`);
    await create(other);
    expect(await imports()).toEqual([other.replace("acme-other", "acme-api-key")]);
  });

  it("is refused with the line of a tab that indents", async () => {
    const given = text.replace("    dataType", "\tdataType");
    const { failures } = await runs.integrations.check({}, argumentsOf(given));
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^definition: is not YAML: .* at line 6, column \d+/),
    ]);
  });
});
