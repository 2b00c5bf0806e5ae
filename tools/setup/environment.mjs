import { delimiter, join } from "node:path";
import { compileCache, root } from "./paths.mjs";

const userSettings = /^(PULUMI|PRISM|PRISMATIC)_/;

/** The addresses of this machine: Pulumi's processes talk to each other there, and local tenants listen there. */
const here = ["127.0.0.1", "localhost"];

/**
 * The environment for the engine and all that it starts: our programs come first on the PATH, and nothing that
 * the user has set for Pulumi or Prismatic gets through, so that no real tenant can be meant. A proxy of the user's is not asked for what is on this machine.
 * @param {string} enginePath
 * @param {NodeJS.ProcessEnv} settings
 * @returns {NodeJS.ProcessEnv}
 */
export function engineEnvironment(enginePath, settings) {
  const inherited = Object.entries(process.env).filter(([name]) => !userSettings.test(name));
  // gRPC reads the variable in lower case only.
  const noProxy = [process.env["no_proxy"] || process.env["NO_PROXY"], ...here].filter(Boolean).join(",");
  const folders = [enginePath, join(root, "node_modules", ".bin"), process.env["PATH"] ?? ""];
  return {
    ...Object.fromEntries(inherited),
    PATH: folders.join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Each run of the engine starts three or four Node.js processes, and each loads Pulumi's SDK.
    NODE_COMPILE_CACHE: compileCache,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    ...settings,
  };
}
