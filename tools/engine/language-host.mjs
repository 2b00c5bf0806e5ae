// Pulumi's releases bring a language host for Node.js along, a build from source does not. This one speaks as
// much of `pulumirpc.LanguageRuntime` as running programs and policy packs takes.
import { createRequire } from "node:module";
import { setInterval } from "node:timers";
import { listDependencies } from "./program-dependencies.mjs";
import { runPlugin, runProgram } from "./run-program.mjs";

/** @typedef {import("@grpc/grpc-js").ServerWritableStream<import("@pulumi/pulumi/proto/language_pb.js").RunPluginRequest, unknown>} RunPluginCall */

const requireFromSdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
/** @type {(name: string) => unknown} */
const load = (name) => requireFromSdk(name);
const grpc = /** @type {typeof import("@grpc/grpc-js")} */ (load("@grpc/grpc-js"));
const proto = /** @type {typeof import("@pulumi/pulumi/proto/language_pb.js")} */ (
  load("./proto/language_pb.js")
);
const pluginProto = /** @type {typeof import("@pulumi/pulumi/proto/plugin_pb.js")} */ (
  load("./proto/plugin_pb.js")
);
const { LanguageRuntimeService } =
  /** @type {{ LanguageRuntimeService: import("@grpc/grpc-js").ServiceDefinition }} */ (
    load("./proto/language_grpc_pb.js")
  );
const { version } = /** @type {{ version: string }} */ (load("./package.json"));

// Flags may come before it.
const engineAddress = process.argv.at(-1) ?? "";

/**
 * @template Request, Response
 * @param {(request: Request) => Response | Promise<Response>} answer
 * @returns {import("@grpc/grpc-js").handleUnaryCall<Request, Response>}
 */
const unary = (answer) => (call, callback) => {
  Promise.resolve(call.request)
    .then(answer)
    .then(
      (response) => callback(null, response),
      (/** @type {unknown} */ error) =>
        callback({
          code: grpc.status.UNKNOWN,
          details: error instanceof Error ? error.message : String(error),
        }),
    );
};

/** @type {Record<string, import("@grpc/grpc-js").UntypedHandleCall>} */
const methods = {
  handshake: unary(() => new proto.LanguageHandshakeResponse()),
  getPluginInfo: unary(() => new pluginProto.PluginInfo().setVersion(version)),
  // A dynamic provider comes with the program's packages, so there is no plugin to install.
  getRequiredPackages: unary(() => new proto.GetRequiredPackagesResponse()),
  about: unary(() =>
    new proto.AboutResponse().setExecutable(process.execPath).setVersion(process.version.slice(1)),
  ),
  getProgramDependencies: unary(
    (/** @type {import("@pulumi/pulumi/proto/language_pb.js").GetProgramDependenciesRequest} */ request) => {
      const folder = request.getInfo()?.getProgramDirectory() ?? process.cwd();
      const list = listDependencies(folder).map(({ name, version }) =>
        new proto.DependencyInfo().setName(name).setVersion(version),
      );
      return new proto.GetProgramDependenciesResponse().setDependenciesList(list);
    },
  ),
  run: unary(async (/** @type {import("@pulumi/pulumi/proto/language_pb.js").RunRequest} */ request) => {
    const { error, bail } = await runProgram(request, engineAddress);
    return new proto.RunResponse().setError(error).setBail(bail);
  }),
  runPlugin: (/** @type {RunPluginCall} */ call) => {
    const stop = runPlugin(call.request, {
      stdout: (chunk) => call.write(new proto.RunPluginResponse().setStdout(chunk)),
      stderr: (chunk) => call.write(new proto.RunPluginResponse().setStderr(chunk)),
      exit: (code) => {
        call.write(new proto.RunPluginResponse().setExitcode(code));
        call.end();
      },
    });
    call.on("cancelled", stop);
  },
  installDependencies: (
    /** @type {import("@grpc/grpc-js").ServerWritableStream<unknown, unknown>} */ call,
  ) => {
    const text = "Install the program's packages with npm.\n";
    call.write(new proto.InstallDependenciesResponse().setStdout(Buffer.from(text)));
    call.end();
  },
};

const server = new grpc.Server({
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
});
server.addService(LanguageRuntimeService, methods);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(String(port));
});

process.on("SIGINT", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
// An engine that was killed says nothing: its child gets another parent.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(1), 1000).unref();
