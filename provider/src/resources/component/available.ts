import { UnreachableError } from "../../tenant/errors.ts";
import type { PublishedComponent } from "../../tenant/publishingOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { answerInTime, DEFAULT_WAIT_SECONDS } from "../waiting.ts";
import { describeComponent, wanted, type KnownComponent } from "./state.ts";

/** Processing mostly takes a moment, so the first questions come quickly. */
const PAUSE_SECONDS = { first: 0.3, factor: 1.5, longest: 5 };

/**
 * Waits until an uploaded version is usable, and says every now and then that it still waits.
 *
 * @throws UnreachableError where it is not usable in time
 */
export async function untilAvailable(
  session: TenantSession,
  inputs: KnownComponent,
  versionNumber: number,
): Promise<PublishedComponent> {
  const { first, factor, longest } = PAUSE_SECONDS;
  const limitSeconds = inputs.waitSeconds ?? DEFAULT_WAIT_SECONDS;
  const found = await answerInTime(() => session.publishing.version(wanted(inputs), versionNumber), {
    limitSeconds,
    pause: (times) => Math.min(first * factor ** (times - 1), longest),
    progress: () =>
      `${describeComponent(inputs)}: version ${versionNumber} is uploaded, and Prismatic still processes it`,
    signal: session.stopping,
  });
  if (found === undefined) throw notInTime(session, limitSeconds);
  return found;
}

function notInTime(session: TenantSession, limit: number): Error {
  return new UnreachableError(
    `${session.tenant} did not make it usable within ${limit} seconds after its package was uploaded. Prismatic may ` +
      "not be able to process the package, or it needs longer (waitSeconds)",
    { outcomeUnknown: false },
  );
}
