import { join } from "node:path";
import { root } from "../../tools/setup/paths.mjs";
import type { Results } from "../results.ts";
import { Project, type Side } from "../support/project.ts";
import { compare, inTurns } from "../support/rounds.ts";
import { INSTANT, Tenant } from "../support/tenant.ts";

const N = 1000;
const keys = Array.from({ length: N }, (_, index) => `slack-${index}`);
const entry = { kind: "CustomerConnection", component: "slack", connectionType: "oauth2" };

/** Connections that are registered and right, and beside them a pack without policies. */
const side: Side = {
  program: `
    import { CustomerConnection } from "pulumi-prismatic";
    for (let index = 0; index < ${N}; index++) {
      new CustomerConnection("slack-" + index, {
        component: "slack", connectionType: "oauth2", stableKey: "slack-" + index, name: "Slack " + index,
        description: "Posts to the customer's workspace",
        globalValues: { clientId: "4711." + index, scopes: "chat:write channels:read" },
        globalSecrets: { clientSecret: "made-up-" + index, signingSecret: "made-up-" + index },
        redeployInstances: "never",
      });
    }
  `,
  files: {
    "stable-keys.json": JSON.stringify({ stableKeys: Object.fromEntries(keys.map((key) => [key, entry])) }),
    "empty/PulumiPolicy.yaml": "runtime: { name: nodejs, options: { typescript: false } }\n",
    "empty/package.json": JSON.stringify({
      name: "empty",
      version: "1.0.0",
      type: "module",
      main: "index.js",
    }),
    "empty/index.js": `
      import { PolicyPack } from "@pulumi/policy";
      new PolicyPack("empty", { policies: [] });
    `,
  },
};

/** Previews with all our policies, against the same previews with a pack of none. */
export async function measurePolicies(results: Results, rounds: number): Promise<void> {
  await using tenant = await Tenant.start(INSTANT);
  await using project = await Project.create(side, tenant);
  const registry = join(project.folder, "stable-keys.json");
  await project.write("policies.json", JSON.stringify({ "stable-key-registry": { registry } }));
  const empty = ["--policy-pack", join(project.folder, "empty")];
  const configuration = ["--policy-pack-config", join(project.folder, "policies.json")];
  const ours = ["--policy-pack", join(root, "policies"), ...configuration];
  await project.preview(ours);
  const times = await inTurns(
    2 * rounds + 1,
    async () => (await project.preview(ours)).seconds,
    async () => (await project.preview(empty)).seconds,
  );
  compare(results, `policy pack, ${N} resources`, ...times, 1.1, "empty");
}
