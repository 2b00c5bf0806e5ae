import type { Command } from "commander";
import { whileWaiting, withExamples } from "pulumi-prismatic/commandLine";
import { shownFiles } from "./emitted.ts";
import { repeated, withSelection, type SelectionFlags } from "../options.ts";
import { untilSignal } from "../signals.ts";

interface EmitKubernetesFlags extends SelectionFlags {
  out: string;
  repository: string;
  commit?: string;
  image: string;
  namespace?: string;
  serviceAccount: string;
  backend?: string;
  storage: string;
  json?: true;
}

interface EmitGithubFlags extends SelectionFlags {
  out?: string;
  prefix: string;
  branch: string;
  after?: string;
  runsOn: string;
  install: string;
  environment: string;
  previewEnvironment?: string;
  policyPack?: string[];
  force?: boolean;
  json?: true;
}

/** Adds the commands of `emit`. */
export function addEmit(program: Command): void {
  const emit = program
    .command("emit")
    .description("Writes the stacks for engines that run fleets by themselves");
  addKubernetes(emit);
  addGithub(emit);
}

function addGithub(emit: Command): void {
  const command = withSelection(
    emit
      .command("github")
      .description(
        "Writes workflows of GitHub Actions: a preview for each pull request, the rollout in waves, the drift of each night",
      ),
  )
    .option("--out <folder>", "folder for the workflows, by default .github/workflows of the repository")
    .option("--prefix <name>", "beginning of the names of files, artifacts and gates", "prismatic")
    .option("--branch <name>", "branch whose commits are rolled out", "main")
    .option("--after <workflow>", "name of the workflow after which the rollout begins, in place of a push")
    .option("--environment <name>", "GitHub environment of a stack, in which * stands for its name", "*")
    .option(
      "--preview-environment <name>",
      "the same for previews of pull requests; by default that of --environment",
    )
    .option("--policy-pack <folder>", "policy pack to run, seen from the project; may be repeated", repeated)
    .option("--install <command>", "command that installs the project's packages", "npm ci")
    .option("--runs-on <label>", "label of the runners", "ubuntu-latest")
    .option("--force", "replaces files of these names that this command did not write")
    .option("--json", "prints the names of the files as JSON")
    .action(async ({ label: labels, json, ...flags }: EmitGithubFlags) => {
      const { signal } = untilSignal();
      const { emitGithub } = await import("./github/emitGithub.ts");
      process.stdout.write(
        shownFiles(
          await whileWaiting("Listing the stacks", () =>
            emitGithub({ ...flags, force: flags.force === true, labels, signal, env: process.env }),
          ),
          json === true,
        ),
      );
    });
  withExamples(command, [
    [
      "workflows that run the policy pack",
      "prismatic-rollout emit github --all --policy-pack node_modules/pulumi-prismatic-policies",
    ],
  ]);
}

function addKubernetes(emit: Command): void {
  const command = withSelection(
    emit
      .command("kubernetes")
      .description(
        "Writes Stack resources for version 2 of the Pulumi Kubernetes Operator, a file for each wave",
      ),
  )
    .requiredOption("--out <folder>", "folder for the resources; it holds nothing else")
    .requiredOption("--repository <address>", "Git repository that the operator clones")
    .requiredOption("--image <name>", "image of the workspaces, with its digest")
    .option("--commit <hash>", "commit to deploy; by default the one that is checked out")
    .option("--namespace <name>", "namespace of the resources")
    .option("--service-account <name>", "service account of the workspaces", "pulumi")
    .option(
      "--backend <address>",
      "the state's backend; by default PULUMI_BACKEND_URL in each stack's Secret",
    )
    .option("--storage <quantity>", "ephemeral storage of each workspace", "1Gi")
    .option("--json", "prints the names of the files as JSON")
    .action(async ({ label: labels, json, ...flags }: EmitKubernetesFlags) => {
      const { signal } = untilSignal();
      const { emitKubernetes } = await import("./emitKubernetes.ts");
      process.stdout.write(
        shownFiles(
          await whileWaiting("Listing the stacks", () =>
            emitKubernetes({ ...flags, labels, signal, env: process.env }),
          ),
          json === true,
        ),
      );
    });
  withExamples(command, [
    [
      "a Stack resource for each stack",
      "prismatic-rollout emit kubernetes --all --out stacks --repository https://git.example/connections --image <image>",
    ],
  ]);
}
