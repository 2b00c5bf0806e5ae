import { setTimeout as sleep } from "node:timers/promises";
import { visible } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { RolloutError } from "../errors.ts";
import { saidByPulumi } from "../shownText.ts";
import type { ChildOutcome } from "./child.ts";
import { readWith, type PulumiProcess } from "./command.ts";
import { clearAttributes, isBeingWritten } from "./stateAttributes.ts";

const listing = z.array(
  z.object({
    name: z.string(),
    lastUpdate: z.string().optional(),
    updateInProgress: z.boolean().optional(),
    resourceCount: z.number().optional(),
  }),
);

/** Attempts to list the stacks while their states are being written. */
const ATTEMPTS = 10;

/** Milliseconds between them. */
const PAUSE = 200;

const LIST = ["stack", "ls", "--json", "--non-interactive", "--color", "never"];

/** A stack of the project in the backend. */
export interface ListedStack {
  name: string;
  /** Differs after each update, refresh or import of the stack; no lock is taken for it. */
  stateVersion: string;
}

/**
 * Lists the stacks of the project with the versions of their states, in one command for all of them.
 *
 * @throws RolloutError where the backend does not answer
 */
export async function listStacks(pulumi: PulumiProcess): Promise<ListedStack[]> {
  const { code, stdout, stderr, endedBy } = await readList(pulumi);
  if (endedBy === "interrupt")
    throw new RolloutError("INTERRUPTED", "Interrupted before a stack was read.", "Run it again.");
  const parsed = code === 0 ? listing.safeParse(jsonOf(stdout)) : undefined;
  if (parsed?.success !== true) {
    throw new RolloutError(
      "PULUMI",
      `The project's stacks could not be listed: ${saidByPulumi(stderr)}`,
      "Type, to see it: pulumi stack ls",
    );
  }
  return parsed.data.map(({ name, ...version }) => ({ name, stateVersion: JSON.stringify(version) }));
}

/** Lists again where a state was met as another process wrote it, or where what a dead one left could be removed. */
async function readList(pulumi: PulumiProcess): Promise<ChildOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await readWith(pulumi, LIST);
    if (answer.code === 0 || attempt === ATTEMPTS || !isBeingWritten(answer.stderr)) return answer;
    for (const file of await clearAttributes(pulumi))
      console.error(`A process died as it wrote ${visible(file)}, which is removed. Pulumi writes it again.`);
    await sleep(PAUSE, undefined, { signal: pulumi.signal }).catch(() => undefined);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
