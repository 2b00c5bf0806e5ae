import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startEmulator, type Emulator, type Seed } from "../index.ts";
import { connect, type Client } from "./harness.ts";
import { runNode, type Finished } from "./process.ts";

const prismPath = join(
  dirname(createRequire(import.meta.url).resolve("@prismatic-io/prism/package.json")),
  "lib",
  "run.js",
);

/** Joins the lines into which prism breaks its messages, some with a mark in front. */
const unbroken = (text: string): string => text.replaceAll(/[\s›]+/g, " ");

/** Prismatic's own command line, pointed at an emulator; it writes to one folder only. */
export class Prism {
  readonly #emulator: Emulator;
  readonly #directory: string;

  constructor(emulator: Emulator, directory: string) {
    this.#emulator = emulator;
    this.#directory = directory;
  }

  /** The environment of prism, or of a program that starts it. */
  environment(credentials: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return {
      PRISMATIC_URL: this.#emulator.stacks[0]!.url,
      PRISM_CONFIG_FILE: join(this.#directory, "prism.yml"),
      NO_PROXY: "127.0.0.1",
      NODE_EXTRA_CA_CERTS: this.#emulator.caCertificatePath,
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(this.#directory, "compiled"),
      ...credentials,
    };
  }

  /** Runs a command that may fail. */
  async attempt(credentials: NodeJS.ProcessEnv, args: string[], cwd?: string): Promise<Finished> {
    const finished = await runNode([prismPath, ...args], { env: this.environment(credentials), cwd });
    return { ...finished, stderr: unbroken(finished.stderr) };
  }

  /** Runs a command that must succeed, and answers its output. */
  async run(token: string, args: string[], cwd?: string): Promise<string> {
    const { code, stdout, stderr } = await this.attempt({ PRISM_ACCESS_TOKEN: token }, args, cwd);
    if (code !== 0) throw new Error(`prism ${args.join(" ")}: ${stderr}${stdout}`);
    return stdout;
  }

  /** Runs a command that prints a table, and answers its rows by the names of the columns. */
  async table(token: string, args: string[]): Promise<Record<string, string>[]> {
    return JSON.parse(await this.run(token, [...args, "--output", "json"])) as Record<string, string>[];
  }
}

/** Starts an emulator with one tenant, whose published versions are available at once, and points prism at it. */
export async function startPrism(seed: Seed): Promise<PrismOfTenant> {
  const directory = mkdtempSync(join(tmpdir(), "prismatic-emulator-prism-"));
  const emulator = await startEmulator({
    dataDirectory: join(directory, "data"),
    seed,
    requestsPerSecond: 0,
    switches: { "publication-delay": 0 },
  });
  return new PrismOfTenant(emulator, directory, await connect(emulator));
}

/** prism, signed in to the only tenant of an emulator of its own; see {@link startPrism}. */
export class PrismOfTenant {
  readonly tenant: Client;
  readonly #emulator: Emulator;
  readonly #directory: string;
  readonly #prism: Prism;

  constructor(emulator: Emulator, directory: string, tenant: Client) {
    this.tenant = tenant;
    this.#emulator = emulator;
    this.#directory = directory;
    this.#prism = new Prism(emulator, directory);
  }

  /** Runs a command that must succeed, and answers its output without white space around it. */
  async run(...args: string[]): Promise<string> {
    return (await this.#prism.run(this.tenant.token, args)).trim();
  }

  /** Runs a command that may fail. */
  attempt(...args: string[]): Promise<Finished> {
    return this.#prism.attempt({ PRISM_ACCESS_TOKEN: this.tenant.token }, args);
  }

  /** Runs a command that prints a table, and answers its rows by the names of the columns. */
  table(...args: string[]): Promise<Record<string, string>[]> {
    return this.#prism.table(this.tenant.token, args);
  }

  /** Writes a file for a command to read, and answers its path. */
  write(name: string, content: string | Buffer): string {
    const path = join(this.#directory, name);
    writeFileSync(path, content);
    return path;
  }

  async close(): Promise<void> {
    await this.#emulator.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
