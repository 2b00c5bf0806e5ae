import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { pulumiCommand } from "../pulumiCommand.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { StackLocation } from "./stackSettings.ts";

/**
 * Puts secrets into the encrypted configuration of a stack. `pulumi config set` reads each from its standard input, so
 * that no value is on the screen, in a file, among the arguments of a process or in a shell's history.
 *
 * @throws ConfigurationError where Pulumi refuses one; those before it are set
 */
export async function setStackSecrets(
  { stack, cwd }: StackLocation,
  secrets: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [key, value] of secrets) {
    const args = ["config", "set", "--secret", key, "--non-interactive"];
    const child = spawn(pulumiCommand(), stack === undefined ? args : [...args, "--stack", stack], {
      cwd,
      stdio: ["pipe", "ignore", "pipe"],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    // Pulumi takes one line break off the end.
    child.stdin.on("error", () => undefined).end(`${value}\n`);
    const [code, complaint] = await Promise.all([ended, text(child.stderr)]);
    if (code === 0) continue;
    throw new ConfigurationError(
      `The secret ${key} was not put into the stack's configuration: ${complaint.replaceAll(value, "[secret]").trim()}`,
    );
  }
}
