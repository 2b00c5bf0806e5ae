import { createHash, randomBytes } from "node:crypto";
import pLimit from "p-limit";
import { RolloutError } from "../errors.ts";
import { thisOwner } from "../lock/owner.ts";
import { locksOf, noLockHere, NO_LOCKS, type StackLocks } from "../lock/stackLocks.ts";
import { stackDigest } from "../preview/digest.ts";
import { recordOf } from "../order.ts";
import { readStack } from "../preview/readStack.ts";
import type { StackReading } from "../preview/reading.ts";
import { backendUrl } from "../pulumi/backend.ts";
import { listStacks } from "../pulumi/stackList.ts";
import { makeFolder, readJournal, writeJournal, type Journal } from "./journal.ts";
import { bindPlan } from "./plan.ts";
import { prepare, type Prepared, type UpOptions } from "./prepare.ts";
import { recover } from "./recovery.ts";
import { StackLog } from "./stackLog.ts";
import { fail, setStatus, tenantReport, type Tenant } from "./tenants.ts";
import type { GateReport, UpReport } from "./upReport.ts";
import { announced, planWaves, type PlannedWave } from "./waves.ts";
import { WaveRun } from "./waveRun.ts";

/** Parts of a run that its waves share. */
export interface Run {
  id: string;
  options: UpOptions;
  prepared: Prepared;
  tenants: ReadonlyMap<string, Tenant>;
  journal: Journal;
  /** True where the run goes on with a journal of the one before. */
  hasJournal: boolean;
  gates: GateReport[];
  /** Stacks that an earlier rollout brought up to this commit and whose states did not change since. */
  known: ReadonlySet<string>;
  /** Stacks whose former rollout died. */
  inherited: ReadonlySet<string>;
  /** Stacks that were read before the first wave and did not change since. */
  fresh: Map<string, StackReading>;
  read: (tenant: Tenant) => Promise<StackReading>;
  digestOf: (reading: StackReading) => string;
}

/**
 * Updates the chosen stacks wave by wave.
 *
 * @throws RolloutError where nothing was begun: a stack is locked, or the preview is another than `plan`
 */
export async function up(options: UpOptions): Promise<UpReport> {
  const id = `${new Date().toISOString().replace(/[-:]|\..*/g, "")}-${randomBytes(3).toString("hex")}`;
  const outer = new AbortController();
  const signal = AbortSignal.any([options.signal, outer.signal]);
  const prepared = await prepare({ ...options, signal }, id);
  const locks = options.lock ? await locksFor(prepared, id) : NO_LOCKS;
  locks.lost.addEventListener("abort", () => {
    options.progress.tells("The backend took the locks away: the rollout is interrupted.");
    outer.abort();
  });
  const inherited = await locks.take(prepared.chosen.map(({ name }) => name));
  try {
    return await rollOut({ ...options, signal }, { id, prepared, inherited });
  } finally {
    // The work is done, and its report must not be lost.
    await locks.release().catch((error: unknown) => {
      if (!(error instanceof RolloutError)) throw error;
      options.progress.tells(`${error.message} ${error.nextStep}`);
    });
  }
}

/** @throws RolloutError where the backend has no lock */
async function locksFor({ project, update: { pulumi } }: Prepared, run: string): Promise<StackLocks> {
  const url = await backendUrl(pulumi);
  const locks = await locksOf(url, pulumi.cwd, { project: project.name, owner: thisOwner(run) });
  if (locks === undefined) throw noLockHere(url);
  return locks;
}

interface Begun {
  id: string;
  prepared: Prepared;
  inherited: Awaited<ReturnType<StackLocks["take"]>>;
}

async function rollOut(options: UpOptions, { id, prepared, inherited }: Begun): Promise<UpReport> {
  const { folder, chosen, commit, project, settings, update } = prepared;
  const logs = await makeFolder(folder, id);
  const before = options.resume ? await readJournal(folder) : undefined;
  const waves = planWaves(chosen, prepared.file).filter(
    ({ name }) => options.wave === undefined || name === options.wave,
  );
  const tenants = tenantsOf(waves, logs);
  const run: Run = {
    ...{ id, options, prepared, tenants, inherited, gates: [], fresh: new Map() },
    journal: continued(before, id, prepared),
    hasJournal: before !== undefined,
    known: knownCurrent(before, prepared, inherited),
    read: async ({ stack }) => {
      options.progress.previewBegins(stack.name);
      const reading = await readStack(stack, update);
      options.progress.previewEnds(stack.name);
      return reading;
    },
    digestOf: (reading) => stackDigest(reading, settings.get(reading.stack.name) ?? ""),
  };
  options.progress.begins(waves.map(announced));
  await clearInterrupted(run);
  if (options.plan !== undefined) await bindPlan(run, options.plan);
  await writeJournal(folder, run.journal, "No stack was updated.");
  for (const wave of waves) {
    const outcome = await new WaveRun(run, wave).carryOut();
    await noteCurrent(run);
    if (outcome === "passed") continue;
    // Its own stacks have their statuses already.
    for (const tenant of tenants.values()) {
      if (tenant.status !== "outdated") continue;
      setStatus(tenant, outcome === "held" ? "waiting" : "skipped", options.progress);
    }
    break;
  }
  for (const { stack, log } of tenants.values()) {
    const missing = await log.close();
    if (missing !== undefined) options.progress.tells(`${stack.name}: ${missing}`);
  }
  return {
    ...{ version: 1, command: "up", run: id, project: project.name, ...commit, logs },
    stacks: [...tenants.values()].map(tenantReport),
    gates: run.gates,
  };
}

