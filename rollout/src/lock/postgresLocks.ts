import { createHash } from "node:crypto";
import type pg from "pg";
import { RolloutError } from "../errors.ts";
import { locked, type LockPlace, type StackLocks } from "./stackLocks.ts";

const NAME = "prismatic-rollout";

/**
 * Advisory locks of one transaction that stays open for the whole run, and ends with the process. A lock of the session
 * would be lost behind a pooler such as PgBouncer, which gives each transaction another connection to the server.
 */
export class PostgresLocks implements StackLocks {
  readonly #url: string;
  readonly #place: LockPlace;
  readonly #lost = new AbortController();
  #client: pg.Client | undefined;

  constructor(url: string, place: LockPlace) {
    this.#url = url;
    this.#place = place;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async take(stacks: readonly string[]): Promise<ReadonlySet<string>> {
    const client = await this.#connect(`${NAME} ${this.#place.owner.run}`);
    this.#client = client;
    const end = () => this.#client === client && this.#lost.abort();
    client.on("end", end);
    try {
      await client.query("BEGIN");
      await client.query("SET LOCAL idle_in_transaction_session_timeout = 0");
      for (const stack of stacks) {
        const answer = await client.query<{ taken: boolean }>(
          "SELECT pg_try_advisory_xact_lock($1) AS taken",
          [keyOf(this.#place.project, stack)],
        );
        if (answer.rows[0]?.taken !== true) throw await this.#refusal(client, stack);
      }
    } catch (error) {
      await this.release();
      throw error;
    }
    // An owner that died leaves nothing here.
    return new Set();
  }

  async release(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  async unlock(stack: string, run: string): Promise<void> {
    const client = await this.#connect(NAME);
    try {
      const ended = await client.query(`${HOLDERS} AND application_name = $2`.replace("*", ENDED), [
        keyOf(this.#place.project, stack),
        `${NAME} ${run}`,
      ]);
      if (ended.rowCount === 0) {
        throw new RolloutError(
          "LOCK",
          `No run of this name holds stack "${stack}". Nothing was unlocked.`,
          "The message of the run that was refused names the one that holds it.",
        );
      }
    } finally {
      await client.end();
    }
  }

  async #refusal(client: pg.Client, stack: string): Promise<RolloutError> {
    const { rows } = await client.query<{ application_name: string | null }>(
      HOLDERS.replace("*", "application_name"),
      [keyOf(this.#place.project, stack)],
    );
    const run = /^prismatic-rollout ([\w-]+)$/.exec(rows[0]?.application_name ?? "")?.[1];
    const unlock = `prismatic-rollout unlock --stack ${stack} --run ${run ?? "RUN"}`;
    return locked(stack, run === undefined ? "another run" : `run ${run}`, unlock);
  }

  async #connect(name: string): Promise<pg.Client> {
    const { default: postgres } = await import("pg");
    const url = new URL(this.#url);
    // A setting of Pulumi's.
    url.searchParams.delete("table");
    // Certificates are judged by `sslmode` as Pulumi's own client judges them.
    url.searchParams.set("uselibpqcompat", "true");
    const client = new postgres.Client({
      connectionString: url.href,
      application_name: name,
      keepAlive: true,
      connectionTimeoutMillis: 30_000,
    });
    // The end that follows is what counts.
    client.on("error", () => undefined);
    try {
      await client.connect();
    } catch (error) {
      const { code = "no code" } = error as NodeJS.ErrnoException;
      // The message may hold the address with its password.
      throw new RolloutError(
        "LOCK",
        `The lock could not be taken: PostgreSQL did not accept the connection (${code}). Nothing was started.`,
        "Check PULUMI_BACKEND_URL: the lock uses the same address as Pulumi.",
      );
    }
    return client;
  }
}

/** Sessions that hold the advisory lock of a key of 64 bits. */
const HOLDERS = `SELECT * FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE locktype = 'advisory' AND granted AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND objsubid = 1 AND ((classid::bigint << 32) | objid::bigint) = $1::bigint`;

const ENDED = "pg_terminate_backend(pid)";

function keyOf(project: string, stack: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([NAME, project, stack]))
    .digest();
  return digest.readBigInt64BE().toString();
}
