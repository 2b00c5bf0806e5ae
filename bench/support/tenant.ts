import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Seed } from "prismatic-emulator";
import { root } from "../../tools/setup/paths.mjs";

/** The rate and the latency that are assumed of Prismatic, which publishes neither. */
export const ASSUMED = { requestsPerSecond: 20, latency: 80 };

/** A tenant that answers at once, however much it is asked. */
export const INSTANT = { requestsPerSecond: 0, latency: 0 };

/** Answer of a tenant to its clients. */
export interface Pace {
  /** 0: no limit. */
  requestsPerSecond: number;
  /** Milliseconds by which each answer is late. */
  latency: number;
}

/** Objects of a tenant, in the emulator's form. */
export type Holds = Partial<Seed["stacks"][number]["tenants"][number]>;

/** An emulated tenant in a process of its own, so that its work counts for none of the sides. */
export class Tenant implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #adminToken: string;
  readonly url: string;
  readonly id: string;
  readonly refreshToken: string;

  private constructor(child: ChildProcess, folder: string, started: Started) {
    const [stack] = started.stacks;
    const [tenant] = stack?.tenants ?? [];
    if (stack === undefined || tenant === undefined) throw new Error("The emulator started without a tenant");
    this.#child = child;
    this.#folder = folder;
    this.#adminToken = started.adminToken;
    this.url = stack.url;
    this.id = tenant.id;
    this.refreshToken = tenant.refreshToken;
  }

  static async start(pace: Pace, holds: Holds = {}): Promise<Tenant> {
    const folder = await mkdtemp(join(tmpdir(), "bench-tenant-"));
    const seed = { stacks: [{ name: "bench", tenants: [{ name: "Bench", ...holds }] }] };
    await writeFile(join(folder, "seed.json"), JSON.stringify(seed));
    const args = ["--port", "0", "--data", join(folder, "data"), "--seed", join(folder, "seed.json")];
    const program = join(root, "emulator/dist/main.js");
    const limit = ["--requests-per-second", String(pace.requestsPerSecond)];
    // Each connection of the comparisons is used for embedded workflows.
    limit.push("--switch", "default-for-component=several");
    const child = spawn(process.execPath, [program, ...args, ...limit], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const tenant = new Tenant(child, folder, JSON.parse(line) as Started);
    if (pace.latency > 0) {
      const action = { type: "delay", milliseconds: pace.latency };
      await tenant.#steer("POST", "faults", { match: {}, action, times: 1_000_000_000 });
    }
    return tenant;
  }

  /** Id of the emulator's process. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Configuration of a stack that manages this tenant. */
  get config(): Record<string, string> {
    return { "prismatic:url": this.url, "prismatic:tenantId": this.id };
  }

  get secrets(): Record<string, string> {
    return { "prismatic:refreshToken": this.refreshToken };
  }

  async accessToken(): Promise<string> {
    const body = JSON.stringify({ refresh_token: this.refreshToken, tenant_id: this.id });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${this.url}/auth/refresh`, { method: "POST", headers, body });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  /** Requests to the tenant, each token exchange included, while `action` lasts. */
  async requestsOf(action: () => Promise<unknown>): Promise<number> {
    await this.#steer("DELETE", "requests");
    await action();
    return ((await this.#steer("GET", "requests")) as { total: number }).total;
  }

  async #steer(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/__emulator/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#adminToken}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

interface Started {
  stacks: { url: string; tenants: { id: string; refreshToken: string }[] }[];
  adminToken: string;
}
