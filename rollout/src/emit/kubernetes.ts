import { stringify } from "yaml";
import { recordOf } from "../order.ts";
import type { VariableSource } from "../project/rolloutSchema.ts";
import { operatorNames } from "./operatorNames.ts";
import { MARK } from "./ownFiles.ts";

/** A stack of the project, as the operator gets it. */
export interface OperatorStack {
  name: string;
  /** Origin of each variable of its environment. */
  variables: ReadonlyMap<string, VariableSource>;
  /** Pulumi ESC environments. */
  esc: readonly string[];
}

/** Stacks that the operator updates at the same time. */
export interface OperatorWave {
  name: string;
  stacks: readonly OperatorStack[];
}

/** Settings that all stacks share. */
export interface OperatorSettings {
  /** Address of the Git repository, without credentials. */
  repository: string;
  /** Folder of Pulumi.yaml in the repository, with `/` between names; empty for its root. */
  directory: string;
  /** Hash of the commit that is deployed. */
  commit: string;
  /** Image of the workspaces with its digest; it holds `node_modules`. */
  image: string;
  /** Namespace of the resources; left out: the one of `kubectl`. */
  namespace?: string | undefined;
  /** Service account of the workspaces, which has to exist. */
  serviceAccount: string;
  /** Address of the state's backend; left out: the variable PULUMI_BACKEND_URL of each stack's Secret. */
  backend?: string | undefined;
  /** Ephemeral storage that each workspace asks for and may use, such as `1Gi`. */
  storage: string;
}

/** Variables that every stack has: the state's, and the passphrase of its secrets. */
const OF_EVERY_STACK = ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"];

/** A Secret that has to exist before the files are applied. */
export interface NeededSecret {
  name: string;
  keys: string[];
}

/** Resources of the operator. */
export interface OperatorFiles {
  /** Text of each file by its name; `kubectl apply` takes them in the order of the waves. */
  files: ReadonlyMap<string, string>;
  secrets: readonly NeededSecret[];
}

/**
 * Writes one `Stack` of the Pulumi Kubernetes Operator (version 2) for each stack. A stack of a wave waits for all stacks
 * of the wave before it. The operator compares the generation of those (its `isRequirementSatisfied`), so it waits for the
 * new commit only where the commit is part of the resource: `commit`, and never `branch`.
 *
 * @param waves in the order of the rollout; each stack is in one of them
 */
export function operatorFiles(waves: readonly OperatorWave[], settings: OperatorSettings): OperatorFiles {
  const filled = waves.filter(({ stacks }) => stacks.length > 0);
  const names = operatorNames(filled.flatMap(({ stacks }) => stacks.map(({ name }) => name)));
  const nameOf = (stack: OperatorStack) => names.get(stack.name) ?? stack.name;
  const secrets: NeededSecret[] = [];
  const files = filled.map(({ name: wave, stacks }, index) => {
    const prerequisites = (filled[index - 1]?.stacks ?? []).map((stack) => ({ name: nameOf(stack) }));
    const resources = stacks.map((stack) => {
      const name = nameOf(stack);
      const environment = environmentOf(stack, name, settings);
      secrets.push({ name, keys: secretKeys(environment) });
      return stackResource(stack, { name, wave, prerequisites, environment }, settings);
    });
    return [
      fileName(index, filled.length, wave),
      `# ${MARK}\n${resources.map((each) => stringify(each)).join("---\n")}`,
    ] as const;
  });
  return { files: new Map(files), secrets };
}

type EnvironmentReference =
  { type: "Literal"; literal: { value: string } } | { type: "Secret"; secret: { name: string; key: string } };

type EnvironmentReferences = Record<string, EnvironmentReference>;

/** The operator runs no commands and reads no variables of its own: what is not written in rollout.yaml is in a Secret. */
function environmentOf(
  { variables }: OperatorStack,
  secret: string,
  { backend }: OperatorSettings,
): EnvironmentReferences {
  const common = OF_EVERY_STACK.filter((name) => name !== "PULUMI_BACKEND_URL" || backend === undefined);
  const references = new Map<string, EnvironmentReference>();
  for (const name of common) references.set(name, { type: "Secret", secret: { name: secret, key: name } });
  for (const [name, source] of variables) {
    if (name === "PULUMI_BACKEND_URL" && backend !== undefined) continue;
    const reference: EnvironmentReference =
      "value" in source
        ? { type: "Literal", literal: { value: source.value } }
        : { type: "Secret", secret: { name: secret, key: name } };
    references.set(name, reference);
  }
  return recordOf([...references]);
}

function secretKeys(environment: EnvironmentReferences): string[] {
  return Object.values(environment).flatMap((each) => (each.type === "Secret" ? [each.secret.key] : []));
}

interface StackPlace {
  name: string;
  wave: string;
  prerequisites: { name: string }[];
  environment: EnvironmentReferences;
}

function stackResource(
  { name: stack, esc }: OperatorStack,
  { name, wave, prerequisites, environment }: StackPlace,
  { repository, directory, commit, image, namespace, serviceAccount, backend, storage }: OperatorSettings,
): object {
  return {
    apiVersion: "pulumi.com/v1",
    kind: "Stack",
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { "app.kubernetes.io/managed-by": "prismatic-rollout" },
      annotations: { "prismatic-rollout/stack": stack, "prismatic-rollout/wave": wave },
    },
    spec: {
      stack,
      projectRepo: repository,
      ...(directory === "" ? {} : { repoDir: directory }),
      commit,
      ...(backend === undefined ? {} : { backend }),
      ...(esc.length > 0 ? { environment: [...esc] } : {}),
      envRefs: environment,
      // A stack that its settings' file does not name would be made by a typing error.
      useLocalStackOnly: true,
      destroyOnFinalize: false,
      serviceAccountName: serviceAccount,
      ...(prerequisites.length > 0 ? { prerequisites } : {}),
      workspaceReclaimPolicy: "Delete",
      workspaceTemplate: {
        spec: {
          image,
          // The operator runs `npm install` in each workspace; the image has the packages already.
          env: [{ name: "NPM_CONFIG_DRY_RUN", value: "true" }],
          resources: {
            requests: { "ephemeral-storage": storage },
            limits: { "ephemeral-storage": storage },
          },
        },
      },
    },
  };
}

/** `kubectl apply --filename FOLDER` takes the files in the order of their names. */
function fileName(index: number, count: number, wave: string): string {
  const digits = Math.max(2, String(count).length);
  const words = wave
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${[String(index + 1).padStart(digits, "0"), words].filter(Boolean).join("-")}.yaml`;
}
