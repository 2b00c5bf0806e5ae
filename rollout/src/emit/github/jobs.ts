import type { Fleet } from "./model.ts";
import { MERGE_SCRIPT, previewScript } from "./scripts.ts";
import {
  action,
  defaults,
  installed,
  installedWithPulumi,
  literal,
  matrixOf,
  stackPermissions,
  stackVariables,
  uploaded,
} from "./steps.ts";

/** A job of a workflow. */
export type Job = Record<string, unknown>;

/** Previews each stack in a job of its own, which keeps its report whatever it finds. */
export function previewJob(fleet: Fleet, environment: "environment" | "previewEnvironment"): Job {
  const { settings, stacks } = fleet;
  const { prefix, policyPacks, runsOn } = settings;
  return {
    name: "${{ matrix.stack }}",
    strategy: { "fail-fast": false, matrix: matrixOf(stacks, environment) },
    // Nothing is deployed: the environment is where the tenant's credentials are.
    environment: { name: "${{ matrix.environment }}", deployment: false },
    permissions: stackPermissions(settings),
    "runs-on": runsOn,
    "timeout-minutes": 30,
    defaults: defaults(settings),
    steps: [
      ...installedWithPulumi(settings),
      { name: "Preview", env: stackVariables(fleet), run: previewScript(policyPacks.length) },
      uploaded(`${prefix}-report-\${{ matrix.key }}`, "report/report.json"),
    ],
  };
}

/** The steps that make one report of those of all previews, and keep it with its page. */
export function mergingSteps({ settings, stacks }: Fleet): Job[] {
  const { prefix, fingerprint } = settings;
  const page = `${prefix}-preview.html`;
  return [
    ...installed(settings),
    {
      uses: action("download"),
      with: { pattern: `${prefix}-report-*`, path: "${{ runner.temp }}/reports" },
    },
    {
      id: "merge",
      name: "Merge the reports",
      env: {
        STACKS: literal(stacks.map(({ name }) => name).join(",")),
        EMITTED: fingerprint,
        PAGE_NAME: page,
      },
      run: MERGE_SCRIPT,
    },
    uploaded(`${prefix}-plan`, "plan.json"),
    {
      // A single file that is not archived opens in the browser, under its own name.
      ...uploaded("", page),
      id: "page",
      with: {
        ...withoutName(uploaded("", page)["with"] as object),
        archive: false,
      },
    },
  ];
}

function withoutName(inputs: object): object {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "name"));
}
