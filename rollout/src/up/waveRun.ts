import pLimit from "p-limit";
import { changesOf } from "../preview/changes.ts";
import { recordOf } from "../order.ts";
import { readReach } from "../preview/readReach.ts";
import type { StackReading } from "../preview/reading.ts";
import { listStacks } from "../pulumi/stackList.ts";
import { isApproved, reasonsForApproval, waveDigest, type Extent } from "./approval.ts";
import { connectionsIn, healthGateOf, lookAt, waitForHealth } from "./healthGate.ts";
import { writeJournal } from "./journal.ts";
import { recover } from "./recovery.ts";
import type { Run } from "./run.ts";
import { runWave } from "./schedule.ts";
import { fail, isOutdated, setStatus, type Tenant } from "./tenants.ts";
import { updateStack } from "./updateStack.ts";
import { announced, concurrencyOf, toleranceOf, type PlannedWave } from "./waves.ts";

/** End of a wave: the next one follows, a person decides first, or the rollout stops. */
export type WaveOutcome = "passed" | "held" | "stopped";

interface Pending {
  tenant: Tenant;
  reading: StackReading;
}

/** One wave of a run. */
export class WaveRun {
  readonly #run: Run;
  readonly #wave: PlannedWave;
  readonly #tenants: Tenant[];
  /** Those that failed in a wave before, which is no failure of a wave that deploys again. */
  readonly #failedBefore: Set<Tenant>;

  constructor(run: Run, wave: PlannedWave) {
    this.#run = run;
    this.#wave = wave;
    this.#tenants = wave.stacks.flatMap(({ name }) => run.tenants.get(name) ?? []);
    const isRedeploying = wave.action === "redeploy";
    this.#failedBefore = new Set(this.#tenants.filter(({ status }) => isRedeploying && status === "failed"));
  }

