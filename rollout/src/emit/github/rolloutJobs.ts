import { mergingSteps, previewJob, type Job } from "./jobs.ts";
import type { Fleet, WorkflowWave } from "./model.ts";
import { GATE_SCRIPT, TOLD_SCRIPT, upScript, WANTED_SCRIPT } from "./scripts.ts";
import {
  action,
  defaults,
  installedWithPulumi,
  literal,
  matrixOf,
  stackPermissions,
  stackVariables,
  uploaded,
} from "./steps.ts";

const DIGEST = "${{ needs.report.outputs.digest }}";

/** Jobs before have ended well, or had nothing to do. */
const SO_FAR =
  "!cancelled() && !contains(needs.*.result, 'failure') && !contains(needs.*.result, 'cancelled')";

/** The workflow before has succeeded for a push: one of a fork may have a branch of the same name. */
const AFTER_ANOTHER =
  "(github.event_name != 'workflow_run' || (github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event == 'push' && github.event.workflow_run.head_repository.full_name == github.repository))";

/**
 * The jobs of a rollout: the preview of all stacks, then for each wave one job that waits for its approval and a matrix of
 * those that update its stacks. GitHub asks for an approval once for each job, so the matrix has none.
 */
export function rolloutJobs(fleet: Fleet): Record<string, Job> {
  const { waves, settings } = fleet;
  const isAfter = settings.after !== undefined;
  const before: string[] = ["report"];
  const jobs: [string, Job][] = [
    [
      "preview",
      { ...(isAfter ? { if: `\${{ ${AFTER_ANOTHER} }}` } : {}), ...previewJob(fleet, "environment") },
    ],
    ["report", reportJob(fleet)],
  ];
  for (const [index, wave] of waves.entries()) {
    if (wave.stacks.length === 0) continue;
    const number = index + 1;
    const gate = `gate-${number}`;
    jobs.push([gate, gateJob(wave, { number, needs: [...before], runsOn: settings.runsOn })]);
    before.push(gate);
    jobs.push([`wave-${number}`, waveJob(fleet, wave, { number, needs: [...before] })]);
    before.push(`wave-${number}`);
  }
  return Object.fromEntries(jobs);
}

function reportJob(fleet: Fleet): Job {
  const { settings, waves } = fleet;
  const names = waves.flatMap((_, index) => [`wave-${index + 1}-changes`, `wave-${index + 1}-approval`]);
  return {
    name: "Report",
    needs: "preview",
    if: `\${{ !cancelled()${settings.after === undefined ? "" : ` && ${AFTER_ANOTHER}`} }}`,
    permissions: { contents: "read" },
    "runs-on": settings.runsOn,
    "timeout-minutes": 15,
    defaults: defaults(settings),
    outputs: Object.fromEntries(
      ["digest", ...names].map((name) => [name, `\${{ steps.merge.outputs.${name} }}`] as const),
    ),
    steps: [
      ...mergingSteps(fleet),
      {
        name: "Compare the digest",
        if: "${{ inputs.digest != '' }}",
        env: { WANTED: "${{ inputs.digest }}", DIGEST: "${{ steps.merge.outputs.digest }}" },
        run: WANTED_SCRIPT,
      },
    ],
  };
}

interface Place {
  /** From 1. */
  number: number;
  /** All jobs before. */
  needs: string[];
}

function gateJob({ name, gate }: WorkflowWave, { number, needs, runsOn }: Place & { runsOn: string }): Job {
  return {
    name: `Approval of wave ${literal(name)}`,
    needs,
    if: `\${{ ${SO_FAR} && needs.report.outputs.wave-${number}-approval == 'true' }}`,
    environment: { name: gate },
    permissions: { actions: "read" },
    "runs-on": runsOn,
    "timeout-minutes": 5,
    defaults: { run: { shell: "bash" } },
    steps: [
      {
        env: {
          GH_TOKEN: "${{ github.token }}",
          GH_REPO: "${{ github.repository }}",
          GATE: gate,
          DIGEST,
        },
        run: GATE_SCRIPT,
      },
    ],
  };
}

function waveJob(fleet: Fleet, wave: WorkflowWave, { number, needs }: Place): Job {
  const { settings } = fleet;
  const { runsOn, policyPacks, prefix } = settings;
  return {
    name: `\${{ matrix.stack }}, wave ${literal(wave.name)}`,
    needs,
    if: `\${{ ${SO_FAR} && needs.report.outputs.wave-${number}-changes == 'true' }}`,
    strategy: {
      "fail-fast": false,
      "max-parallel": wave.maxParallel,
      matrix: matrixOf(wave.stacks, "environment"),
    },
    environment: { name: "${{ matrix.environment }}" },
    permissions: stackPermissions(settings),
    "runs-on": runsOn,
    "timeout-minutes": 360,
    defaults: defaults(settings),
    steps: [
      ...installedWithPulumi(settings),
      { uses: action("download"), with: { name: `${prefix}-plan`, path: "${{ runner.temp }}/plan" } },
      {
        name: "Update",
        env: {
          ...stackVariables({ ...fleet, stacks: wave.stacks }),
          WAVE: literal(wave.name),
          DIGEST,
          // Only what a person approved goes through where up asks for an approval.
          APPROVED: `\${{ needs.gate-${number}.result == 'success' && needs.report.outputs.digest || '' }}`,
        },
        run: upScript(policyPacks.length),
      },
      { name: "Summary", if: "${{ always() }}", run: TOLD_SCRIPT },
      uploaded(`${prefix}-log-\${{ matrix.key }}`, "up.json"),
    ],
  };
}
