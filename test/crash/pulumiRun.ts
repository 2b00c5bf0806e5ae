import { existsSync } from "node:fs";
import { copyFile, readFile, rm } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { contentsOf, type Contents } from "../support/contents.ts";
import { declare, declaringProgram } from "../support/declaration.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { providersOf } from "../support/providersOf.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";
import { declaredWith, holds } from "./declared.ts";
import { killProcess, NODE_OPTIONS, remainingIn } from "./remaining.ts";

/** The process that is killed. */
export type Victim = "cli" | "provider";

/** The command that is killed: it makes everything, changes everything, or deletes everything. */
export type Phase = "create" | "update" | "destroy";

/** Answers take so long that each moment of a run has its request. */
const LATENCY = 25;

/** The contents of a tenant in which nothing was killed, and the milliseconds that each phase took. */
export interface Reference {
  contents: Contents;
  durations: Record<Phase, number>;
}

/** Runs all phases without a kill. */
export async function undisturbed(): Promise<Reference> {
  await using scene = await openScene();
  const durations: Reference["durations"] = { create: 0, update: 0, destroy: 0 };
  const timed = async (phase: Phase) => {
    const begin = performance.now();
    const { exitCode, output } = await run(scene.project, phase);
    if (exitCode !== 0) throw new Error(`${phase} failed without a kill:\n${output}`);
    durations[phase] = performance.now() - begin;
  };
  await timed("create");
  await declare(scene.project, declaredWith("two"));
  await timed("update");
  const contents = await lastingContents(scene.tenant);
  await timed("destroy");
  return { contents, durations };
}

/**
 * Kills a run at a moment and runs the next `up` to its end.
 *
 * @param at part of the undisturbed run's time after which the process is killed, from 0
 * @returns everything that is not as after an undisturbed run; empty where all is well
 */
export async function killedRun(
  { victim, phase, at }: { victim: Victim; phase: Phase; at: number },
  reference: Reference,
): Promise<string[]> {
  await using scene = await openScene();
  const { project, tenant } = scene;
  if (phase !== "create") await run(project, "create");
  if (phase !== "create") await declare(project, declaredWith("two"));
  await kill(project, phase, victim, at * reference.durations[phase]);
  const problems = await remainingIn(project.folder);
  await recover(project);
  const next = await nextUp(project, phase);
  if (next.exitCode !== 0) return [...problems, `the next up failed: ${next.output.slice(-2000)}`];
  if (phase === "create") {
    await declare(project, declaredWith("two"));
    await project.up();
  }
  const contents = await lastingContents(tenant);
  if (!isDeepStrictEqual(contents, reference.contents))
    problems.push(`other contents: ${difference(contents, reference.contents)}`);
  problems.push(...(await duplicates(tenant)));
  const again = await project.run(["preview", "--refresh", "--expect-no-changes"], {
    expectFailure: "either",
  });
  if (again.exitCode !== 0) problems.push(`the preview after it is not empty: ${again.output.slice(-2000)}`);
  return problems;
}

interface Scene extends AsyncDisposable {
  tenant: TestTenant;
  project: PulumiProject;
}

async function openScene(): Promise<Scene> {
  const tenant = await startTenant({ holds });
  await tenant.injectFault({}, { type: "delay", milliseconds: LATENCY }, 1_000_000);
  const { config, secrets } = tenant;
  const project = await createPulumiProject({
    ...{ program: declaringProgram, config, secrets },
    env: { NODE_OPTIONS },
  });
  await declare(project, declaredWith("one"));
  return {
    tenant,
    project,
    async [Symbol.asyncDispose]() {
      await project.dispose();
      await tenant.dispose();
    },
  };
}

function run(project: PulumiProject, phase: Phase, onStart?: (kill: () => void) => void) {
  const options = {
    expectFailure: "either",
    ...(onStart === undefined
      ? {}
      : {
          onStart: (child: { kill: (signal: NodeJS.Signals) => void }) =>
            onStart(() => child.kill("SIGKILL")),
        }),
  } as const;
  return phase === "destroy" ? project.destroy([], options) : project.up([], options);
}

