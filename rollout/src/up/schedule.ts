/** Progress of a wave. */
export interface WaveProgress {
  waiting: number;
  running: number;
  failed: number;
}

/** Limits of a wave. */
export interface WaveLimits {
  maxConcurrent: number;
  failureTolerance: number;
}

/** Number of stacks to start now; `isOver` where no further one is started, whatever waits. */
export interface Decision {
  start: number;
  isOver: boolean;
}

/** Decides what a wave does next. One failure more than is tolerated stops it; what runs goes on to its end. */
export function decide({ waiting, running, failed }: WaveProgress, limits: WaveLimits): Decision {
  if (failed > limits.failureTolerance) return { start: 0, isOver: true };
  return { start: Math.max(0, Math.min(waiting, limits.maxConcurrent - running)), isOver: waiting === 0 };
}

/**
 * Runs a wave.
 *
 * @param work resolves to true where the stack failed
 * @returns stacks that were not started
 */
export async function runWave<Stack>(
  stacks: readonly Stack[],
  limits: WaveLimits & { failedBefore: number; signal: AbortSignal },
  work: (stack: Stack) => Promise<boolean>,
): Promise<Stack[]> {
  const waiting = [...stacks];
  const running = new Set<Promise<void>>();
  let failed = limits.failedBefore;
  for (;;) {
    const { start } = limits.signal.aborted
      ? { start: 0 }
      : decide({ waiting: waiting.length, running: running.size, failed }, limits);
    for (const stack of waiting.splice(0, start)) {
      const task = work(stack).then((isFailed) => {
        if (isFailed) failed += 1;
        running.delete(task);
      });
      running.add(task);
    }
    if (running.size === 0) return waiting;
    await Promise.race(running);
  }
}
