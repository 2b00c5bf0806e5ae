import { stringify } from "yaml";
import { MARK } from "../ownFiles.ts";
import { marker } from "../../report/markdown/head.ts";
import { mergingSteps, previewJob, type Job } from "./jobs.ts";
import type { Fleet } from "./model.ts";
import { rolloutJobs } from "./rolloutJobs.ts";
import { DRIFT_SCRIPT, FORK_SCRIPT, POST_SCRIPT } from "./scripts.ts";
import {
  ACTIONS,
  defaults,
  installed,
  installedWithPulumi,
  literal,
  matrixOf,
  stackPermissions,
  stackVariables,
  uploaded,
} from "./steps.ts";

/** A pull request whose jobs get secrets: neither from a fork nor of Dependabot. */
const HAS_SECRETS =
  "github.event.pull_request.head.repo.full_name == github.repository && github.actor != 'dependabot[bot]'";

const NO_SECRETS =
  "github.event.workflow_run.event == 'pull_request' && (github.event.workflow_run.head_repository.full_name != github.repository || github.event.workflow_run.actor.login == 'dependabot[bot]')";

const NO_PREVIEW = `**There is no preview of this pull request.** It comes from a fork or from Dependabot, and a job of such a pull request gets no credentials of a tenant. For a preview, a person who may write to this repository reads the changes and pushes them to a branch of it.`;

/** The workflows, by the names of their files. */
export function workflowFiles(fleet: Fleet): Map<string, string> {
  const { prefix } = fleet.settings;
  return new Map(
    [
      [`${prefix}-preview.yml`, previewWorkflow(fleet)] as const,
      [`${prefix}-preview-forks.yml`, forkWorkflow(fleet)] as const,
      [`${prefix}-rollout.yml`, rolloutWorkflow(fleet)] as const,
      [`${prefix}-drift.yml`, driftWorkflow(fleet)] as const,
    ].map(([name, workflow]) => [name, textOf(workflow)]),
  );
}

/** A workflow as YAML, with the version of each action beside its commit. */
function textOf(workflow: object): string {
  const yaml = stringify(workflow, { lineWidth: 0, aliasDuplicateObjects: false });
  const versioned = Object.values(ACTIONS).reduce(
    (text, [repository, commit, version]) =>
      text.replaceAll(`${repository}@${commit}\n`, `${repository}@${commit} # ${version}\n`),
    yaml,
  );
  return `# ${MARK} See docs/github.md of prismatic-rollout.\n${versioned}`;
}

const previewName = (project: string) => `Preview of ${literal(project)}`;

function previewWorkflow(fleet: Fleet): object {
  const { settings } = fleet;
  const { project, prefix, runsOn, hasTypes } = settings;
  const types: Job = {
    name: "Types",
    // Code of others runs on machines of GitHub only.
    ...(/^(ubuntu|windows|macos)-/.test(runsOn) ? {} : { if: `\${{ ${HAS_SECRETS} }}` }),
    permissions: { contents: "read" },
    "runs-on": runsOn,
    "timeout-minutes": 15,
    defaults: defaults(settings),
    steps: [...installed(settings), { run: "npx --no tsc --noEmit" }],
  };
  return {
    name: previewName(project),
    on: "pull_request",
    permissions: {},
    // Two runs at the same time could each find no comment yet.
    concurrency: {
      group: `${prefix}-preview-\${{ github.event.pull_request.number }}`,
      "cancel-in-progress": true,
    },
    jobs: {
      ...(hasTypes ? { types } : {}),
      preview: { if: `\${{ ${HAS_SECRETS} }}`, ...previewJob(fleet, "previewEnvironment") },
      report: {
        name: "Report",
        needs: "preview",
        // A stack that failed is part of the report.
        if: `\${{ !cancelled() && ${HAS_SECRETS} }}`,
        permissions: { contents: "read", "pull-requests": "write" },
        "runs-on": runsOn,
        "timeout-minutes": 15,
        defaults: defaults(settings),
        steps: [
          ...mergingSteps(fleet),
          {
            name: "Comment",
            if: "${{ !cancelled() }}",
            env: {
              GH_TOKEN: "${{ github.token }}",
              GH_REPO: "${{ github.repository }}",
              PULL_REQUEST: "${{ github.event.pull_request.number }}",
              PAGE: "${{ steps.page.outputs.artifact-url }}",
              MARKER_LINE: literal(marker(project)),
              RUN: "${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}",
            },
            run: POST_SCRIPT,
          },
        ],
      },
    },
  };
}

/** Runs with the files of the default branch, and touches nothing of the pull request but its comment. */
function forkWorkflow({ settings: { project, prefix, runsOn } }: Fleet): object {
  return {
    name: `Preview of ${literal(project)}, pull requests without secrets`,
    on: { workflow_run: { workflows: [previewName(project)], types: ["completed"] } },
    permissions: {},
    concurrency: {
      group: `${prefix}-preview-forks-\${{ github.event.workflow_run.head_sha }}`,
      "cancel-in-progress": true,
    },
    jobs: {
      comment: {
        if: `\${{ ${NO_SECRETS} }}`,
        permissions: { "pull-requests": "write" },
        "runs-on": runsOn,
        "timeout-minutes": 5,
        defaults: { run: { shell: "bash" } },
        steps: [
          {
            name: "Comment",
            env: {
              GH_TOKEN: "${{ github.token }}",
              GH_REPO: "${{ github.repository }}",
              HEAD_OWNER: "${{ github.event.workflow_run.head_repository.owner.login }}",
              HEAD_BRANCH: "${{ github.event.workflow_run.head_branch }}",
              HEAD_SHA: "${{ github.event.workflow_run.head_sha }}",
              MARKER_LINE: literal(marker(project)),
              TEXT: NO_PREVIEW,
            },
            run: FORK_SCRIPT,
          },
        ],
      },
    },
  };
}

function rolloutWorkflow(fleet: Fleet): object {
  const { project, prefix, branch, after } = fleet.settings;
  const branches = [literal(branch)];
  return {
    name: `Rollout of ${literal(project)}`,
    on: {
      ...(after === undefined
        ? { push: { branches } }
        : { workflow_run: { workflows: [literal(after)], types: ["completed"], branches } }),
      workflow_dispatch: {
        inputs: {
          digest: {
            description: "Digest of a preview of this commit: nothing else is carried out",
            type: "string",
            required: false,
          },
        },
      },
    },
    permissions: {},
    // One after the other, in their order; none is cancelled, neither running nor waiting.
    concurrency: { group: `${prefix}-rollout`, "cancel-in-progress": false, queue: "max" },
    jobs: rolloutJobs(fleet),
  };
}

function driftWorkflow(fleet: Fleet): object {
  const { settings, stacks } = fleet;
  const { project, runsOn } = settings;
  return {
    name: `Drift of ${literal(project)}`,
    on: { schedule: [{ cron: "17 3 * * *" }], workflow_dispatch: {} },
    permissions: {},
    jobs: {
      drift: {
        name: "${{ matrix.stack }}",
        strategy: { "fail-fast": false, matrix: matrixOf(stacks, "environment") },
        environment: { name: "${{ matrix.environment }}", deployment: false },
        permissions: stackPermissions(settings),
        "runs-on": runsOn,
        "timeout-minutes": 30,
        defaults: defaults(settings),
        steps: [
          ...installedWithPulumi(settings),
          { name: "Drift", env: stackVariables(fleet), run: DRIFT_SCRIPT },
          uploaded(`${settings.prefix}-drift-\${{ matrix.key }}`, "drift.html"),
        ],
      },
    },
  };
}