/** Kills a run some milliseconds after its start; one that ends before has nothing to kill. */
async function kill(
  project: PulumiProject,
  phase: Phase,
  victim: Victim,
  milliseconds: number,
): Promise<void> {
  let killCli: () => void = () => undefined;
  const running = run(project, phase, (found) => (killCli = found));
  const ended = running.then(() => "ended" as const);
  if ((await Promise.race([pause(milliseconds), ended])) === "ended") return;
  if (victim === "cli") killCli();
  else for (const { id } of await providersOf(project.folder)) killProcess(id);
  await running;
}

/**
 * Does what the documents say after a killed run: a state that was being written is taken from its backup, and attributes
 * that were are removed.
 */
async function recover(project: PulumiProject): Promise<void> {
  const isWhole = async (file: string) => isJson(await readFile(file, "utf8"));
  if (!(await isWhole(project.stateFile))) await copyFile(`${project.stateFile}.bak`, project.stateFile);
  const attributes = `${project.stateFile}.attrs`;
  if (existsSync(attributes) && !(await isWhole(attributes))) await rm(attributes);
  await project.run(["cancel", "--yes"], { expectFailure: "either" });
}

/**
 * The next `up`. The state does not know what a killed destroy has deleted, so that an update of it says what the documents
 * say as well.
 */
async function nextUp(project: PulumiProject, phase: Phase) {
  const next = await project.up([], { expectFailure: "either" });
  if (next.exitCode === 0 || phase !== "destroy") return next;
  const errors = next.output.match(/^ {4}error: (?!update failed).*/gm) ?? [];
  const areClear = errors.length > 0 && errors.every((error) => error.endsWith("pulumi up --refresh"));
  return areClear ? project.up(["--refresh"], { expectFailure: "either" }) : next;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The contents of a tenant, without the numbers of an integration's versions, which tell of the way. */
async function lastingContents(tenant: TestTenant): Promise<Contents> {
  const contents = await contentsOf(tenant);
  const integrations = Object.entries(contents.integrations).map(([name, each]) => [
    name,
    { ...each, published: 1 },
  ]);
  return { ...contents, integrations: Object.fromEntries(integrations) as Contents["integrations"] };
}

/** Objects that the tenant has twice, which its contents by key do not show. */
async function duplicates(tenant: TestTenant): Promise<string[]> {
  const keys = await tenant.stableKeys();
  const data = await tenant.query<{
    customerConfigVariables: {
      nodes: {
        isTest: boolean;
        customer: { id: string } | null;
        scopedConfigVariable: { stableKey: string };
      }[];
    };
    integrations: { nodes: { name: string }[] };
  }>(`query {
    customerConfigVariables(first: 100) { nodes { isTest customer { id } scopedConfigVariable { stableKey } } }
    integrations(first: 100) { nodes { name } } }`);
  const all = [
    ...keys,
    ...data.integrations.nodes.map(({ name }) => `integration ${name}`),
    ...data.customerConfigVariables.nodes.map(
      ({ isTest, customer, scopedConfigVariable }) =>
        `credentials of ${scopedConfigVariable.stableKey} ${isTest ? "for tests" : customer?.id}`,
    ),
  ];
  return all.filter((each, index) => all.indexOf(each) !== index).map((each) => `twice: ${each}`);
}

/** The members that are not equal, as JSON. */
function difference(found: Contents, expected: Contents): string {
  const parts = Object.keys(expected) as (keyof Contents)[];
  return parts
    .filter((part) => !isDeepStrictEqual(found[part], expected[part]))
    .map((part) => `${part} ${JSON.stringify(found[part])} instead of ${JSON.stringify(expected[part])}`)
    .join("; ");
}
