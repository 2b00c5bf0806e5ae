import { spawn } from "node:child_process";
import { resolveForProgram } from "./resolve.mjs";

/** @typedef {import("@pulumi/pulumi/proto/language_pb.js").RunRequest} RunRequest */
/** @typedef {import("@pulumi/pulumi/proto/language_pb.js").RunPluginRequest} RunPluginRequest */

/** The exit code of a program that has already told the user what is wrong. */
const alreadyReported = 32;

/**
 * Runs a Pulumi program to its end; what it prints becomes what this process prints.
 * @param {RunRequest} request
 * @param {string} engineAddress
 * @returns {Promise<{ error: string, bail: boolean }>}
 */
export function runProgram(request, engineAddress) {
  const info = request.getInfo();
  const folder = request.getPwd() || (info?.getProgramDirectory() ?? process.cwd());
  const options = /** @type {Record<string, unknown>} */ (info?.getOptions()?.toJavaScript() ?? {});
  const args = [
    ...nodeArguments(options),
    resolveForProgram("@pulumi/pulumi/cmd/run/index.js", folder),
    ...["--monitor", request.getMonitorAddress(), "--engine", engineAddress],
    ...["--project", request.getProject(), "--stack", request.getStack(), "--pwd", folder],
    ...optional("--organization", request.getOrganization()),
    ...optional("--root-directory", info?.getRootDirectory()),
    ...(request.getParallel() > 0 ? ["--parallel", String(request.getParallel())] : []),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() || request.getProgram(),
    ...request.getArgsList(),
  ];
  const env = {
    ...process.env,
    ...typescriptVariables(options),
    PULUMI_CONFIG: JSON.stringify(configOf(request)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", (error) => resolve({ error: error.message, bail: false }));
    child.on("exit", (code, signal) => {
      if (code === 0) resolve({ error: "", bail: false });
      else if (code === alreadyReported) resolve({ error: "", bail: true });
      else if (signal) resolve({ error: `Program was ended by ${signal}`, bail: false });
      else resolve({ error: `Program exited with non-zero exit code: ${code}`, bail: false });
    });
  });
}

/**
 * Runs a policy pack, or another plugin that is a Node.js program, and hands on what it prints.
 * @param {RunPluginRequest} request
 * @param {{ stdout: (chunk: Buffer) => void, stderr: (chunk: Buffer) => void, exit: (code: number) => void }} out
 * @returns {() => void} ends it
 */
export function runPlugin(request, out) {
  const folder = request.getInfo()?.getProgramDirectory() ?? process.cwd();
  const options = /** @type {Record<string, unknown>} */ (
    request.getInfo()?.getOptions()?.toJavaScript() ?? {}
  );
  const isPolicyPack = request.getKind() === "analyzer";
  const runner = `@pulumi/pulumi/cmd/${isPolicyPack ? "run-policy-pack" : "run-plugin"}/index.js`;
  const [first, ...rest] = request.getArgsList();
  const args = isPolicyPack ? [first ?? "", folder, ...rest] : [folder, ...request.getArgsList()];
  /** @type {NodeJS.ProcessEnv} */
  const variables = Object.fromEntries(request.getEnvList().map(splitPair));
  const child = spawn(
    process.execPath,
    [...nodeArguments(options), resolveForProgram(runner, folder), ...args],
    {
      cwd: isPolicyPack ? folder : request.getPwd(),
      env: { ...process.env, ...variables, ...typescriptVariables(options) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  child.stdout.on("data", out.stdout);
  child.stderr.on("data", out.stderr);
  child.on("error", (error) => out.stderr(Buffer.from(`${error.message}\n`)));
  child.on("close", (code) => out.exit(code ?? 1));
  return () => child.kill("SIGTERM");
}

/** @returns {[name: string, value: string]} */
function splitPair(/** @type {string} */ pair) {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** The SDK reads the keys of its configuration in this older form. */
function configOf(/** @type {RunRequest} */ request) {
  const pairs = request.getConfigMap().getEntryList();
  return Object.fromEntries(pairs.map(([key, value]) => [key.replace(":", ":config:"), value]));
}

/** `runtime.options.nodeargs` of Pulumi.yaml. */
function nodeArguments(/** @type {Record<string, unknown>} */ options) {
  return typeof options["nodeargs"] === "string" ? options["nodeargs"].split(/\s+/).filter(Boolean) : [];
}

/** `runtime.options.typescript` of Pulumi.yaml, which is on unless it is switched off. */
function typescriptVariables(/** @type {Record<string, unknown>} */ options) {
  return {
    PULUMI_NODEJS_TYPESCRIPT: String(options["typescript"] !== false && options["typescript"] !== "false"),
  };
}

function optional(/** @type {string} */ flag, /** @type {string | undefined} */ value) {
  return value ? [flag, value] : [];
}
