import { pulumiCommand } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import { runChild } from "./child.ts";

/** The oldest version that sends its events as this package reads them. */
const MINIMUM = { major: 3, minor: 258 };

/** Seconds that a command which only reads may take. */
const READING = 120;

/** Pulumi's command line, for a project and an environment. */
export interface PulumiProcess {
  command: string;
  /** Folder of the project. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/**
 * Finds Pulumi's command line on the PATH and checks its version. The Automation API's `PulumiCommand.get()` would take
 * the one of the npm package `pulumi` where npm comes first on the PATH, and its processes share our process group.
 *
 * @throws RolloutError where there is none, or it is too old
 */
export async function findPulumi(project: Omit<PulumiProcess, "command">): Promise<PulumiProcess> {
  const pulumi = { ...project, command: pulumiCommand(project.env["PATH"]) };
  const install = `Install Pulumi ${MINIMUM.major}.${MINIMUM.minor} or newer: https://www.pulumi.com/docs/install`;
  const { code, stdout } = await readWith(pulumi, ["version"]).catch((error: unknown) => {
    throw new RolloutError("PULUMI", "The command pulumi was not found.", install, { cause: error });
  });
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(stdout.trim()) ?? [];
  if (code !== 0 || major === undefined) {
    throw new RolloutError("PULUMI", `${pulumi.command} does not tell its version.`, install);
  }
  if (Number(major) !== MINIMUM.major || Number(minor) < MINIMUM.minor) {
    throw new RolloutError("PULUMI", `${pulumi.command} is version ${major}.${minor}.`, install);
  }
  return pulumi;
}

/** Runs a command of Pulumi's that changes nothing and is over at once. */
export function readWith({ command, cwd, env, signal }: PulumiProcess, args: readonly string[]) {
  return runChild(command, args, { cwd, env, signal, timeout: READING });
}
