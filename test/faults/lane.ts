import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EmulatorData } from "prismatic-emulator";
import { startProvider } from "../support/provider.ts";
import { startTenant, type TenantOptions, type TestTenant } from "../support/tenant.ts";
import { faultsOf } from "./clear.ts";
import { Command, EMPTY, type Declared, type Ended, type State } from "./engine.ts";
import type { World } from "./kinds.ts";
import { FILLER, fillers } from "./lists.ts";
import { faultNamed, type Cell, type Verb } from "./matrix.ts";
import { FaultProxy, nameOf, type Meddle, type Passing } from "./proxy.ts";
import { SECRET, type Scenario, type Stage } from "./scenario.ts";
import { differences, storedIn } from "./stored.ts";

/** Longest time of one command, in milliseconds; a busy machine is ten times slower than a quiet one. */
const PATIENCE = 180_000;

/** Result of a cell. */
export interface Tried {
  /** True where the command succeeded in spite of the fault. */
  succeeded: boolean;
  /** Broken promises; none for a cell that passes. */
  problems: string[];
  /** The request that the fault happened to; undefined where the command sent fewer. */
  request: string | undefined;
  refusals: string[];
}

/** A command that ran without faults. */
export interface Baseline {
  /** Contents of the tenant before the command. */
  data: EmulatorData;
  state: State;
  requests: readonly Passing[];
  /** Lines of what the tenant stores afterwards. */
  stored: readonly string[];
}

/** The stage that a command brings the program to; undefined where it declares nothing any more. */
const STAGE_AFTER: Readonly<Record<Verb, Stage | undefined>> = {
  create: "first",
  read: "first",
  update: "changed",
  replace: "replaced",
  delete: undefined,
};

/** A tenant of its own with a proxy before it, in which one cell after the other is tried. */
export class Lane implements AsyncDisposable {
  readonly #tenant: TestTenant;
  readonly #proxy: FaultProxy;
  readonly #folder: string;
  readonly #scenario: Scenario;
  readonly #empty: EmulatorData;
  #full: { data: EmulatorData; state: State } | undefined;
  #replica: TestTenant | undefined;

  private constructor(
    tenant: TestTenant,
    proxy: FaultProxy,
    folder: string,
    scenario: Scenario,
    empty: EmulatorData,
  ) {
    this.#tenant = tenant;
    this.#proxy = proxy;
    this.#folder = folder;
    this.#scenario = scenario;
    this.#empty = empty;
  }

  /** Prepares a tenant for the cells of one scenario. */
  static async start(scenario: Scenario, switches: TenantOptions["switches"] = {}): Promise<Lane> {
    const { holds = {}, prepare } = scenario;
    const tenant = await startTenant({
      switches,
      holds: {
        ...holds,
        connections: [...(fillers.connections ?? []), ...(holds.connections ?? [])],
        customers: [...(fillers.customers ?? []), ...(holds.customers ?? [])],
      },
    });
    const folder = await mkdtemp(join(tmpdir(), "faults-"));
    await prepare?.(folder);
    const proxy = new FaultProxy(() => tenant.url);
    await proxy.start();
    await tenant.stop();
    return new Lane(tenant, proxy, folder, scenario, tenant.exportData());
  }

