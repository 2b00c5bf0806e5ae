import { join } from "node:path";
import { root } from "../../tools/setup/paths.mjs";
import type { EngineEvent } from "./engineEvents.ts";
import { createPulumiProject, type PulumiProject, type PulumiResult } from "./pulumi.ts";
import { nameOf } from "./steps.ts";
import type { TestTenant } from "./tenant.ts";

/** A violation as the engine reported it. */
export interface Violation {
  policy: string;
  level: string;
  /** Name of the resource, or of the stack's own resource if no single one is at fault. */
  resource: string;
  message: string;
}

/** Differences between a {@link policyProject} and a stack `us` of a project `test-project`. */
export interface PolicyProjectOptions {
  program: string;
  /** Content of the stack's stable-keys.json. */
  registry?: object;
  stackName?: string;
  projectName?: string;
  config?: Record<string, string>;
  secrets?: Record<string, string>;
  /** False for a stack that does not name its tenant. */
  pinned?: boolean;
}

/**
 * Begins a program. Besides the provider it has `Integration`, which stands for the resource of that type, and
 * `Late`, whose output `key` a preview does not know.
 */
export const prelude = `
  import * as pulumi from "@pulumi/pulumi";
  import * as prismatic from "pulumi-prismatic";
  const config = new pulumi.Config();
  const handler = "exports.handler = () => ({ create: async (inputs) => ({ id: 'one', outs: { ...inputs, ...(inputs.given === undefined ? {} : { key: inputs.given }) } }) })";
  class Integration extends pulumi.CustomResource {
    constructor(name, args) {
      super("pulumi-nodejs:dynamic/prismatic:Integration", name, { ...args, __provider: handler });
    }
  }
  class Late extends pulumi.CustomResource {
    constructor(name, { key }) {
      super("pulumi-nodejs:dynamic/test:Late", name, { given: key, key: undefined, __provider: handler });
    }
  }
`;

/** Policies that need a registry, switched off. */
export const withoutRegistry = { "stable-key-registry": "disabled", "stable-keys-complete": "disabled" };

/** A registered key. */
export function entry(kind: string, component?: string, connectionType?: string): Record<string, unknown> {
  return { kind, component, connectionType };
}

export const registryOf = (stableKeys: Record<string, object>) => ({ stableKeys });

/** A Pulumi project of a tenant, with a registry of its own. */
export function policyProject(tenant: TestTenant, options: PolicyProjectOptions): Promise<PulumiProject> {
  const { program, registry, stackName = "us", projectName, pinned = true } = options;
  const { "prismatic:tenantId": tenantId, ...config } = tenant.config;
  return createPulumiProject({
    program,
    stackName,
    ...(projectName === undefined ? {} : { projectName }),
    files: registry ? { "stable-keys.json": JSON.stringify(registry) } : {},
    config: { ...config, ...(pinned ? { "prismatic:tenantId": tenantId ?? "" } : {}), ...options.config },
    secrets: { ...tenant.secrets, ...options.secrets },
  });
}

/** Differences between a run of {@link judge} and a preview with the pack in its own folder. */
export interface JudgedRun {
  command?: string[];
  expectFailure?: boolean;
  /** Folder of another pack. */
  pack?: string;
}

/** Runs a preview, or another command, with the pack and the project's registry. */
export async function judge(
  project: PulumiProject,
  configuration: Record<string, unknown> = {},
  { command = ["preview"], expectFailure = false, pack = join(root, "policies") }: JudgedRun = {},
): Promise<{ found: Violation[]; result: PulumiResult }> {
  const own = configuration["stable-key-registry"];
  const registry = { registry: join(project.folder, "stable-keys.json") };
  const settings = {
    ...configuration,
    ...(own === undefined || typeof own === "object"
      ? { "stable-key-registry": { ...registry, ...own } }
      : {}),
  };
  await project.writeFile("policy-config.json", JSON.stringify(settings));
  const result = await project.run(
    [...command, "--policy-pack", pack, "--policy-pack-config", join(project.folder, "policy-config.json")],
    { events: true, expectFailure },
  );
  return { found: violations(result.events), result };
}

/** The violations that the engine reported. */
export function violations(events: EngineEvent[]): Violation[] {
  return events.flatMap(({ policyEvent }) =>
    policyEvent
      ? [
          {
            policy: policyEvent.policyName,
            level: policyEvent.enforcementLevel,
            resource: nameOf(policyEvent.resourceUrn ?? ""),
            message: policyEvent.message,
          },
        ]
      : [],
  );
}
