import { setTimeout as sleep } from "node:timers/promises";
import { notice } from "../../dynamic/writing.ts";
import { UnreachableError } from "../../tenant/errors.ts";
import type { PublishedComponent } from "../../tenant/publishingOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { describeComponent, wanted, type KnownComponent } from "./state.ts";

/** Seconds to wait where the program does not say. */
const DEFAULT_WAIT_SECONDS = 300;

/** Processing mostly takes a moment, so the first questions come quickly. */
const PAUSE_SECONDS = { first: 0.3, factor: 1.5, longest: 5 };

const NOTICE_EVERY_SECONDS = 15;

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
  const limit = inputs.waitSeconds ?? DEFAULT_WAIT_SECONDS;
  const begun = performance.now();
  let noticeAt = NOTICE_EVERY_SECONDS;
  for (
    let pause = PAUSE_SECONDS.first;
    ;
    pause = Math.min(pause * PAUSE_SECONDS.factor, PAUSE_SECONDS.longest)
  ) {
    const found = await session.publishing.version(wanted(inputs), versionNumber);
    if (found !== undefined) return found;
    const waited = (performance.now() - begun) / 1000;
    if (waited >= limit) throw notInTime(session, limit);
    if (waited >= noticeAt) {
      noticeAt += NOTICE_EVERY_SECONDS;
      const state = `version ${versionNumber} is uploaded, and Prismatic still processes it`;
      notice(`${describeComponent(inputs)}: ${state} (${Math.round(waited)} of at most ${limit} s).`);
    }
    await sleep(Math.min(pause, limit - waited) * 1000, undefined, { signal: session.stopping });
  }
}

function notInTime(session: TenantSession, limit: number): Error {
  return new UnreachableError(
    `${session.tenant} did not make it usable within ${limit} seconds after its package was uploaded. Prismatic may ` +
      "not be able to process the package, or it needs longer (waitSeconds)",
    { outcomeUnknown: false },
  );
}
