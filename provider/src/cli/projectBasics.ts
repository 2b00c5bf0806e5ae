import { createRequire } from "node:module";
import { stringify } from "yaml";

const own = createRequire(import.meta.url)("../../package.json") as {
  version: string;
  peerDependencies: Record<"@pulumi/pulumi", string>;
};

/** Name of the registry of stable keys. */
export const REGISTRY_FILE = "stable-keys.json";

/** Folder of the policy pack in a project. */
export const POLICY_PACK = "node_modules/pulumi-prismatic-policies";

/** Files that each new project has: its settings, packages and compiler options. */
export function projectBasics({
  project,
  description,
  policyOptions = "",
}: {
  project: string;
  description: string;
  /** Further options of the commands that run the policy pack. */
  policyOptions?: string;
}): Map<string, string> {
  return new Map([
    [
      "Pulumi.yaml",
      stringify({
        name: project,
        description,
        main: "index.ts",
        // Node runs TypeScript by itself, in half the time.
        runtime: { name: "nodejs", options: { typescript: false } },
      }),
    ],
    ["package.json", json(packageManifest(project, policyOptions))],
    [
      "tsconfig.json",
      json({
        compilerOptions: {
          target: "es2023",
          module: "nodenext",
          strict: true,
          noEmit: true,
          types: [],
          skipLibCheck: true,
          allowImportingTsExtensions: true,
          erasableSyntaxOnly: true,
          verbatimModuleSyntax: true,
        },
        include: ["*.ts"],
      }),
    ],
  ]);
}

function packageManifest(project: string, policyOptions: string): object {
  const ours = `^${own.version}`;
  const pack = `--policy-pack ${POLICY_PACK}${policyOptions}`;
  return {
    name: project.toLowerCase().replace(/^[._]+/, "") || "prismatic",
    private: true,
    type: "module",
    scripts: {
      typecheck: "tsc --noEmit",
      preview: `pulumi preview --diff ${pack}`,
      up: `pulumi up ${pack}`,
    },
    dependencies: { "@pulumi/pulumi": own.peerDependencies["@pulumi/pulumi"], "pulumi-prismatic": ours },
    devDependencies: { "pulumi-prismatic-policies": ours, typescript: ">=5.8 <7" },
  };
}

/** A value as the text of a JSON file. */
export const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
