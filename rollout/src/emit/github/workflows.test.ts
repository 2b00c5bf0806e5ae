import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type * as Parser from "@actions/workflow-parser";
import { loadWorkflowParser } from "../../../../test/support/workflowParser.ts";
import { root } from "../../../../tools/setup/paths.mjs";
import { hostileText } from "../../testing/arbitrary.ts";
import { MARK } from "../ownFiles.ts";
import type { Fleet, WorkflowStack } from "./model.ts";
import { literal } from "./steps.ts";
import { workflowFiles } from "./workflows.ts";

let parser: typeof Parser;
beforeAll(async () => {
  parser = await loadWorkflowParser();
});

/** Mistakes that GitHub's parser finds, those in expressions and contexts included. */
async function mistakesIn(name: string, content: string): Promise<string[]> {
  const { context, value } = parser.parseWorkflow({ name, content }, new parser.NoOperationTraceWriter());
  if (value !== undefined) await parser.convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

const stack = (name: string, more: Partial<WorkflowStack> = {}): WorkflowStack => ({
  ...{ name, key: name, environment: name, previewEnvironment: `preview-${name}`, variables: [] },
  ...more,
});

function fleet(more: Partial<Fleet> = {}, settings: Partial<Fleet["settings"]> = {}): Fleet {
  const eu = stack("eu", { variables: ["ANY", "EU_TOKEN"] });
  const [us, dev] = [stack("us", { variables: ["ANY"] }), stack("us-dev", { variables: ["ANY"] })];
  return {
    stacks: [eu, us, dev],
    waves: [
      { name: "canary", stacks: [dev], maxParallel: 1, gate: "prismatic-approval-canary" },
      { name: "nobody", stacks: [], maxParallel: 1, gate: "prismatic-approval-nobody" },
      { name: "others", stacks: [eu, us], maxParallel: 2, gate: "prismatic-approval-others" },
    ],
    settings: {
      ...{ project: "acme", directory: "infra", prefix: "prismatic", branch: "main" },
      ...{ runsOn: "ubuntu-latest", install: "npm ci", installDirectory: "", pulumiVersion: "3.265.0" },
      ...{ policyPacks: ["../policies"], hasTypes: true, fingerprint: "0123456789abcdef" },
      ...settings,
    },
    ...more,
  };
}

interface Job {
  needs?: string | string[];
  if?: string;
  environment?: { name: string; deployment?: boolean };
  permissions: Record<string, string>;
  strategy?: {
    "fail-fast": boolean;
    "max-parallel"?: number;
    matrix: { include: Record<string, unknown>[] };
  };
  outputs?: Record<string, string>;
  steps: {
    uses?: string;
    run?: string;
    env?: Record<string, string>;
    with?: Record<string, unknown>;
    if?: string;
  }[];
}
interface Workflow {
  name: string;
  on: unknown;
  permissions: object;
  concurrency?: object;
  jobs: Record<string, Job>;
}

const files = workflowFiles(fleet());
const workflow = (name: string) => parse(files.get(`prismatic-${name}.yml`) ?? "") as Workflow;
const all = () => [...files.keys()].map((name) => parse(files.get(name) ?? "") as Workflow);
const jobOf = (name: string, job: string) => workflow(name).jobs[job] as Job;

/** All expressions that GitHub evaluates, but those that stand for an opening of one. */
function expressions(given: Fleet): string[] {
  const texts: string[] = [];
  for (const content of workflowFiles(given).values())
    JSON.stringify(parse(content), (_, value: unknown) => {
      if (typeof value === "string") texts.push(...(value.match(/\$\{\{(?:'[^']*'|[^'])*?\}\}/g) ?? []));
      return value;
    });
  return texts.filter((text) => text !== literal("${{"));
}

