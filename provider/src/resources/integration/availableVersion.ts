import { listed } from "../../dynamic/suggest.ts";
import { UnreachableError } from "../../tenant/errors.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { answerInTime } from "../waiting.ts";

/** Seconds between two questions, as Prismatic's own command line asks. */
const PAUSE_SECONDS = 2;

/** A version that is published, and the parts of the step that need it to be available. */
export interface AwaitedVersion {
  integration: { id: string; name: string };
  number: number;
  limitSeconds: number;
  /** Words for what is left as it was until then. */
  left: readonly string[];
}

/**
 * Waits until a published version is available, and says every now and then that it still waits. Answers the version's
 * id.
 *
 * @throws UnreachableError where it is not available in time; the publication itself stands
 */
export async function untilVersionIsAvailable(
  session: TenantSession,
  { integration: { id, name }, number, limitSeconds, left }: AwaitedVersion,
): Promise<string> {
  const published = `Integration "${name}": version ${number} is published in ${session.tenant}`;
  const remaining = left.length === 0 ? "" : ` Left as before: ${listed(left)}.`;
  const fail = (reason: string, cause?: unknown) =>
    new UnreachableError(`${published}, but ${reason}.${remaining} To go on: pulumi up`, {
      cause,
      outcomeUnknown: false,
    });
  let version: string | undefined;
  try {
    version = await answerInTime(() => session.integrations.availableVersion(id, number), {
      limitSeconds,
      pause: () => PAUSE_SECONDS,
      progress: () => `${published} and not available yet`,
      signal: session.stopping,
    });
  } catch (error) {
    throw fail(`not known to be available: ${(error as Error).message.replace(/\.$/, "")}`, error);
  }
  if (version === undefined) throw fail(`was not available within ${limitSeconds} s (waitSeconds)`);
  return version;
}