/** The tenants in the order of the waves that update them. */
function tenantsOf(waves: readonly PlannedWave[], logs: string): Map<string, Tenant> {
  const tenants = new Map<string, Tenant>();
  for (const wave of waves) {
    for (const stack of wave.stacks) {
      if (tenants.has(stack.name)) continue;
      tenants.set(stack.name, {
        ...{ stack, wave: wave.name, status: "outdated", log: new StackLog(logs, stack.name) },
        ...{ isUpdated: false, isViolated: false, seconds: 0, failures: [], connections: [] },
      });
    }
  }
  return tenants;
}

/** The journal of a new run, with what it keeps of the one before. */
function continued(before: Journal | undefined, run: string, { commit }: Prepared): Journal {
  const own = { version: 1, run, ...(commit.commit === undefined ? {} : { commit: commit.commit }) } as const;
  if (before === undefined) return { ...own, current: {}, approved: {}, planned: {}, before: {} };
  const isSame = before.commit === commit.commit;
  return {
    ...own,
    current: isSame ? before.current : {},
    approved: isSame ? before.approved : {},
    planned: before.planned,
    ...(before.plan === undefined ? {} : { plan: before.plan }),
    before: before.before,
  };
}

/** Stacks that need no preview: same commit without changes of files, same settings, same state. */
function knownCurrent(
  before: Journal | undefined,
  { commit, listed, settings }: Prepared,
  inherited: ReadonlySet<string>,
): Set<string> {
  if (before?.commit === undefined || before.commit !== commit.commit || commit.isUncommitted !== false)
    return new Set();
  const current = new Map(Object.entries(before.current));
  const isKnown = (name: string, stateVersion: string) =>
    current.get(name)?.stateVersion === stateVersion &&
    current.get(name)?.settings === hashOf(settings.get(name)) &&
    !inherited.has(name);
  return new Set(listed.flatMap(({ name, stateVersion }) => (isKnown(name, stateVersion) ? [name] : [])));
}

/** Notes which stacks are current, with what shows later that nothing changed. */
async function noteCurrent({ prepared, tenants, journal }: Run): Promise<void> {
  const { update, settings, folder } = prepared;
  const { signal } = new AbortController();
  const listed = await listStacks({ ...update.pulumi, signal }).catch((error: unknown) => {
    if (!(error instanceof RolloutError)) throw error;
    return [];
  });
  journal.current = recordOf(
    listed.flatMap(({ name, stateVersion }) => {
      const { status, connections = [] } = tenants.get(name) ?? {};
      if (status !== "current") return [];
      return [[name, { stateVersion, settings: hashOf(settings.get(name)), connections }] as const];
    }),
  );
  await writeJournal(
    folder,
    journal,
    "The stacks of this wave are as it left them; no other wave was begun.",
  );
}

function hashOf(text = ""): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Makes those stacks usable whose former rollout died within an update. */
async function clearInterrupted({ inherited, tenants, prepared, options }: Run): Promise<void> {
  const { update, project, maxConcurrent } = prepared;
  const dead = { children: new Set<number>(), isFormerOwner: true };
  await pLimit(maxConcurrent).map([...inherited], async (stack) => {
    const tenant = tenants.get(stack);
    if (tenant === undefined) return;
    const tell = (text: string) => {
      tenant.log.write(text);
      options.progress.tells(`${stack}: ${text}`);
    };
    tell("The rollout that had this stack died; what it left is cleared.");
    const { env } = await update.environments.of(stack);
    const failure = await recover({ stack, project: project.name, pulumi: update.pulumi, env, dead, tell });
    if (failure !== undefined) fail(tenant, [failure], options.progress);
  });
}
