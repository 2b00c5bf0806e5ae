import { emulatorCommand, type CommandOptions } from "./command.ts";
import { failureOf, failureText } from "./commandFailure.ts";

async function run(options: CommandOptions): Promise<void> {
  // Loaded for this alone: help and completion need none of it.
  const { readSeedFile, startEmulator } = await import("./index.ts");
  const emulator = await startEmulator({
    port: options.port,
    dataDirectory: options.data,
    requestsPerSecond: options.requestsPerSecond,
    switches: options.switch,
    logValues: options.logValues === true,
    ...(options.seed === undefined ? {} : { seed: readSeedFile(options.seed) }),
  });
  const stop = (): void => void emulator.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  console.log(JSON.stringify({ stacks: emulator.stacks, adminToken: emulator.adminToken }));
}

// Whoever reads the output may stop, as `head` does: that is no failure of the command.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  await emulatorCommand(run).parseAsync();
} catch (error) {
  process.stderr.write(failureText(failureOf(error), process.stderr));
  process.exitCode = 1;
}
