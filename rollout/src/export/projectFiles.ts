import { json, projectBasics } from "pulumi-prismatic/takeover";
import { stringify } from "yaml";

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

/** Name of the import file. */
export const IMPORT_FILE = "import.json";

/** Settings of the policy pack, for `--policy-pack-config`. */
export const POLICY_FILE = "policies.json";

/** All files of a new project but for its program, the import file, the registry and the page that explains them. */
export function projectFiles({ project, stack, tenant, secrets }: NewProject): Map<string, string> {
  return new Map([
    ...projectBasics({
      project,
      description: "The connections and integrations of a Prismatic tenant",
      policyOptions: ` --policy-pack-config ${POLICY_FILE}`,
    }),
    [`Pulumi.${stack}.yaml`, stackFile(tenant, secrets)],
    // The pack finds the registry by itself.
    [POLICY_FILE, json({ "tenant-pinned": { tenants: Object.fromEntries([[stack, tenant.id]]) } })],
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
