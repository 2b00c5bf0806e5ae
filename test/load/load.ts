import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pLimit from "p-limit";
import { TenantSession } from "../../provider/src/tenant/session.ts";
import { resolveSettings } from "../../provider/src/tenant/settings.ts";
import { root } from "../../tools/setup/paths.mjs";

/** Tenants that are worked on at the same time. */
const CONCURRENT = 16;

/** Every tenth tenant gets one request for each connection, twice as many in a second as it accepts. */
const ALONE_EVERY = 10;

/** Result of a load. */
export interface LoadResult {
  tenants: number;
  /** Connections in all tenants. */
  connections: number;
  /** Connections that could not be created, and tenants that could not be read. Requests that were repeated for the rate are none. */
  errors: number;
  /** Connections that are not as they were answered, after the emulator was killed and started again. */
  lost: number;
}

interface Tenant {
  id: string;
  name: string;
  url: string;
  refreshToken: string;
}

interface Running {
  child: ChildProcess;
  tenants: Tenant[];
}

/**
 * Fills tenants of one emulator with the provider's own client, ends the emulator by force, starts it again with the same
 * folder, and compares what it holds.
 */
export async function load(
  size: { tenants: number; connectionsEach: number },
  say: (line: string) => void,
): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), "load-"));
  const seed = join(folder, "seed.json");
  const tenants = Array.from({ length: size.tenants }, (_, index) => ({ name: `Tenant ${index}` }));
  await writeFile(seed, JSON.stringify({ stacks: [{ name: "us", tenants }] }));
  const result: LoadResult = { tenants: size.tenants, connections: 0, errors: 0, lost: 0 };
  const created = new Map<string, Map<string, string>>();
  let running = await start(folder, seed);
  try {
    say(`${size.tenants} tenants are there.`);
    await forEach(running.tenants, async (tenant, index) => {
      const stableKeys = Array.from({ length: size.connectionsEach }, (_, each) => `connection-${each}`);
      const { shown, errors } = await fill(tenant, stableKeys, index % ALONE_EVERY === 0);
      created.set(tenant.id, shown);
      result.connections += shown.size;
      result.errors += errors.length;
      for (const error of errors.slice(0, 1))
        say(`${tenant.name}: ${errors.length} errors: ${String(error)}`);
      if ((index + 1) % 20 === 0) say(`${result.connections} connections are there.`);
    });
    running.child.kill("SIGKILL");
    await once(running.child, "exit");
    running = await start(folder, seed);
    say("The emulator was killed and started again.");
    await forEach(running.tenants, async (tenant) => {
      const before = created.get(tenant.id) ?? new Map<string, string>();
      created.delete(tenant.id);
      const session = sessionOf(tenant, {});
      try {
        for (const [stableKey, shown] of before) {
          const found = await session.connections.byStableKey(stableKey);
          if (found === undefined || shownOf(found) !== shown) result.lost++;
        }
      } catch (error) {
        result.errors++;
        say(`${tenant.name}: ${String(error)}`);
      }
    });
    // A tenant that is no longer there has lost all.
    for (const before of created.values()) result.lost += before.size;
    return result;
  } finally {
    running.child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Creates connections at the same moment, as resources of a program are. */
async function fill(tenant: Tenant, stableKeys: string[], isAlone: boolean) {
  const session = sessionOf(tenant, isAlone ? { batchSize: "1", requestsPerSecond: "40" } : {});
  const connection = await connectionType(session);
  const shown = new Map<string, string>();
  const errors: unknown[] = [];
  await Promise.all(
    stableKeys.map(async (stableKey) => {
      try {
        const made = await session.connections.create({
          ...{
            key: `Named ${stableKey}`,
            stableKey,
            connection,
            variableScope: "customer",
            managedBy: "customer",
          },
          inputs: [{ name: "clientId", type: "value", value: `${tenant.id} ${stableKey}` }],
        });
        shown.set(stableKey, shownOf(made));
      } catch (error) {
        errors.push(error);
      }
    }),
  );
  return { shown, errors };
}

async function connectionType(session: TenantSession): Promise<string> {
  const component = (await session.components.withConnections()).find(({ key }) => key === "slack");
  const found = component?.connections.nodes.find((each) => each?.key === "oauth2");
  if (found === undefined) throw new Error("The emulator's catalog has no connection type oauth2 of slack");
  return found.id;
}

function shownOf(connection: { id: string; key: string; inputs: unknown }): string {
  return JSON.stringify([connection.id, connection.key, connection.inputs]);
}

function sessionOf(tenant: Tenant, more: Record<string, string>): TenantSession {
  const values = { url: tenant.url, tenantId: tenant.id, refreshToken: tenant.refreshToken, ...more };
  const byName = new Map(Object.entries(values));
  return new TenantSession(
    resolveSettings((name) => byName.get(name), {}),
    { environment: {}, tell: () => undefined },
  );
}

async function forEach(tenants: Tenant[], work: (tenant: Tenant, index: number) => Promise<void>) {
  const limit = pLimit(CONCURRENT);
  await Promise.all(tenants.map((tenant, index) => limit(() => work(tenant, index))));
}

async function start(folder: string, seed: string): Promise<Running> {
  const program = join(root, "emulator/bin/prismatic-emulator.js");
  const args = [program, "--port", "0", "--data", join(folder, "data"), "--seed", seed];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The emulator ended with exit code ${code}`);
  });
  const line = once(createInterface(child.stdout), "line") as Promise<[string]>;
  const [ready] = await Promise.race([line, ended]);
  ended.catch(() => undefined);
  const { stacks } = JSON.parse(ready) as { stacks: { url: string; tenants: Omit<Tenant, "url">[] }[] };
  return { child, tenants: stacks.flatMap(({ url, tenants }) => tenants.map((each) => ({ ...each, url }))) };
}
