import { visibleLine } from "pulumi-prismatic/vocabulary";
import type { RolloutFile } from "../../project/rolloutSchema.ts";
import type { Fleet } from "./model.ts";

interface Written {
  fleet: Fleet;
  file: RolloutFile;
  /** Folder of the workflows. */
  folder: string;
  files: readonly string[];
}

/** Says what was written, what has to be set up for it, and what the workflows do not do. */
export function githubText({ fleet, file, folder, files }: Written): string {
  const { stacks, waves } = fleet;
  const counts = `${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}`;
  const environments = [
    ...new Set(stacks.flatMap(({ environment, previewEnvironment }) => [environment, previewEnvironment])),
  ];
  const limits = limitsOf(file);
  return [
    `Wrote ${files.join(", ")} for ${counts} to ${folder}.`,
    "",
    "Environments with the variable PRISMATIC_URL and the secret PRISM_REFRESH_TOKEN of their tenants:",
    ...environments.map((name) => `  ${visibleLine(name)}`),
    "Environments with required reviewers, and nothing else:",
    ...waves.flatMap((wave) => (wave.stacks.length === 0 ? [] : [`  ${wave.gate}`])),
    ...(limits.length === 0
      ? []
      : ["", "Not carried over from rollout.yaml:", ...limits.map((limit) => `  ${visibleLine(limit)}`)]),
    "",
    "Next: read docs/github.md of prismatic-rollout, and commit the workflows.",
    "",
  ].join("\n");
}

/** GitHub ends a job after six hours. */
const LONGEST_GATE = 5 * 3600;

/** The settings of rollout.yaml that the workflows have nothing for. */
function limitsOf({ waves, environment }: RolloutFile): string[] {
  const commands = Object.values(environment).flatMap(({ variables }) =>
    Object.values(variables).flatMap((source) => ("command" in source ? source.command.slice(0, 1) : [])),
  );
  return [
    ...waves.flatMap(({ name, action, gate, failureTolerance }) => [
      ...(action === "redeploy"
        ? [`wave ${name}: type it where it is wanted: prismatic-rollout up --wave ${name}`]
        : []),
      ...(failureTolerance === 0
        ? []
        : [`wave ${name}: its failureTolerance, so one failed stack holds back the waves after it`]),
      ...((gate?.health?.timeout ?? 0) > LONGEST_GATE
        ? [`wave ${name}: its health gate, where it takes longer than a job may`]
        : []),
    ]),
    ...[...new Set(commands)].map((program) => `${program}: the runner has to have this program`),
  ];
}