  /** Runs a command without faults, and counts its requests. */
  async baseline(verb: Verb): Promise<Baseline> {
    const { data, state } = verb === "create" ? { data: this.#empty, state: EMPTY } : await this.#created();
    await this.#reset(data);
    const ended = await this.#run(verb, state);
    const requests = this.#proxy.requests;
    const problems = [...refused(ended), ...(await this.#settled(verb, ended.state))];
    if (problems.length > 0) throw new Error(`${this.#scenario.type}, ${verb}: ${problems.join("\n")}`);
    return { data, state, requests, stored: await this.#stored() };
  }

  /** Tries a cell, and then what the next command makes of it. */
  async try(cell: Cell, { data, state, stored, requests }: Baseline): Promise<Tried> {
    const fault = faultNamed(cell.fault);
    if (fault === undefined) throw new Error(`There is no fault "${cell.fault}".`);
    await this.#reset(data);
    const world: World = {
      proxy: this.#proxy,
      tenant: this.#tenant,
      replica: async () =>
        (this.#replica ??= await startTenant({ data, switches: this.#tenant.switches })).url,
    };
    const met: Passing[] = [];
    const meddle: Meddle = async (passing, pass) => {
      if (fault.isAhead) {
        if (passing.number !== cell.at - 1) return pass();
        const answer = await pass();
        await fault.act(world, passing, pass);
        return answer;
      }
      const isMet =
        passing.number === cell.at ||
        (fault.lasts &&
          passing.number > cell.at &&
          fault.concerns(passing, this.#proxy.requests.slice(0, passing.number - 1)));
      if (!isMet) return pass();
      met.push(passing);
      return fault.act(world, passing, pass);
    };
    // A read that lags must have something to lag behind.
    if (fault.name.startsWith("stale")) await world.replica();
    const ended = await this.#run(cell.verb, state, fault.settings, async () => {
      await this.#proxy.begin(meddle);
      if (fault.isAhead && cell.at === 1) this.#proxy.down();
    });
    await this.#replica?.dispose();
    this.#replica = undefined;
    await this.#tenant.clearFaults();
    const problems = [...this.#unclear(ended), ...untrue(ended), ...(await this.#completed(cell, ended))];
    problems.push(...differences(await this.#stored(), stored).map((line) => `the tenant: ${line}`));
    const [first = fault.isAhead ? requests[cell.at - 1] : undefined] = met;
    return {
      succeeded: ended.refusals.length === 0,
      problems,
      request: first && nameOf(first),
      refusals: ended.refusals.map(({ of, message }) => `${of}: ${message}`),
    };
  }

  /** The next command without faults, and the previews after it. */
  async #completed({ verb, at }: Cell, faulted: Ended): Promise<string[]> {
    const isOver = verb === "delete" && faulted.state.resources.size === 0;
    if (isOver) return [];
    const stage = STAGE_AFTER[verb];
    const next = await this.#command(faulted.state, (command) =>
      // Both are what people do.
      stage === undefined ? command.destroy() : command.up(this.#declared(stage), { refresh: at % 2 === 0 }),
    );
    const problems = refused(next).map((problem) => `the next command: ${problem}`);
    if (problems.length > 0) return problems;
    return this.#settled(verb, next.state);
  }

  /** Faults of a state that a command has left without one. */
  async #settled(verb: Verb, state: State): Promise<string[]> {
    const stage = STAGE_AFTER[verb];
    if (stage === undefined) return state.resources.size === 0 ? [] : ["the state still has resources"];
    const declared = this.#declared(stage);
    const problems: string[] = [];
    for (const refresh of [false, true]) {
      const preview = await this.#command(state, (command) =>
        command.up(declared, { refresh, preview: true }),
      );
      const what = refresh ? "a preview with a refresh" : "the second preview";
      problems.push(...refused(preview).map((problem) => `${what}: ${problem}`));
      problems.push(...preview.steps.map((step) => `${what}: ${step}`));
    }
    return problems;
  }

  /** Problems of a message: people could not understand it, or must not see what it shows. */
  #unclear({ refusals, printed }: Ended): string[] {
    const { names } = this.#scenario;
    const tenant = [this.#tenant.id, `Prismatic at ${this.#proxy.url}`];
    const problems = refusals.flatMap(({ of, message }) => {
      // Nothing happens to an object that is only looked at, and Pulumi says whose check or refresh failed.
      const isWrite = /^(?:creation|update|deletion) /.test(of);
      const resource = isWrite ? (names[of.split(" ").at(-1) ?? ""] ?? []) : undefined;
      return faultsOf(message, { tenant, resource }).map((fault) => `the error of the ${of}: ${fault}`);
    });
    const shown = [printed, ...refusals.map(({ message }) => message)].join("\n");
    if (shown.includes(`${SECRET}-`)) problems.push("a secret is shown");
    if (/^\s+at /m.test(printed)) problems.push(`a stack is printed: ${printed}`);
    return problems;
  }

  async #created(): Promise<{ data: EmulatorData; state: State }> {
    if (this.#full !== undefined) return this.#full;
    await this.#reset(this.#empty);
    const ended = await this.#run("create", EMPTY);
    const problems = refused(ended);
    if (problems.length > 0) throw new Error(`${this.#scenario.type}: ${problems.join("\n")}`);
    await this.#tenant.stop();
    return (this.#full = { data: this.#tenant.exportData(), state: ended.state });
  }

  #run(
    verb: Verb,
    state: State,
    settings?: Record<string, string>,
    ready?: () => Promise<void>,
  ): Promise<Ended> {
    const stage = STAGE_AFTER[verb];
    return this.#command(
      state,
      (command) =>
        verb === "read"
          ? command.refresh()
          : stage === undefined
            ? command.destroy()
            : command.up(this.#declared(stage)),
      settings,
      ready,
    );
  }

  /** Runs a command of its own, in a provider process that knows nothing of others. */
  async #command(
    state: State,
    run: (command: Command) => Promise<Ended>,
    settings: Record<string, string> = {},
    ready: () => Promise<void> = () => this.#proxy.begin(),
  ): Promise<Ended> {
    const { config, secrets } = this.#tenant;
    await ready();
    await using provider = await startProvider(
      { config: { ...config, "prismatic:url": this.#proxy.url }, secrets },
      { "prismatic:requestsPerSecond": "1000", ...settings },
    );
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`A command did not end in ${PATIENCE / 1000} s.`)), PATIENCE);
    });
    try {
      return await Promise.race([run(new Command(provider, state, () => this.#proxy.changes)), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }

  #declared(stage: Stage): Declared[] {
    const { type, declare } = this.#scenario;
    return Object.entries(declare(stage, this.#folder)).map(([name, args]) => ({ name, type, args }));
  }

  async #reset(data: EmulatorData): Promise<void> {
    await this.#proxy.up();
    await this.#tenant.reset(data);
    await this.#tenant.setProcessing(0);
  }

  /** Lines of what the tenant stores. It is stopped for that. */
  async #stored(): Promise<string[]> {
    await this.#tenant.stop();
    return storedIn(this.#tenant.exportData(), this.#tenant.id).filter((line) => !line.includes(FILLER));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]();
    await this.#replica?.dispose();
    await this.#tenant.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Messages that deny what the command has changed. */
function untrue({ refusals }: Ended): string[] {
  return refusals
    .filter(({ message, after }) => after.length > 0 && message.includes("Nothing was changed."))
    .map(
      ({ of, after }) =>
        `the error of the ${of}: it says that nothing was changed, after ${after.join(", ")}`,
    );
}

const refused = ({ refusals }: Ended): string[] => refusals.map(({ of, message }) => `${of}: ${message}`);
