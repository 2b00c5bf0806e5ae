import { createRequire } from "node:module";
import { stringify } from "yaml";
import { REGISTRY_FILE } from "./registry.ts";

/** The settings of a new project and its first stack. */
export interface NewProject {
  /** Name of the Pulumi project. */
  project: string;
  /** Name of the stack. */
  stack: string;
  tenant: { url: string; id: string };
  /** Keys of the secrets that the program takes from the stack's configuration. */
  secrets: readonly string[];
}

const own = createRequire(import.meta.url)("../../package.json") as {
  version: string;
  peerDependencies: Record<"@pulumi/pulumi", string>;
};

/** Name of the import file. */
export const IMPORT_FILE = "import.json";

/** Settings of the policy pack, for `--policy-pack-config`. */
export const POLICY_FILE = "policies.json";

/** All files of a new project but for its program, the import file, the registry and the page that explains them. */
export function projectFiles({ project, stack, tenant, secrets }: NewProject): Map<string, string> {
  const ours = `^${own.version}`;
  return new Map([
    [
      "Pulumi.yaml",
      stringify({
        name: project,
        description: "The connections and integrations of a Prismatic tenant",
        main: "index.ts",
        // Node runs TypeScript by itself, in half the time.
        runtime: { name: "nodejs", options: { typescript: false } },
      }),
    ],
    [`Pulumi.${stack}.yaml`, stackFile(tenant, secrets)],
    [
      "package.json",
      json({
        name: project.toLowerCase().replace(/^[._]+/, "") || "prismatic",
        private: true,
        type: "module",
        scripts: { typecheck: "tsc --noEmit" },
        dependencies: { "@pulumi/pulumi": own.peerDependencies["@pulumi/pulumi"], "pulumi-prismatic": ours },
        devDependencies: { "pulumi-prismatic-policies": ours, typescript: ">=5.8 <7" },
      }),
    ],
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
    [
      POLICY_FILE,
      json({
        // From the folder of the pack, which runs in its own.
        "stable-key-registry": { registry: `../../${REGISTRY_FILE}` },
        "tenant-pinned": { tenants: Object.fromEntries([[stack, tenant.id]]) },
      }),
    ],
    [".gitignore", `node_modules/\n/${IMPORT_FILE}\n`],
  ]);
}

/** The configuration of the stack; each secret that is to be set has its place as a comment. */
function stackFile({ url, id }: NewProject["tenant"], secrets: readonly string[]): string {
  const config = stringify({ config: { "prismatic:url": url, "prismatic:tenantId": id } });
  const all = ["prismatic:refreshToken", ...secrets];
  const lines = all.map((key) => `#   pulumi config set --secret ${key}\n`);
  return `${config}# Secrets, each of which its command asks for and encrypts:\n${lines.join("")}`;
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