  /** Previews the stacks of the wave, waits for an approval, updates those that are outdated and watches over them. */
  async carryOut(): Promise<WaveOutcome> {
    const { options } = this.#run;
    const tolerance = toleranceOf(this.#wave.failureTolerance, this.#tenants.length);
    options.progress.waveBegins(announced(this.#wave));
    const pending = await this.#readAll();
    if (options.signal.aborted) return "stopped";
    if (this.#failed > tolerance) return this.#stopped(pending);
    if (!(await this.#lookBefore())) return this.#stopped(pending);
    if (pending.length > 0 && !(await this.#isAllowed(pending))) {
      for (const { tenant } of pending) setStatus(tenant, "waiting", options.progress);
      return "held";
    }
    const limits = {
      maxConcurrent: concurrencyOf(
        this.#wave.maxConcurrent,
        this.#tenants.length,
        this.#run.prepared.maxConcurrent,
      ),
      ...{ failureTolerance: tolerance, failedBefore: this.#failed, signal: options.signal },
    };
    const left = await runWave(pending, limits, (each) => this.#update(each.tenant));
    if (options.signal.aborted || this.#failed > tolerance) return this.#stopped(left);
    return this.#watch();
  }

  get #failed(): number {
    return this.#tenants.filter((each) => each.status === "failed" && !this.#failedBefore.has(each)).length;
  }

  #stopped(left: readonly Pending[]): "stopped" {
    for (const { tenant } of left) setStatus(tenant, "skipped", this.#run.options.progress);
    return "stopped";
  }

  /** Previews the stacks; those with something to do are returned. */
  async #readAll(): Promise<Pending[]> {
    const { prepared, options, known, fresh } = this.#run;
    const isRedeploying = this.#wave.action === "redeploy";
    const found = await pLimit(prepared.maxConcurrent).map(this.#tenants, async (tenant) => {
      const { name } = tenant.stack;
      if ((tenant.status === "failed" && !isRedeploying) || options.signal.aborted) return [];
      if (known.has(name) && !isRedeploying) {
        tenant.connections = new Map(Object.entries(this.#run.journal.current)).get(name)?.connections ?? [];
        tenant.log.write("current: the journal shows that neither commit, settings nor state changed");
        setStatus(tenant, "current", options.progress);
        return [];
      }
      const reading = fresh.get(name) ?? (await this.#run.read(tenant));
      fresh.delete(name);
      tenant.connections = connectionsIn(reading);
      return this.#judged(tenant, reading) ? [{ tenant, reading }] : [];
    });
    // A plan bound readings before the first wave; those of later waves are old by then.
    fresh.clear();
    return found.flat();
  }

  /** Takes note of a preview; true where the stack is to be updated. */
  #judged(tenant: Tenant, reading: StackReading): boolean {
    const { options, journal } = this.#run;
    const { progress } = options;
    const planned = new Map(Object.entries(journal.planned)).get(tenant.stack.name);
    if (options.signal.aborted && reading.status === "failed") return false;
    if (reading.status === "failed") fail(tenant, reading.failures, progress);
    else if (reading.status === "violation") {
      tenant.isViolated = true;
      const violations = reading.violations.filter(({ isMandatory }) => isMandatory);
      const nextStep = "Mend the program, or the configuration of the policy.";
      const messages = violations.map(({ policy, message }) => ({
        message: `${policy}: ${message}`,
        nextStep,
      }));
      fail(tenant, messages, progress);
    } else if (this.#wave.action === "redeploy") return this.#deploysOnly(tenant, reading);
    else if (!isOutdated(reading)) setStatus(tenant, "current", progress);
    else if (options.plan !== undefined && planned !== this.#run.digestOf(reading)) {
      const message = "The preview of this stack changed since the plan. It was left as it is.";
      fail(tenant, [{ message, nextStep: "Preview again, and take the new digest." }], progress);
    } else return true;
    return false;
  }

  /** A wave that deploys again does nothing but deploy instances that an earlier update left. */
  #deploysOnly(tenant: Tenant, reading: StackReading): boolean {
    const mutations = changesOf(reading).flatMap((change) => change.mutations);
    const isOnly = mutations.length > 0 && mutations.every(({ field }) => field === "deployInstance");
    if (isOnly) {
      this.#failedBefore.delete(tenant);
      tenant.status = "outdated";
      tenant.failures.length = 0;
      return true;
    }
    if (isOutdated(reading) && tenant.status !== "failed") {
      const message = "More than instances to deploy again is announced, which this wave does not do.";
      fail(
        tenant,
        [{ message, nextStep: "Update the stack in a wave before: prismatic-rollout up." }],
        this.#run.options.progress,
      );
    } else if (tenant.status === "outdated") setStatus(tenant, "current", this.#run.options.progress);
    return false;
  }

  /** True where the changes need no approval, or have it, and the states are still those that were approved. */
  async #isAllowed(pending: readonly Pending[]): Promise<boolean> {
    const { options, prepared, gates, journal } = this.#run;
    const { autoApprove } = prepared.file;
    const isRequired = this.#wave.gate?.approval === "required";
    const reasons = reasonsForApproval(await this.#extentOf(pending), { autoApprove, isRequired });
    if (reasons.length === 0) return true;
    const digests = new Map(
      pending.map(({ tenant, reading }) => [tenant.stack.name, this.#run.digestOf(reading)]),
    );
    const digest = waveDigest(this.#wave.name, prepared.commit.commit, digests);
    const kept = new Map(Object.entries(journal.approved));
    const before = await listStacks(prepared.update.pulumi);
    const question = `Wave ${this.#wave.name} needs an approval: ${reasons.join("; ")}.\nDigest ${digest}. Approve?`;
    const isGiven =
      isApproved(digest, digests, { given: options.approve, kept }) ||
      (await options.ask?.(question)) === true;
    gates.push({
      wave: this.#wave.name,
      kind: "approval",
      result: isGiven ? "passed" : "held",
      digest,
      reasons,
    });
    if (!isGiven) return false;
    journal.approved = recordOf([...new Map([...kept, ...digests])]);
    await writeJournal(prepared.folder, journal, "No stack of this wave was updated.");
    // A person takes time.
    const now = await listStacks(prepared.update.pulumi);
    for (const { tenant } of pending) {
      const version = (all: typeof now) => all.find(({ name }) => name === tenant.stack.name)?.stateVersion;
      if (version(before) === version(now)) continue;
      const message = "The state of this stack changed while the approval was awaited. It was left as it is.";
      fail(tenant, [{ message, nextStep: "Run the rollout again with --resume." }], options.progress);
    }
    return true;
  }

  async #extentOf(pending: readonly Pending[]): Promise<Extent> {
    const { prepared } = this.#run;
    const steps = pending.flatMap(({ reading }) => reading.steps);
    const reached = await pLimit(prepared.maxConcurrent).map(pending, ({ reading }) =>
      readReach(reading, { ...prepared.update, requestShare: 100 }),
    );
    const counts = reached.flatMap((found) =>
      [...found.values()].map(({ reach }) => reach.customersWithCredentials),
    );
    const isCounted = counts.every((count) => "counted" in count);
    return {
      replace: steps.filter(({ operation }) => operation === "replace").length,
      delete: steps.filter(({ operation }) => operation === "delete").length,
      customers: isCounted
        ? counts.reduce((sum, count) => sum + ("counted" in count ? count.counted : 0), 0)
        : undefined,
    };
  }

  /** Updates one stack, a second time where an earlier process had left Pulumi's lock; true where it failed. */
  async #update(tenant: Tenant): Promise<boolean> {
    const { options, prepared, inherited } = this.#run;
    const { name } = tenant.stack;
    if (tenant.status === "failed") return true;
    const tell = (text: string) => tenant.log.write(text);
    setStatus(tenant, "running", options.progress);
    const began = Date.now();
    const children = new Set<number>();
    const clear = async () =>
      recover({
        ...{ stack: name, project: prepared.project.name, pulumi: prepared.update.pulumi, tell },
        env: (await prepared.update.environments.of(name)).env,
        dead: { children, isFormerOwner: inherited.has(name) },
      });
    let update = await updateStack(name, tenant.log, prepared.update);
    if (update.holders.length > 0 && (await clear()) === undefined)
      update = await updateStack(name, tenant.log, prepared.update);
    if (update.killed !== undefined) children.add(update.killed);
    const failures = [...update.failures];
    if (update.killed !== undefined || (update.hasPendingCreates && failures.length === 0)) {
      const failure = await clear();
      if (failure !== undefined) failures.push(failure);
      else tenant.log.write("Pulumi's lock and the creations without an end are cleared from the state.");
    }
    tenant.seconds = Math.round((Date.now() - began) / 100) / 10;
    tenant.isViolated = update.isViolated;
    tenant.isUpdated = failures.length === 0;
    if (failures.length > 0) fail(tenant, failures, options.progress);
    else setStatus(tenant, "current", options.progress);
    return failures.length > 0;
  }

  /** Notes the statuses of connections before the updates; false where a tenant cannot be read. */
  async #lookBefore(): Promise<boolean> {
    if (this.#wave.gate?.health === undefined) return true;
    const { prepared, options, journal } = this.#run;
    const before = new Map(Object.entries(journal.before));
    // Without a journal, the run before may be the reason of what is broken now.
    const isLookedAt = !options.resume || this.#run.hasJournal;
    const unknown = this.#tenants.filter(
      ({ status, stack }) => isLookedAt && status !== "failed" && !before.has(stack.name),
    );
    let isReadable = true;
    for (const tenant of unknown) {
      const look = await lookAt(tenant.stack.name, tenant.connections, {
        ...prepared.update,
        requestShare: 100,
      });
      if ("reason" in look) {
        isReadable = false;
        const message = `The health of the tenant cannot be read: ${look.reason}`;
        fail(
          tenant,
          [{ message, nextStep: "Make the tenant readable, or leave out the health gate." }],
          options.progress,
        );
      } else before.set(tenant.stack.name, Object.fromEntries(look.statuses));
    }
    journal.before = recordOf([...before]);
    await writeJournal(prepared.folder, journal, "No stack of this wave was updated.");
    return isReadable;
  }

  /** Waits until the tenants of the wave are as well as before. */
  async #watch(): Promise<WaveOutcome> {
    const health = this.#wave.gate?.health;
    if (health === undefined || !health.notWorseThanBefore) return "passed";
    const { prepared, options, journal, gates } = this.#run;
    const before = new Map(Object.entries(journal.before));
    const watched = this.#tenants
      .filter(({ status }) => status === "current")
      .map(({ stack, connections }) => ({
        ...{ stack: stack.name, keys: connections },
        before: new Map(Object.entries(before.get(stack.name) ?? {})),
      }));
    const { decision, reasons, worse } = await waitForHealth(watched, healthGateOf(health), {
      look: ({ stack, keys }) => lookAt(stack, keys, { ...prepared.update, requestShare: 100 }),
      ...{
        tell: (text) => options.progress.tells(`Gate of wave ${this.#wave.name}: ${text}`),
        signal: options.signal,
      },
    });
    const result = decision === "pass" ? "passed" : decision === "worse" ? "failed" : "held";
    gates.push({ wave: this.#wave.name, kind: "health", result, reasons });
    if (decision === "worse") {
      for (const tenant of this.#tenants.filter(({ stack }) => worse.includes(stack.name))) {
        const nextStep = "Mend the connection or the program, then run the rollout again with --resume.";
        fail(
          tenant,
          [{ message: "Its connections are worse than before the rollout.", nextStep }],
          options.progress,
        );
      }
    }
    return decision === "pass" ? "passed" : decision === "held" ? "held" : "stopped";
  }
}
