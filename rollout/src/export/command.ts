import type { Command } from "commander";
import { whileWaiting, withExamples } from "pulumi-prismatic/commandLine";
import { RolloutError } from "../errors.ts";
import { EXIT } from "../report/exitCode.ts";
import { signalExitCode, untilSignal } from "../signals.ts";

interface ExportFlags {
  stack?: string;
  cwd: string;
  project?: string;
  name: string;
  url?: string;
  tenantId?: string;
  component?: string[];
  codeNative?: string[];
  readSecrets?: boolean;
  json?: true;
}

const ENVIRONMENT = `
Without --stack, the tenant is the one of the environment, as for prism: PRISM_REFRESH_TOKEN or PRISM_ACCESS_TOKEN, and
PRISMATIC_URL and PRISMATIC_TENANT_ID where the options do not name them.
`;

/** Adds the command `export`. */
export function addExport(program: Command): void {
  const command = program
    .command("export")
    .description(
      "Writes what a tenant holds as a Pulumi project with an import file. It changes nothing in the tenant; after the " +
        "import and one update the preview is empty.",
    )
    .argument("<folder>", "folder to make: new, or empty")
    .option(
      "--url <address>",
      "address of the tenant's stack; by default PRISMATIC_URL, or https://app.prismatic.io",
    )
    .option("--tenant-id <id>", "id of the tenant, where the token reaches several")
    .option("--project <name>", "name of the Pulumi project; by default the folder's")
    .option("--name <stack>", "name of the project's first stack", "main")
    .option(
      "--stack <name>",
      "an existing stack, in place of a new project: exports what no stack of its project manages into a folder of it",
    )
    .option("--cwd <folder>", "folder where the command runs: the other paths begin there", process.cwd())
    .option("--component <bundle...>", "built bundles of components of your own")
    .option("--code-native <bundle...>", "built bundles of code-native integrations")
    .option(
      "--read-secrets",
      "puts the secrets that the tenant returns into the stack's encrypted configuration, and makes the stack for it",
    )
    .option("--json", "prints what was exported, left out and is still to be set as JSON")
    .addHelpText("after", ENVIRONMENT)
    .action(runExport);
  withExamples(command, [
    [
      "a project of the tenant that the token is for",
      "prismatic-rollout export connections --tenant-id <id>",
    ],
    [
      "what no stack manages yet, into a folder of a project",
      "prismatic-rollout export taken-over --stack us",
    ],
  ]);
}

async function runExport(folder: string, flags: ExportFlags): Promise<void> {
  const { component: components = [], codeNative = [], readSecrets = false, json, ...others } = flags;
  if (flags.stack !== undefined && (flags.url ?? flags.tenantId ?? flags.project) !== undefined) {
    throw new RolloutError(
      "USAGE",
      "--stack names the tenant and the project, so --url, --tenant-id and --project have no meaning beside it.",
      "Leave out one or the other.",
    );
  }
  const { signal } = untilSignal();
  try {
    // Loaded for this alone: help and completion need none of it.
    const { exportTenant } = await import("./exportTenant.ts");
    const { outcomeJson, outcomeText } = await import("./outcome.ts");
    const outcome = await whileWaiting("Reading the tenant", (tell) =>
      exportTenant({
        ...others,
        ...{ folder, components, codeNative, readSecrets, signal, tell },
        env: process.env,
      }),
    );
    process.stdout.write(json === true ? outcomeJson(outcome) : outcomeText(outcome));
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write("Interrupted. Nothing was written.\n");
    process.exitCode = signalExitCode(signal) ?? EXIT.failure;
  }
}
