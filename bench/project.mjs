import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "../tools/setup/paths.mjs";

/** A pack on Pulumi's own PolicyPack, without policies. */
const EMPTY = `
import { PolicyPack } from "@pulumi/policy";
new PolicyPack("empty", { policies: [] });
`;

/**
 * A project that declares as many connections as are measured, each of them registered and right, and beside it a
 * pack without policies.
 *
 * @param {string} folder
 * @param {number} resources
 */
export async function writeProject(folder, resources) {
  const program = `
    import { CustomerConnection } from "pulumi-prismatic";
    for (let index = 0; index < ${resources}; index++) {
      new CustomerConnection("slack-" + index, {
        component: "slack", connectionType: "oauth2", stableKey: "slack-" + index, name: "Slack " + index,
        description: "Posts to the customer's workspace",
        globalValues: { clientId: "4711." + index, scopes: "chat:write channels:read" },
        globalSecrets: { clientSecret: "made-up-" + index, signingSecret: "made-up-" + index },
        redeployInstances: "never",
      });
    }
  `;
  const entry = { kind: "CustomerConnection", component: "slack", connectionType: "oauth2" };
  const keys = Array.from({ length: resources }, (_, index) => `slack-${index}`);
  const registry = { stableKeys: Object.fromEntries(keys.map((key) => [key, entry])) };
  const configuration = { "stable-key-registry": { registry: join(folder, "stable-keys.json") } };
  const files = {
    "Pulumi.yaml": "name: bench\nruntime: { name: nodejs, options: { typescript: false } }\n",
    "package.json": JSON.stringify({ name: "bench", type: "module", main: "index.ts" }),
    "index.ts": program,
    "stable-keys.json": JSON.stringify(registry),
    "policies.json": JSON.stringify(configuration),
    "empty/PulumiPolicy.yaml": "runtime: { name: nodejs, options: { typescript: false } }\n",
    "empty/package.json": JSON.stringify({
      name: "empty",
      version: "1.0.0",
      type: "module",
      main: "index.js",
    }),
    "empty/index.js": EMPTY,
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await mkdir(join(folder, "state"));
  for (const name of ["@pulumi/pulumi", "@pulumi/policy", "pulumi-prismatic"]) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", name), link);
  }
}
