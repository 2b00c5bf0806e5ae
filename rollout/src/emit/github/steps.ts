import { recordOf } from "../../order.ts";
import type { Fleet, WorkflowSettings, WorkflowStack } from "./model.ts";

/** The actions of the workflows, by the commits that these versions are tags of. */
export const ACTIONS = {
  checkout: ["actions/checkout", "3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"],
  setupNode: ["actions/setup-node", "820762786026740c76f36085b0efc47a31fe5020", "v7.0.0"],
  pulumi: ["pulumi/actions", "8e5e406f4007fca908480587cb9893c07090f58d", "v7.0.0"],
  upload: ["actions/upload-artifact", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"],
  download: ["actions/download-artifact", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", "v8.0.1"],
} as const;

/** Defaults of scripts in jobs that have the repository. */
export function defaults({ directory }: WorkflowSettings): object {
  const folder = directory === "" ? {} : { "working-directory": literal(directory) };
  return { run: { shell: "bash", ...folder } };
}

/** Days for which artifacts are kept: as long as GitHub waits for an approval. */
export const DAYS = 30;

/** A step of a job. */
export type Step = Record<string, unknown>;

/** The reference of an action; its version is written beside it as a comment. */
export function action(name: keyof typeof ACTIONS): string {
  const [repository, commit] = ACTIONS[name];
  return `${repository}@${commit}`;
}

/** A text in which GitHub finds no expression, whatever it holds. */
export function literal(text: string): string {
  return text.replaceAll("${{", "${{ '${{' }}");
}

/** Gets the commit and its packages. No secret is there for what the installation of a package runs. */
export function installed({ install, directory, installDirectory }: WorkflowSettings): Step[] {
  const elsewhere =
    installDirectory === directory ? {} : { "working-directory": literal(installDirectory || ".") };
  return [
    { uses: action("checkout"), with: { "persist-credentials": false } },
    // A cache could hold what another job put there.
    { uses: action("setupNode"), with: { "node-version": 24, "package-manager-cache": false } },
    { ...elsewhere, run: install },
  ];
}

/** Adds Pulumi's command line and the repository's own action to {@link installed}. */
export function installedWithPulumi(settings: WorkflowSettings): Step[] {
  const { pulumiVersion, setup } = settings;
  return [
    ...installed(settings),
    { uses: action("pulumi"), with: { "pulumi-version": pulumiVersion } },
    ...(setup === undefined ? [] : [{ uses: `./${setup}`, with: { stack: "${{ matrix.stack }}" } }]),
  ];
}

/** Permissions of a job that works on a tenant. The repository's own action may log in elsewhere as this job. */
export function stackPermissions({ setup }: WorkflowSettings): Record<string, string> {
  return { contents: "read", ...(setup === undefined ? {} : { "id-token": "write" }) };
}

/** Keeps a file of the run's temporary folder, also where the job failed. */
export function uploaded(name: string, file: string): Step {
  return {
    if: "${{ !cancelled() }}",
    uses: action("upload"),
    with: {
      name,
      path: `\${{ runner.temp }}/${file}`,
      "if-no-files-found": "ignore",
      // Jobs that are run again have the same names.
      overwrite: true,
      "retention-days": DAYS,
    },
  };
}

/** Folders of policy packs, for scripts. */
export function policyVariables({ policyPacks }: WorkflowSettings): Record<string, string> {
  return Object.fromEntries(
    policyPacks.map((folder, index) => [`POLICY_PACK_${index + 1}`, literal(folder)] as const),
  );
}

/** The jobs of several stacks, one each. */
export function matrixOf(
  stacks: readonly WorkflowStack[],
  environment: "environment" | "previewEnvironment",
): object {
  return {
    include: stacks.map((stack) => ({
      stack: literal(stack.name),
      key: stack.key,
      environment: literal(stack[environment]),
      ...(stack.variables.length === 0 ? {} : { variables: [...stack.variables] }),
    })),
  };
}

/** Variables of the one step that works on a tenant, those with secrets included. */
export function stackVariables({ stacks, settings }: Fleet): Record<string, string> {
  const either = (name: string) => `secrets.${name} || vars.${name}`;
  const everywhere = (name: string) => stacks.every(({ variables }) => variables.includes(name));
  const named = [...new Set(stacks.flatMap(({ variables }) => variables))];
  const common = ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE"];
  return {
    STACK: "${{ matrix.stack }}",
    PRISMATIC_ROLLOUT_STACK: "${{ matrix.stack }}",
    PRISMATIC_URL: "${{ vars.PRISMATIC_URL }}",
    PRISMATIC_TENANT_ID: "${{ vars.PRISMATIC_TENANT_ID }}",
    PRISM_REFRESH_TOKEN: "${{ secrets.PRISM_REFRESH_TOKEN }}",
    ...recordOf([
      ...common.map((name) => [name, `\${{ ${either(name)} }}`] as const),
      // A job has what its own stack needs, and nothing of the others.
      ...named
        .filter((name) => !common.includes(name))
        .map((name) => {
          const value = everywhere(name)
            ? either(name)
            : `contains(matrix.variables, '${name}') && (${either(name)}) || ''`;
          return [name, `\${{ ${value} }}`] as const;
        }),
    ]),
    ...policyVariables(settings),
  };
}
