import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { PreviewReport } from "../../rollout/src/report/schema.ts";
import { GithubRunner, type StepResult, type WorkflowStep } from "../support/githubRunner.ts";
import { runCommand } from "../support/processes.ts";
import { CANARY, createRolloutWorld, type RolloutWorld } from "../support/rolloutWorld.ts";

const ROLLOUT = `version: 1
waves:
  - { name: canary, match: { stacks: [asia] }, gate: { approval: required } }
  - { name: "the others", match: rest }
`;

interface Workflow {
  jobs: Record<string, { steps: WorkflowStep[]; outputs?: Record<string, string> }>;
}

let world: RolloutWorld;
let runner: GithubRunner;

const git = (...args: string[]) =>
  runCommand("git", ["-c", "user.name=Ana", "-c", "user.email=ana@acme.example", ...args], {
    cwd: world.project.folder,
  });
const commit = async () => {
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "Connections");
};
const emit = (...args: string[]) => world.start(["emit", "github", "--all", ...args]).ended;

async function step(file: string, job: string, name: string): Promise<WorkflowStep | undefined> {
  const path = join(world.project.folder, ".github/workflows", `prismatic-${file}.yml`);
  const { jobs } = parse(await readFile(path, "utf8")) as Workflow;
  return jobs[job]?.steps.find((each) => each.name === name);
}

/** Runs a step in the project, with the environment of a runner. */
async function run(found: WorkflowStep | undefined, temp: string, env: object = {}): Promise<StepResult> {
  const all = { ...world.project.environment(), ...env };
  return runner.run(found, { temp, cwd: world.project.folder, env: all });
}

beforeAll(async () => {
  runner = await GithubRunner.start();
  world = await createRolloutWorld(["asia", "eu"], { rollout: ROLLOUT, connections: 1 });
  await world.project.writeFile(".gitignore", [".state", ".pulumi-home", "node_modules"].join("\n"));
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await runner[Symbol.asyncDispose]();
});

describe("emit github", () => {
  it("writes into the repository's folder of workflows, and names what has to be set up", async () => {
    await git("init", "--quiet");
    await world.project.writeFile(".github/workflows/prismatic-drift.yml", "mine");
    await world.project.writeFile(".github/workflows/others.yml", "theirs");
    await world.project.writeFile(".github/actions/prismatic-setup/action.yml", "runs: { using: composite }");
    expect(await emit("--prefix", "Bad name", "--branch", "a b")).toMatchObject({
      stderr: expect.stringMatching(/Nothing was written\. --prefix .* --branch /) as string,
    });
    const written = await emit("--force", "--preview-environment", "preview-*");
    expect(written).toMatchObject({ code: 0, stderr: "" });
    expect(written.stdout).toContain("for 2 stacks to");
    for (const name of ["asia", "preview-asia", "eu", "prismatic-approval-canary"])
      expect(written.stdout).toContain(`\n  ${name}\n`);
    const workflow = (name: string) =>
      readFile(join(world.project.folder, ".github/workflows", name), "utf8");
    expect(await workflow("prismatic-preview.yml")).toContain("uses: ./.github/actions/prismatic-setup");
    expect(await workflow("others.yml")).toBe("theirs");
    await commit();
  });

  it("goes from previews of single stacks to one comment, an approval and the waves", async () => {
    const reports = await runner.job();
    for (const stack of ["asia", "eu"]) {
      const temp = await runner.job();
      const previewed = await run(await step("preview", "preview", "Preview"), temp, { STACK: stack });
      expect(previewed.exitCode, previewed.output).toBe(0);
      const words = [...previewed.stdout.matchAll(/^::(.*)::(.*)$/gm)].map(([, ...parts]) => parts.join(""));
      expect(words).toHaveLength(2);
      expect(words[0]).toBe(`stop-commands${words[1]}`);
      await mkdir(join(reports, "reports", `prismatic-report-${stack}`), { recursive: true });
      await cp(
        join(temp, "report/report.json"),
        join(reports, "reports", `prismatic-report-${stack}`, "report.json"),
      );
    }

    const merged = await run(await step("rollout", "report", "Merge the reports"), reports);
    expect(merged.exitCode, merged.output).toBe(0);
    const plan = JSON.parse(await readFile(join(reports, "plan.json"), "utf8")) as PreviewReport;
    expect(plan).toMatchObject({ isUncommitted: false, stackCounts: { failed: 0, changed: 2 } });
    expect(Object.fromEntries(merged.outputs)).toEqual({
      ...{ digest: plan.digest, changes: "true" },
      ...{
        "wave-1-changes": "true",
        "wave-1-approval": "true",
        "wave-2-changes": "true",
        "wave-2-approval": "false",
      },
    });
    expect(merged.summary).toContain("## Preview of `test-project`");

    const post = await step("preview", "report", "Comment");
    const more = { PULL_REQUEST: "7", PAGE: "https://page.example/1", RUN: "https://run.example/1" };
    await runner.answer({});
    expect(await run(post, reports, more)).toMatchObject({ exitCode: 0 });
    const first = await runner.told();
    expect(first.calls.at(-1)).toContain("pr comment 7 --body-file comment.md");
    expect(first.posted).toContain("[Open the page](https://page.example/1)");

    const DIGEST = plan.digest;
    const update = async (wave: number, STACK: string, env: object = {}) => {
      const temp = await runner.job();
      await mkdir(join(temp, "plan"));
      // Every job has a machine of its own.
      await rm(join(world.project.folder, ".prismatic-rollout"), { recursive: true, force: true });
      await cp(join(reports, "plan.json"), join(temp, "plan/plan.json"));
      const base = {
        STACK,
        DIGEST,
        APPROVED: "",
        PULUMI_BACKEND_URL: world.project.environment()["PULUMI_BACKEND_URL"],
      };
      const updated = await run(await step("rollout", `wave-${wave}`, "Update"), temp, { ...base, ...env });
      const told = await run(await step("rollout", `wave-${wave}`, "Summary"), temp);
      return { ...updated, summary: told.summary };
    };
    const passed = await update(1, "asia", { APPROVED: DIGEST });
    expect(passed.exitCode, passed.output).toBe(0);
    expect(passed.summary).toContain("    asia   current   canary, updated in");
    expect(await update(2, "eu")).toMatchObject({ exitCode: 0 });
    expect(await world.written()).not.toContain(CANARY);
  });

  it("refuses to merge for workflows that were written from another rollout.yaml", async () => {
    await world.project.writeFile("rollout.yaml", ROLLOUT.replace("canary", "first"));
    const temp = await runner.job();
    const merged = await run(await step("rollout", "report", "Merge the reports"), temp);
    expect(merged).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("written from another rollout.yaml") as string,
    });
    // The comment says that there is no preview, in place of an earlier one.
    await runner.answer({ comments: "42\n43\n" });
    const RUN = "https://run.example/1";
    await run(await step("preview", "report", "Comment"), temp, { PULL_REQUEST: "7", PAGE: "", RUN });
    const { calls, posted } = await runner.told();
    expect(calls.at(-1)).toMatch(/--method PATCH .*comments\/42 /);
    expect(posted).toMatch(/^<!-- prismatic-rollout preview test-project -->\n\n\*\*There is no preview/);
  });
});
