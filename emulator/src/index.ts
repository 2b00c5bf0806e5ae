import { randomBytes } from "node:crypto";
import { Database } from "./database.ts";
import { sharedExecutor } from "./http/api.ts";
import { listen, type StackServers } from "./http/server.ts";
import { checkSeed, defaultSeed, type Seed } from "./seed.ts";
import { plantStack } from "./seeding.ts";
import { Stack } from "./stack.ts";
import { changedSwitches, type Switches } from "./switches.ts";
import { serverCertificate } from "./tls.ts";

export type { EmulatorData } from "./database.ts";
export { exportData, importData } from "./portableData.ts";
export { readSeedFile, type Seed } from "./seed.ts";
export { switchChoices, type Switches } from "./switches.ts";
export type { Fault } from "./faults.ts";

/** The options of `startEmulator`. */
export interface EmulatorOptions {
  /** Port of the first stack, the next stacks get the following ones; 0, the default: any free ports. */
  port?: number;
  /** The folder that holds all data; created if missing. */
  dataDirectory: string;
  /** The content of a new data folder; left out: two stacks, `us` and `eu`. */
  seed?: Seed;
  /** The number of requests that a tenant may send in one second; default 20, 0: no limit. */
  requestsPerSecond?: number;
  /** Default: a week. */
  accessTokenLifetimeSeconds?: number;
  /**
   * Keeps the values of inputs and definitions in the request log, secrets among them; default false: the log has a
   * mark in their place. Tokens are never kept.
   */
  logValues?: boolean;
  /** Choices where Prismatic's behaviour is not public: see `switchChoices`. */
  switches?: Partial<Switches>;
}

/** A tenant of a running emulator. */
export interface EmulatorTenant {
  id: string;
  name: string;
  refreshToken: string;
}

/** A running emulator. */
export interface Emulator {
  stacks: { name: string; url: string; tenants: EmulatorTenant[] }[];
  /** The authority of its certificates, for `NODE_EXTRA_CA_CERTS`. */
  caCertificatePath: string;
  /** The bearer token for its own addresses, under `/__emulator/`; another one after each start. */
  adminToken: string;
  close(): Promise<void>;
}

const week = 7 * 24 * 3600;

/**
 * Starts Prismatic's API on this machine.
 *
 * @example
 * const emulator = await startEmulator({ dataDirectory: ".emulator" });
 * const [us] = emulator.stacks;
 * // POST `${us.url}/auth/refresh` with us.tenants[0].refreshToken, then `${us.url}/api`
 * await emulator.close();
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { port = 0, dataDirectory } = options;
  const switches = changedSwitches({}, options.switches ?? {});
  const database = new Database(dataDirectory);
  const servers: StackServers[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
    database.close();
  };
  try {
    const stacks = openStacks(database, options, switches);
    const certificate = await serverCertificate(dataDirectory);
    const adminToken = randomBytes(32).toString("base64url");
    const execute = sharedExecutor();
    for (const [index, stack] of stacks.entries()) {
      servers.push(
        await listen(stack, execute, { certificate, adminToken, port: port === 0 ? 0 : port + index }),
      );
    }
    return { stacks: stacks.map(summary), caCertificatePath: certificate.caPath, adminToken, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openStacks(database: Database, options: EmulatorOptions, switches: Switches): Stack[] {
  const stackOptions = {
    switches,
    requestsPerSecond: options.requestsPerSecond ?? 20,
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds ?? week,
    logValues: options.logValues ?? false,
  };
  const known = database.setting("stacks");
  if (known !== undefined) {
    return (JSON.parse(known) as string[]).map((name) => new Stack(name, database, stackOptions));
  }
  const seed = options.seed ? checkSeed(options.seed, "given to startEmulator") : defaultSeed();
  return database.transaction(() => {
    const stacks = seed.stacks.map((stackSeed) => {
      const stack = new Stack(stackSeed.name, database, stackOptions);
      plantStack(stack, stackSeed);
      return stack;
    });
    database.setSetting("stacks", JSON.stringify(seed.stacks.map(({ name }) => name)));
    return stacks;
  });
}

/** Each tenant with a refresh token that leads there by default, or else reaches it. */
function summary(stack: Stack): Emulator["stacks"][number] {
  const people = stack.people.all().filter(({ revoked }) => !revoked);
  const tenants = stack.tenants.map(({ id, name }) => {
    const person =
      people.find(({ tenants: [first] }) => first === id) ?? people.find((each) => each.tenants.includes(id));
    return { id, name, refreshToken: person?.refreshToken ?? "" };
  });
  return { name: stack.name, url: stack.url, tenants };
}
