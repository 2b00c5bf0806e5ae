import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { evaluated, type ContextValue } from "../../../../test/support/githubExpressions.ts";
import { root } from "../../../../tools/setup/paths.mjs";

interface Job {
  if?: string;
  needs?: string | string[];
  steps: { name?: string; env?: Record<string, string> }[];
}

/** The jobs of a workflow in docs/github, which another test keeps as they are written. */
function jobsOf(name: string): Record<string, Job> {
  const text = readFileSync(join(root, "docs/github", `prismatic-${name}.yml`), "utf8");
  return (parse(text) as { jobs: Record<string, Job> }).jobs;
}

interface Scenario {
  /** Outputs of the job that merges. */
  outputs?: Record<string, string>;
  /** Jobs that do not succeed. */
  failing?: Record<string, "failure" | "cancelled">;
  isCancelled?: boolean;
  github?: ContextValue;
}

/** Results of all jobs, as GitHub decides by their conditions which of them run. */
function simulate(name: string, { outputs = {}, failing = {}, isCancelled = false, github = {} }: Scenario) {
  const results = new Map<string, string>();
  const contextsOf = ({ needs = [] }: Job) => ({
    github,
    needs: Object.fromEntries(
      [needs]
        .flat()
        .map((id) => [id, { result: results.get(id) ?? "", outputs: id === "report" ? outputs : {} }]),
    ),
  });
  for (const [id, job] of Object.entries(jobsOf(name))) {
    const { if: condition = "true" } = job;
    const runs = evaluated(condition, contextsOf(job), isCancelled) === "true";
    results.set(id, runs ? (new Map(Object.entries(failing)).get(id) ?? "success") : "skipped");
  }
  const approvals = [...results.keys()].flatMap((id) => {
    const job = jobsOf(name)[id];
    const approved = job?.steps.find((step) => step.name === "Update")?.env?.["APPROVED"];
    return job === undefined || approved === undefined ? [] : [evaluated(approved, contextsOf(job))];
  });
  return { results: Object.fromEntries(results), approvals };
}

const DIGEST = "sha256:1";
const waves = (...all: [changes: boolean, approval: boolean][]) => ({
  digest: DIGEST,
  ...Object.fromEntries(
    all.flatMap(([changes, approval], index) => {
      const number = [1, 3][index];
      return [
        [`wave-${number}-changes`, String(changes)],
        [`wave-${number}-approval`, String(approval)],
      ];
    }),
  ),
});

describe("A rollout", () => {
  const rollout = (scenario: Scenario) => {
    const { results, approvals } = simulate("rollout", scenario);
    const { "gate-1": gate1, "wave-1": wave1, "gate-3": gate3, "wave-3": wave3 } = results;
    return { all: [gate1, wave1, gate3, wave3].join(" "), approvals };
  };
  const both = waves([true, true], [true, true]);

  it("goes through all waves, each after its approval", () => {
    expect(rollout({ outputs: both })).toEqual({
      all: "success success success success",
      approvals: [DIGEST, DIGEST],
    });
  });

  it("asks for no approval that is not needed, and counts none", () => {
    expect(rollout({ outputs: waves([true, false], [true, true]) })).toEqual({
      all: "skipped success success success",
      approvals: ["", DIGEST],
    });
  });

  it("passes over a wave without changes", () => {
    expect(rollout({ outputs: waves([false, false], [true, true]) }).all).toBe(
      "skipped skipped success success",
    );
  });

  it.each([
    [
      "its first approval is refused",
      { failing: { "gate-1": "failure" } },
      "failure skipped skipped skipped",
    ],
    [
      "a stack of its first wave fails",
      { failing: { "wave-1": "failure" } },
      "success failure skipped skipped",
    ],
    [
      "a job of its first wave is cancelled",
      { failing: { "wave-1": "cancelled" } },
      "success cancelled skipped skipped",
    ],
    [
      "its second approval is refused",
      { failing: { "gate-3": "failure" } },
      "success success failure skipped",
    ],
    [
      "a preview fails",
      { failing: { preview: "failure", report: "failure" } },
      "skipped skipped skipped skipped",
    ],
    ["it is cancelled", { isCancelled: true }, "skipped skipped skipped skipped"],
  ] as [string, Scenario, string][])("ends where %s", (_, scenario, all) => {
    expect(rollout({ outputs: both, ...scenario }).all).toBe(all);
  });

  it("has nothing to do where the merging job told nothing", () => {
    expect(rollout({}).all).toBe("skipped skipped skipped skipped");
  });
});

describe("A pull request", () => {
  const of = (head: string, actor = "ana") => {
    const repository = "acme/connections";
    const event = { pull_request: { head: { repo: { full_name: head } } } };
    const { results } = simulate("preview", { github: { repository, actor, event } });
    const run = { event: "pull_request", head_repository: { full_name: head }, actor: { login: actor } };
    const comment = simulate("preview-forks", { github: { repository, event: { workflow_run: run } } });
    return { ...results, ...comment.results };
  };

  it("is previewed where its jobs get secrets, and has a comment that says so elsewhere", () => {
    const previewed = { types: "success", preview: "success", report: "success", comment: "skipped" };
    const checked = { types: "success", preview: "skipped", report: "skipped", comment: "success" };
    expect(of("acme/connections")).toEqual(previewed);
    expect(of("somebody/connections")).toEqual(checked);
    expect(of("acme/connections", "dependabot[bot]")).toEqual(checked);
    expect(of("")).toEqual(checked);
  });

  it("is reported where stacks failed", () => {
    const event = { pull_request: { head: { repo: { full_name: "a/b" } } } };
    const github = { repository: "a/b", actor: "ana", event };
    expect(simulate("preview", { github, failing: { preview: "failure" } }).results["report"]).toBe(
      "success",
    );
  });
});

describe("A job of the matrix", () => {
  it("gets the variables of its own stack alone", () => {
    const update = jobsOf("preview")["preview"]?.steps.find(({ name }) => name === "Preview");
    const secrets = { ANY: "any", EU_TOKEN: "token-of-eu" };
    const env = (variables: string[]) =>
      Object.fromEntries(
        Object.entries(update?.env ?? {}).map(([name, text]) => [
          name,
          evaluated(text, {
            secrets,
            vars: { PULUMI_BACKEND_URL: "s3://state" },
            matrix: { variables, stack: "x" },
          }),
        ]),
      );
    expect(env(["ANY", "EU_TOKEN"])).toMatchObject({ STACK: "x", ANY: "any", EU_TOKEN: "token-of-eu" });
    expect(env(["ANY"])).toMatchObject({ EU_TOKEN: "", PULUMI_BACKEND_URL: "s3://state" });
  });
});
