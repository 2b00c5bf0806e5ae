import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { notice } from "../dynamic/writing.ts";
import { orUnknown } from "./arguments.ts";

const LONGEST_WAIT_SECONDS = 3600;

/** Seconds to wait for a publication where the program does not say. */
export const DEFAULT_WAIT_SECONDS = 300;

const NOTICE_EVERY_SECONDS = 10;

/** Seconds to wait until a published version can be used. */
export const waitSecondsSchema = orUnknown(
  z
    .number()
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(LONGEST_WAIT_SECONDS, `must be at most ${LONGEST_WAIT_SECONDS}`),
);

/** Length and manner of a wait. */
export interface Wait {
  limitSeconds: number;
  /** Seconds before it asks again, after it has asked `times` times. */
  pause: (times: number) => number;
  /** Sentence about the state of things, without a period; told every ten seconds. */
  progress: () => string;
  /** Ends the wait with an error. */
  signal: AbortSignal;
}

/** Asks at once and then again and again until there is an answer; undefined where there is none in time. */
export async function answerInTime<Answer>(
  ask: () => Promise<Answer | undefined>,
  { limitSeconds, pause, progress, signal }: Wait,
): Promise<Answer | undefined> {
  const begun = performance.now();
  let noticeAt = NOTICE_EVERY_SECONDS;
  for (let times = 1; ; times += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const waited = (performance.now() - begun) / 1000;
    if (waited >= limitSeconds) return undefined;
    if (waited >= noticeAt) {
      noticeAt += NOTICE_EVERY_SECONDS;
      notice(`${progress()} (${Math.round(waited)} of at most ${Math.round(limitSeconds)} s).`);
    }
    await sleep(Math.min(pause(times), limitSeconds - waited) * 1000, undefined, { signal });
  }
}
