import { join, resolve } from "node:path";
import { z } from "zod";
import { RolloutError } from "../errors.ts";
import type { ChosenStack } from "../project/choice.ts";
import { folderInRepository } from "../project/commit.ts";
import { environmentsOf } from "../project/environment.ts";
import { openStacks, readProject, type ProjectOptions } from "../project/openProject.ts";
import type { RolloutFile, VariableSource } from "../project/rolloutSchema.ts";
import { checkedSettings } from "./checkedSettings.ts";
import { dockerfile, operatorReadme } from "./kubernetesDocuments.ts";
import { operatorFiles, type OperatorStack, type OperatorWave } from "./kubernetes.ts";
import type { Emitted } from "./emitted.ts";
import { refuseMissing } from "./missing.ts";
import { writeOwnFiles } from "./ownFiles.ts";

/** Arguments of `emit kubernetes`. */
export interface EmitKubernetesOptions extends ProjectOptions {
  /** Folder that is written; it may hold nothing but what this command wrote before. */
  out: string;
  repository: string;
  /** Left out: the commit that is checked out. */
  commit?: string | undefined;
  image: string;
  namespace?: string | undefined;
  serviceAccount: string;
  backend?: string | undefined;
  storage: string;
}

const dnsLabel = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be lower-case letters, digits and dashes");

const settings = z.object({
  repository: z.string().refine(isPublicAddress, "must be https://... or git@HOST:PATH, without a password"),
  commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, "must be the whole hash of a commit"),
  image: z
    .string()
    .regex(
      /^[^\s@]+@sha256:[0-9a-f]{64}$/,
      "must end in the image's digest: registry.example/acme@sha256:...",
    ),
  namespace: dnsLabel.optional(),
  serviceAccount: dnsLabel,
  backend: z
    .string()
    .refine(isSharedBackend, "must be an address that every workspace reaches, without a password")
    .optional(),
  storage: z.string().regex(/^[1-9]\d*(Mi|Gi)$/, "must be a quantity such as 512Mi or 1Gi"),
});

/**
 * Writes the chosen stacks as resources of the Pulumi Kubernetes Operator, with the Dockerfile of their image and a page
 * that says what to do with them. Nothing is sent to a cluster or to a tenant.
 *
 * @returns the files, and a text for the terminal
 * @throws RolloutError where an argument is wrong, or the folder holds other files: nothing was written then
 */
export async function emitKubernetes(options: EmitKubernetesOptions): Promise<Emitted> {
  const { cwd, out } = options;
  const read = await readProject(cwd);
  const { project, file } = read;
  const { commit, isUncommitted } = read.commit;
  const given = checkedSettings(settings, { ...options, commit: options.commit ?? commit });
  const directory = await folderInRepository(project.folder).catch((cause: unknown) => {
    throw new RolloutError(
      "PROJECT",
      `${project.folder} is in no Git repository, and the operator takes the program from one.`,
      "Commit the project, and type the command again.",
      { cause },
    );
  });
  const { chosen } = await openStacks(read, options);
  refuseMissing(chosen, "the operator is told to make none");
  const waves = wavesOf(chosen, file);
  const { files, secrets } = operatorFiles(waves, { ...given, directory });
  const folder = resolve(cwd, out);
  const notCarriedOver = limitsOf(file);
  const all = new Map([
    ...files,
    ["Dockerfile", dockerfile()],
    ["README.md", operatorReadme({ secrets, notCarriedOver, settings: { ...given, directory } })],
  ]);
  await writeOwnFiles(folder, all);
  const counts = `${chosen.length} ${chosen.length === 1 ? "stack" : "stacks"} in ${files.size} ${files.size === 1 ? "file" : "files"}`;
  const text = [
    `Wrote ${counts} to ${folder}.`,
    ...(isUncommitted === true && options.commit === undefined
      ? ["The project has changes that are not committed: the operator does not see them."]
      : []),
    `Next: read ${join(out, "README.md")}`,
    "",
  ].join("\n");
  return { folder, files: [...all.keys()], text };
}

/** The chosen stacks in the order of the waves; all in one without waves. */
function wavesOf(chosen: readonly ChosenStack[], file: RolloutFile): OperatorWave[] {
  const names = file.waves.filter(({ action }) => action === "up").map(({ name }) => name);
  if (names.length === 0)
    return [{ name: "stacks", stacks: chosen.map(({ name }) => operatorStack(name, file)) }];
  return names.map((name) => ({
    name,
    stacks: chosen.filter(({ wave }) => wave === name).map((stack) => operatorStack(stack.name, file)),
  }));
}

function operatorStack(name: string, file: RolloutFile): OperatorStack {
  const entries = environmentsOf(name, file);
  const variables = new Map<string, VariableSource>();
  for (const entry of entries) {
    for (const [variable, source] of Object.entries(entry.variables)) variables.set(variable, source);
  }
  return {
    name,
    variables,
    esc: [...new Set(entries.flatMap(({ esc }) => (esc === undefined ? [] : [esc])))],
  };
}

/** The settings of rollout.yaml that the operator has nothing for. */
function limitsOf({ waves, maxConcurrent, autoApprove }: RolloutFile): string[] {
  const isAutomatic = Object.values(autoApprove).some((limit) => limit > 0);
  return [
    ...waves.flatMap(({ name, action, gate, maxConcurrent: most, failureTolerance }) => [
      ...(action === "redeploy" ? [`wave ${name}: the redeployment of instances`] : []),
      ...(gate?.health === undefined ? [] : [`wave ${name}: its gate on the connections' health`]),
      ...(gate?.approval === undefined ? [] : [`wave ${name}: its approval`]),
      ...(most === undefined ? [] : [`wave ${name}: its maxConcurrent`]),
      ...(failureTolerance === 0
        ? []
        : [`wave ${name}: its failureTolerance, so one failed stack holds back the waves after it`]),
    ]),
    ...(maxConcurrent === undefined ? [] : ["maxConcurrent"]),
    ...(isAutomatic ? ["autoApprove: the operator updates without asking"] : []),
  ];
}

function isPublicAddress(text: string): boolean {
  if (/^[\w.-]+@[\w.-]+:[^\s:]+$/.test(text)) return true;
  const url = URL.parse(text);
  return url !== null && ["https:", "ssh:"].includes(url.protocol) && url.password === "";
}

function isSharedBackend(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.protocol !== "file:" && url.username === "" && url.password === "";
}