describe("The workflows", () => {
  it("are what GitHub's own parser knows", async () => {
    expect([...files.keys()]).toEqual(
      ["preview", "preview-forks", "rollout", "drift"].map((name) => `prismatic-${name}.yml`),
    );
    for (const [name, content] of files) {
      expect(content.split("\n")[0]).toContain(MARK);
      expect(await mistakesIn(name, content), name).toEqual([]);
    }
    // The parser can find something.
    const rollout = files.get("prismatic-rollout.yml") ?? "";
    expect(await mistakesIn("x", rollout.replace("queue: max", "queue: all"))).not.toEqual([]);
    expect(
      await mistakesIn("x", rollout.replace("needs.gate-1.result", "needs.gate-1.result ||")),
    ).not.toEqual([]);
    expect(await mistakesIn("x", rollout.replace("deployment: false", "deploy: false"))).not.toEqual([]);
  });

  it("have no permission that they do not need, and pin every action by its commit", () => {
    const permissions = new Map<string, object>();
    for (const { permissions: common, jobs, name } of all()) {
      expect(common).toEqual({});
      for (const [id, job] of Object.entries(jobs)) {
        permissions.set(`${name}: ${id}`, job.permissions);
        for (const { uses, with: inputs } of job.steps) {
          if (uses === undefined) continue;
          expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
          if (uses.startsWith("actions/checkout@")) expect(inputs).toEqual({ "persist-credentials": false });
        }
      }
    }
    const written = [...permissions].filter(([, each]) => JSON.stringify(each).includes("write"));
    expect(written).toEqual([
      ["Preview of acme: report", { contents: "read", "pull-requests": "write" }],
      ["Preview of acme, pull requests without secrets: comment", { "pull-requests": "write" }],
    ]);
    for (const content of files.values())
      for (const line of content.split("\n").filter((each) => each.includes("uses: ")))
        expect(line).toMatch(/ # v\d+\.\d+\.\d+$/);
  });

  it("prepare jobs that work on a tenant, and no others, by an action of the repository", async () => {
    const setup = ".github/actions/prismatic-setup";
    for (const [name, text] of workflowFiles(fleet({}, { setup }))) {
      expect(await mistakesIn(name, text)).toEqual([]);
      for (const job of Object.values((parse(text) as Workflow).jobs)) {
        const works = JSON.stringify(job).includes("secrets.");
        expect(job.steps.some(({ uses }) => uses === `./${setup}`)).toBe(works);
        expect(job.permissions["id-token"]).toBe(works ? "write" : undefined);
      }
    }
  });

  it("give secrets to the one step that works on a tenant, in an environment of that tenant", () => {
    for (const { jobs } of all()) {
      for (const job of Object.values(jobs)) {
        for (const step of job.steps) {
          const hasSecret = JSON.stringify(step).includes("secrets.");
          if (!hasSecret) continue;
          expect(job.environment?.name).toBe("${{ matrix.environment }}");
          expect(step.run).toMatch(/prismatic-rollout (preview|up|drift) /);
          expect(step.env).toMatchObject({
            STACK: "${{ matrix.stack }}",
            PRISMATIC_ROLLOUT_STACK: "${{ matrix.stack }}",
            PRISMATIC_URL: "${{ vars.PRISMATIC_URL }}",
            PRISM_REFRESH_TOKEN: "${{ secrets.PRISM_REFRESH_TOKEN }}",
            ANY: "${{ secrets.ANY || vars.ANY }}",
          });
        }
      }
    }
    // A job gets what its own stack needs.
    const own = "${{ contains(matrix.variables, 'EU_TOKEN') && (secrets.EU_TOKEN || vars.EU_TOKEN) || '' }}";
    expect(jobOf("preview", "preview").steps.at(-2)?.env?.["EU_TOKEN"]).toBe(own);
    expect(JSON.stringify(jobOf("rollout", "wave-1"))).not.toContain("EU_TOKEN");
    expect(jobOf("preview", "preview").environment).toMatchObject({ deployment: false });
    expect(jobOf("preview", "preview").strategy?.matrix.include[1]).toMatchObject({
      environment: "preview-us",
    });
    expect(jobOf("rollout", "preview").strategy?.matrix.include[1]).toMatchObject({ environment: "us" });
  });

  it("have no name from outside in a script or an expression, whatever it is", () => {
    const property = fc.property(
      fc.uniqueArray(
        fc.oneof(hostileText, fc.constantFrom("${{ github.token }}", "${{", "'; id #", "$(id)", "__proto__")),
        {
          minLength: 5,
          maxLength: 5,
        },
      ),
      ([project = "", wave = "", folder = "", name = "", branch = ""]) => {
        const odd = stack(name, { environment: `${name}-x`, previewEnvironment: wave, key: "key" });
        const hostile = fleet(
          { stacks: [odd], waves: [{ name: wave, stacks: [odd], maxParallel: 1, gate: "gate" }] },
          { project, directory: folder, branch: branch || "x", policyPacks: [folder], hasTypes: true },
        );
        const scripts = (given: Fleet) =>
          [...workflowFiles(given).values()].flatMap((text) =>
            Object.values((parse(text) as Workflow).jobs).flatMap(({ steps }) =>
              steps.flatMap(({ run }) => run ?? []),
            ),
          );
        const plain = stack("a", { key: "key" });
        const same = fleet(
          { stacks: [plain], waves: [{ name: "w", stacks: [plain], maxParallel: 1, gate: "gate" }] },
          { policyPacks: ["x"] },
        );
        expect(scripts(hostile)).toEqual(scripts(same));
        expect(expressions(hostile)).toEqual(expressions(same));
        const { jobs } = parse(workflowFiles(hostile).get("prismatic-rollout.yml") ?? "") as Workflow;
        expect(jobs["wave-1"]?.strategy?.matrix.include[0]?.["stack"]).toBe(literal(name));
      },
    );
    fc.assert(property, { numRuns: 10 });
    const injected = "a ${{ github.token }} b";
    const { context, value } = parser.parseWorkflow(
      {
        name: "x",
        content: `on: push\njobs: {a: {name: "${literal(injected)}", runs-on: x, steps: [{run: a}]}}`,
      },
      new parser.NoOperationTraceWriter(),
    );
    expect(context.errors.getErrors()).toEqual([]);
    expect(JSON.stringify(value)).not.toContain('"github.token"');
  });
});

describe("The workflows in docs/github", () => {
  it("are what is written today; -u writes them anew", async () => {
    for (const [name, text] of workflowFiles(fleet({}, { policyPacks: [], directory: "" })))
      await expect(text).toMatchFileSnapshot(join(root, "docs/github", name));
  });
});

describe("The rollout", () => {
  const { concurrency, jobs } = workflow("rollout");

  it("waits for its turn, and is never cancelled for another", () => {
    expect(concurrency).toEqual({ group: "prismatic-rollout", "cancel-in-progress": false, queue: "max" });
    for (const { strategy } of Object.values(jobs)) if (strategy) expect(strategy["fail-fast"]).toBe(false);
  });

  it("has one job that waits for each approval, and goes on after all waves before", () => {
    expect(Object.keys(jobs)).toEqual(["preview", "report", "gate-1", "wave-1", "gate-3", "wave-3"]);
    expect(jobs["gate-3"]).not.toHaveProperty("strategy");
    expect(jobs["gate-3"]?.environment).toEqual({ name: "prismatic-approval-others" });
    expect(jobs["gate-3"]?.needs).toEqual(["report", "gate-1", "wave-1"]);
    expect(jobs["wave-3"]?.needs).toEqual(["report", "gate-1", "wave-1", "gate-3"]);
    for (const [id, { if: condition }] of Object.entries(jobs).slice(2)) {
      for (const result of ["failure", "cancelled"])
        expect(condition, id).toContain(`!contains(needs.*.result, '${result}')`);
      expect(condition, id).toMatch(/needs\.report\.outputs\.wave-\d-(changes|approval) == 'true' \}\}$/);
    }
    expect(jobs["wave-3"]?.strategy?.["max-parallel"]).toBe(2);
    const outputs = Object.keys(jobs["report"]?.outputs ?? {});
    expect(outputs).toEqual(expect.arrayContaining(["digest", "wave-3-changes", "wave-3-approval"]));
  });

  it("begins after another workflow that succeeded for a push, where one is named", async () => {
    const text = workflowFiles(fleet({}, { after: "Publish components" })).get("prismatic-rollout.yml") ?? "";
    expect(await mistakesIn("x", text)).toEqual([]);
    const { on, jobs: after } = parse(text) as Workflow;
    expect(on).not.toHaveProperty("push");
    expect(on).toMatchObject({ workflow_run: { workflows: ["Publish components"], branches: ["main"] } });
    for (const id of ["preview", "report"]) {
      expect(after[id]?.if).toContain("github.event.workflow_run.conclusion == 'success'");
      expect(after[id]?.if).toContain(
        "github.event.workflow_run.head_repository.full_name == github.repository",
      );
    }
  });

  it("counts an approval only where its own gate passed", () => {
    const update = jobs["wave-3"]?.steps.find(({ run }) => run?.includes(" up "));
    expect(update?.env).toMatchObject({
      WAVE: "others",
      DIGEST: "${{ needs.report.outputs.digest }}",
      APPROVED: "${{ needs.gate-3.result == 'success' && needs.report.outputs.digest || '' }}",
    });
  });
});

describe("A pull request without secrets", () => {
  it("is never previewed, and nothing of it is run where there is a token that can write", () => {
    for (const id of ["preview", "report"]) {
      expect(jobOf("preview", id).if).toContain(
        "github.event.pull_request.head.repo.full_name == github.repository",
      );
      expect(jobOf("preview", id).if).toContain("github.actor != 'dependabot[bot]'");
    }
    expect(JSON.stringify(jobOf("preview", "types"))).not.toMatch(/secrets\.|github\.token|environment/);
    expect(jobOf("preview", "types")).not.toHaveProperty("if");
    const own = parse(
      workflowFiles(fleet({}, { runsOn: "ours" })).get("prismatic-preview.yml") ?? "",
    ) as Workflow;
    expect(own.jobs["types"]?.if).toBe(own.jobs["preview"]?.if);
    expect(JSON.stringify(all())).not.toContain("pull_request_target");
    const { on, jobs } = workflow("preview-forks");
    expect(on).toEqual({ workflow_run: { workflows: [workflow("preview").name], types: ["completed"] } });
    expect(jobs["comment"]?.steps.map(({ uses }) => uses)).toEqual([undefined]);
  });
});
