import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "../tools/setup/paths.mjs";

/** A pack on Pulumi's own PolicyPack, without policies. */
const EMPTY = `
import { PolicyPack } from "@pulumi/policy";
new PolicyPack("empty", { policies: [] });
`;

/** The least that a pack in Node.js can do: no call is read, and each is answered with nothing. */
const BARE = `
import { createRequire } from "node:module";
const requireFromPulumi = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
const grpc = requireFromPulumi("@grpc/grpc-js");
const { AnalyzerInfo } = requireFromPulumi("./proto/analyzer_pb.js");
const { AnalyzerService } = requireFromPulumi("./proto/analyzer_grpc_pb.js");
const nothing = new Uint8Array();
const info = new AnalyzerInfo().setName("bare").setVersion("1.0.0").serializeBinary();
const unread = (bytes) => bytes;
const service = {};
const answers = {};
for (const [name, method] of Object.entries(AnalyzerService)) {
  service[name] = { ...method, requestDeserialize: unread, responseSerialize: Buffer.from };
  answers[name] = (call, callback) => callback(null, name === "getAnalyzerInfo" ? info : nothing);
}
const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
server.addService(service, answers);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_, port) => console.log(String(port)));
`;

/**
 * A project that declares as many connections as are measured, each of them registered and right, and beside it two
 * packs without policies.
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
    ...packOf("empty", EMPTY),
    ...packOf("bare", BARE),
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

function packOf(/** @type {string} */ name, /** @type {string} */ source) {
  const manifest = { name, version: "1.0.0", type: "module", main: "index.js" };
  return {
    [`${name}/PulumiPolicy.yaml`]: "runtime: { name: nodejs, options: { typescript: false } }\n",
    [`${name}/package.json`]: JSON.stringify(manifest),
    [`${name}/index.js`]: source,
  };
}
