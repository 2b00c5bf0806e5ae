import { setStackSecrets } from "pulumi-prismatic/takeover";
import type { PulumiProcess } from "../pulumi/command.ts";
import type { Addition } from "./newFolder.ts";
import { answer } from "./states.ts";

/** Secrets for the configuration of a stack, by key. */
export interface StackSecrets {
  pulumi: PulumiProcess;
  stack: string;
  secrets: ReadonlyMap<string, string>;
}

/** Makes the stack in Pulumi's backend, which has the key that its secrets are encrypted with, and sets them. */
export function secretsOfNewStack({ pulumi, stack, secrets }: StackSecrets): Addition {
  let isMade = false;
  return {
    make: async (cwd) => {
      // An interruption waits until it is known to be there.
      const whole = { ...uninterrupted(pulumi), cwd };
      await answer(whole, ["stack", "init", stack, "--no-select"], `making stack ${stack}`);
      isMade = true;
      await setSecrets({ pulumi, stack, secrets }, cwd);
    },
    undo: async (cwd) => {
      if (!isMade) return;
      const whole = { ...uninterrupted(pulumi), cwd };
      await answer(whole, ["stack", "rm", stack, "--yes", "--preserve-config"], `removing stack ${stack}`);
    },
  };
}

/** Sets secrets under keys that the stack does not have yet. */
export function secretsOfStack({ pulumi, stack, secrets }: StackSecrets): Addition {
  return {
    make: () => setSecrets({ pulumi, stack, secrets }, pulumi.cwd),
    undo: async () => {
      if (secrets.size === 0) return;
      const args = ["config", "rm-all", "--stack", stack, ...secrets.keys()];
      await answer(uninterrupted(pulumi), args, `removing the secrets that were set in stack ${stack}`);
    },
  };
}

/** One at a time, so that an interruption is noticed between two of them. */
async function setSecrets({ pulumi, stack, secrets }: StackSecrets, cwd: string): Promise<void> {
  for (const secret of secrets) {
    pulumi.signal.throwIfAborted();
    await setStackSecrets({ stack, cwd }, new Map([secret]));
  }
}

function uninterrupted(pulumi: PulumiProcess): PulumiProcess {
  return { ...pulumi, signal: new AbortController().signal };
}
