import { Command, InvalidArgumentError } from "commander";
import { readSeedFile, startEmulator } from "./index.ts";

interface CommandOptions {
  port: number;
  data: string;
  seed?: string;
  requestsPerSecond: number;
  switch: Record<string, string>;
  logValues?: true;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

function portNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError("It must be at most 65535.");
  return value;
}

function setting(text: string, previous: Record<string, string>): Record<string, string> {
  const [name, value] = text.split("=", 2);
  if (!name || !value) throw new InvalidArgumentError("It must be name=value.");
  return { ...previous, [name]: value };
}

async function run(options: CommandOptions): Promise<void> {
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

const command = new Command("prismatic-emulator")
  .description("Prismatic's GraphQL API on this machine")
  .requiredOption(
    "--port <port>",
    "port of the first stack; the next stacks get the following ones",
    portNumber,
  )
  .requiredOption("--data <folder>", "the folder that holds all data; created if missing")
  .option("--seed <file>", "the content of a new data folder (JSON)")
  .option("--requests-per-second <count>", "per tenant; 0: no limit", wholeNumber, 20)
  .option(
    "--switch <name=value>",
    "a choice where Prismatic's behaviour is not public; repeatable",
    setting,
    {},
  )
  .option("--log-values", "keep the values that programs send, secrets among them, in the request log")
  .action(run);

try {
  await command.parseAsync();
} catch (error) {
  console.error(`prismatic-emulator: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
