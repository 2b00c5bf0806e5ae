import type { Command } from "commander";
import { withSelection, type SelectionFlags } from "../options.ts";
import { untilSignal } from "../signals.ts";
import { emitKubernetes } from "./emitKubernetes.ts";

interface EmitKubernetesFlags extends SelectionFlags {
  out: string;
  repository: string;
  commit?: string;
  image: string;
  namespace?: string;
  serviceAccount: string;
  backend?: string;
  storage: string;
}

/** Adds the command `emit`. */
export function addEmit(program: Command): void {
  withSelection(
    program
      .command("emit")
      .description("Writes the stacks for engines that run fleets by themselves")
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
    .action(async ({ label: labels, ...flags }: EmitKubernetesFlags) => {
      const { signal } = untilSignal();
      process.stdout.write(await emitKubernetes({ ...flags, labels, signal, env: process.env }));
    });
}
