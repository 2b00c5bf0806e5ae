import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Judges } from "../server/judges.ts";
import { grpc } from "../server/sdk.ts";
import { analyzerServer } from "../server/service.ts";
import { registryOf, settledPolicies, type PackOptions } from "./options.ts";

const manifest = z.object({ version: z.string().min(1) });
let served: string | undefined;

/**
 * Makes this process the policy pack that the engine has started, in the pack's folder. It answers what Pulumi's own
 * `PolicyPack` with {@link policies} answers, and costs half as much: it takes each resource apart once for all
 * policies, and loads nothing that it does not need.
 *
 * ```ts
 * import { policyPack } from "pulumi-prismatic-policies";
 *
 * policyPack("acme");
 * ```
 *
 * ```ts
 * policyPack("acme", {
 *   registry: "../stable-keys.json",
 *   levels: { "redeploy-decided": "mandatory", "no-build-only": "disabled" },
 *   configuration: { "production-protected": { stacks: ["us", "eu"] } },
 * });
 * ```
 *
 * @throws Error that names what is wrong where a level is for no policy, or a configuration does not fit
 */
export function policyPack(name: string, options: PackOptions = {}): void {
  if (!/^[\w.-]{1,100}$/.test(name))
    throw new Error(
      `"${name}" is no name of a policy pack. Type letters, digits, hyphens, dots and underscores.`,
    );
  if (served !== undefined) {
    // An error alone would leave the first pack serving, and the second out without a word.
    console.error(`This process is the policy pack "${served}" already. Give "${name}" a folder of its own.`);
    process.exit(1);
  }
  served = name;
  const judges = new Judges(registryOf(options));
  for (const { policy, settings } of settledPolicies(options)) judges.add(policy, settings);
  const server = analyzerServer({ name, version: versionOf(process.cwd()) }, judges);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    // The engine waits for it, as a line of its own.
    console.log(String(port));
  });
}

function versionOf(folder: string): string {
  const file = join(folder, "package.json");
  const parsed = manifest.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data.version;
  throw new Error(`${file} has no version. Type one, such as "version": "1.0.0".`);
}
