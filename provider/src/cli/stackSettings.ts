import { execFile } from "node:child_process";
import { z } from "zod";
import { meantStack } from "../commandLine/projectValues.ts";
import { pulumiCommand } from "../pulumiCommand.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import { resolveSettings, type Settings } from "../tenant/settings.ts";
import { ownValue } from "../tenant/ownValue.ts";

const configuration = z.record(z.string(), z.object({ value: z.string().optional() }));

/** Location of a stack's configuration. */
export interface StackLocation {
  /** Name of the stack; left out: the one that is selected. */
  stack?: string | undefined;
  /** Folder of the Pulumi project. */
  cwd: string;
}

/**
 * Finds the tenant of a stack by the rules of `pulumi up`: from its configuration and a complete environment.
 *
 * @throws ConfigurationError where there is no such stack, or it names no tenant
 */
export async function stackSettings({ stack, cwd }: StackLocation): Promise<Settings> {
  const args = ["config", "--json", "--show-secrets", "--non-interactive"];
  const read = await pulumi(stack === undefined ? args : [...args, "--stack", stack], cwd);
  if ("failure" in read && stack !== undefined) {
    throw new ConfigurationError(
      `The configuration of stack "${stack}" in ${cwd} could not be read, so nothing was sent:\n  ${read.failure}${meantStack(read.failure, stack, cwd)}`,
    );
  }
  const values = "failure" in read ? {} : read.values;
  try {
    return resolveSettings((name) => ownValue(values, `prismatic:${name}`)?.value, process.env);
  } catch (error) {
    if (!("failure" in read) || !(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`${error.message}\n  No stack's configuration was used: ${read.failure}`, {
      cause: error,
    });
  }
}

type Read = { values: z.output<typeof configuration> } | { failure: string };

function pulumi(args: string[], cwd: string): Promise<Read> {
  return new Promise((resolve) => {
    execFile(pulumiCommand(), args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error !== null) {
        resolve({
          failure:
            stderr.trim().replaceAll(/\s*\n\s*/g, "\n  ") ||
            (error.code === "ENOENT" ? notFound(cwd) : "pulumi failed."),
        });
        return;
      }
      const parsed = configuration.safeParse(JSON.parse(stdout));
      resolve(
        parsed.success ? { values: parsed.data } : { failure: "pulumi config answered in an unknown form." },
      );
    });
  });
}

const notFound = (cwd: string): string => `either the folder ${cwd} or the command pulumi does not exist.`;
