import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PulumiProject } from "./pulumi.ts";
import type { PackageManager } from "./packageManagers.ts";
import { manifestOf } from "./packed.ts";
import { stackFiles } from "./stackFiles.ts";
import type { TestTenant } from "./tenant.ts";

const NAMES = { projectName: "smallest", stackName: "test" };

/** A manifest, as far as our packages join it. */
export interface ManifestPart {
  dependencies: object;
  devDependencies: object;
}

/** Our packages beside what a project has, as a user's manifest names them after a release. */
export async function withOurs(manifest: ManifestPart): Promise<string> {
  const range = `^${(await manifestOf("provider")).version}`;
  const tools = ["prismatic-emulator", "prismatic-rollout", "pulumi-prismatic-policies"];
  return JSON.stringify({
    ...manifest,
    dependencies: { ...manifest.dependencies, "pulumi-prismatic": range },
    devDependencies: {
      ...manifest.devDependencies,
      ...Object.fromEntries(tools.map((name) => [name, range])),
    },
  });
}

/** A project before its installation. */
export interface NewProject {
  /** The folder in which it gets one of its own. */
  folder: string;
  /** Its files by path, and the folder of the Pulumi program. */
  kind: { files: Record<string, string>; program: string };
  /** The program of the README, with its configuration. */
  source: string;
  tenant: TestTenant;
  manager: PackageManager;
  registry: string;
}

/** Makes a project outside of the repository, with what a package manager installs. */
export async function installProject(project: NewProject): Promise<PulumiProject> {
  const { folder, kind, source, tenant, manager, registry } = project;
  const place = await mkdtemp(join(folder, "project-"));
  const stack = stackFiles({
    ...NAMES,
    config: { ...tenant.config, slackClientId: "4711.0815" },
    secrets: { ...tenant.secrets, slackClientSecret: "hush-client", slackSigningSecret: "hush-signing" },
  });
  const own = Object.entries({ ...stack, "index.ts": source });
  const inner = own.map(([path, text]) => [join(kind.program, path), text] as const);
  for (const [path, text] of [...Object.entries(kind.files), ...inner]) {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), text);
  }
  await manager.install(place, registry);
  // As at a user's: the tests' own options would have the SDK load its compiler later.
  return new PulumiProject(join(place, kind.program), { ...NAMES, env: { NODE_OPTIONS: "" } });
}
