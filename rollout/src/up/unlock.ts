import { thisOwner } from "../lock/owner.ts";
import { locksOf, nothingToUnlock } from "../lock/stackLocks.ts";
import { sharedEnvironment } from "../project/environment.ts";
import { findProject } from "../project/pulumiProject.ts";
import { readRolloutFile } from "../project/rolloutFile.ts";
import { backendUrl } from "../pulumi/backend.ts";
import { findPulumi } from "../pulumi/command.ts";
import { untilSignal } from "../signals.ts";

/** Options of the command `unlock`. */
export interface UnlockFlags {
  stack: string;
  run: string;
  cwd: string;
  json?: true;
}

/** Removes the lock of a run that is over. */
export async function runUnlock({ stack, run, cwd, json }: UnlockFlags): Promise<void> {
  const project = await findProject(cwd);
  const env = sharedEnvironment(await readRolloutFile(project.folder), process.env);
  const pulumi = await findPulumi({ cwd: project.folder, env, signal: untilSignal().signal });
  const url = await backendUrl(pulumi);
  const locks = await locksOf(url, project.folder, { project: project.name, owner: thisOwner(run) });
  if (locks === undefined) throw nothingToUnlock(url, stack);
  await locks.unlock(stack, run);
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ unlocked: stack })}\n`
      : `Stack "${stack}" is unlocked. Go on with: prismatic-rollout up --resume\n`,
  );
}
