import { RolloutError } from "../errors.ts";
import { engineFailure, commandFailure, type Circumstances } from "../preview/failures.ts";
import { plannedStep } from "../preview/plannedStep.ts";
import type { ReadingOptions } from "../preview/readStack.ts";
import { shownMessage } from "../shownText.ts";
import { runChild, type ChildOutcome } from "../pulumi/child.ts";
import { EventReceiver } from "../pulumi/eventReceiver.ts";
import type { EngineEvent } from "../pulumi/events.ts";
import type { Failure } from "../report/schema.ts";
import { holdersIn, lockedByPulumi, type Holder } from "./recovery.ts";
import type { StackLog } from "./stackLog.ts";

/** Settings of the updates of a run. */
export interface UpdateOptions extends ReadingOptions {
  run: string;
}

/** Result of the update of one stack. */
export interface Update {
  failures: Failure[];
  isViolated: boolean;
  /** Holders of Pulumi's lock, where it refused the update. */
  holders: Holder[];
  /** True where the state remembers creations that an earlier update did not finish. */
  hasPendingCreates: boolean;
  /** Id of the child, where it was ended by force. */
  killed: number | undefined;
}

/** Updates one stack. A failure has a next step; it is never an exception. */
export async function updateStack(stack: string, log: StackLog, options: UpdateOptions): Promise<Update> {
  try {
    const { env, secrets } = await options.environments.of(stack);
    const circumstances = { stack, folder: options.pulumi.cwd, secrets };
    return await update(circumstances, log, { ...options, env });
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    const failures = [{ message: shownMessage(error.message), nextStep: error.nextStep }];
    return { failures, isViolated: false, holders: [], hasPendingCreates: false, killed: undefined };
  }
}

async function update(
  circumstances: Circumstances,
  log: StackLog,
  options: UpdateOptions & { env: NodeJS.ProcessEnv },
): Promise<Update> {
  const { pulumi, policyPacks, policyPackConfigs, timeout, grace, env, run } = options;
  const events = new UpdateEvents(log, circumstances);
  await using receiver = await EventReceiver.listen((event) => events.take(event));
  const args = [
    ...["up", "--yes", "--skip-preview", "--stack", circumstances.stack, "--event-log", receiver.address],
    ...["--non-interactive", "--color", "never", "--suppress-outputs", "--suppress-progress"],
    ...["--message", `prismatic-rollout ${run}`],
    ...policyPacks.flatMap((path) => ["--policy-pack", path]),
    ...policyPackConfigs.flatMap((path) => ["--policy-pack-config", path]),
  ];
  const { command, cwd, signal } = pulumi;
  const outcome = await runChild(command, args, { cwd, env, signal, timeout, grace });
  const holders = receiver.hasBegun ? [] : holdersIn(outcome.stderr);
  const failures =
    holders.length > 0
      ? [lockedByPulumi(circumstances.stack, holders)]
      : failuresOf(outcome, receiver, events, { ...circumstances, timeout });
  const killed = outcome.endedBy !== "itself" && outcome.code === null ? outcome.pid : undefined;
  const { isViolated, hasPendingCreates } = events;
  return { failures, isViolated, holders, hasPendingCreates, killed };
}

/** Judges the end of an update by the stream and the exit code together: neither alone is a success. */
function failuresOf(
  { code, endedBy, stderr }: ChildOutcome,
  receiver: EventReceiver,
  events: UpdateEvents,
  circumstances: Circumstances & { timeout: number },
): Failure[] {
  const resume = "Run the rollout again with --resume: it finds what was done, and does the rest.";
  if (endedBy === "timeout") {
    const message = `The update did not end within ${circumstances.timeout} s, so it was interrupted.`;
    return [...events.failures, { message, nextStep: `Allow more with --timeout. ${resume}` }];
  }
  if (endedBy === "interrupt")
    return [{ message: "The update of this stack was interrupted.", nextStep: resume }];
  if (code === 0 && receiver.isComplete && events.hasSucceeded) return [];
  if (events.failures.length > 0) return events.failures;
  if (!receiver.hasBegun) return [commandFailure(stderr, circumstances)];
  if (events.isViolated)
    return [{ message: "A mandatory policy is violated.", nextStep: "See the violations in a preview." }];
  return [
    { message: `Pulumi ended with exit code ${code} before it had told everything.`, nextStep: resume },
  ];
}

/** Reads the events of one update, and writes the log of its stack. */
class UpdateEvents {
  readonly failures: Failure[] = [];
  readonly #log: StackLog;
  readonly #circumstances: Circumstances;
  isViolated = false;
  hasSucceeded = false;
  hasPendingCreates = false;

  constructor(log: StackLog, circumstances: Circumstances) {
    this.#log = log;
    this.#circumstances = circumstances;
  }

  take({ resOutputsEvent, diagnosticEvent, policyEvent, summaryEvent }: EngineEvent): void {
    const { secrets } = this.#circumstances;
    if (resOutputsEvent !== undefined) {
      const step = plannedStep(resOutputsEvent.metadata);
      if (step !== undefined && step.operation !== "unchanged")
        this.#log.write(shownMessage(`${step.op} ${step.prismaticClass ?? step.type} ${step.name}`, secrets));
    }
    if (policyEvent?.enforcementLevel === "mandatory") {
      this.isViolated = true;
      this.#log.write(shownMessage(`violates ${policyEvent.policyName}: ${policyEvent.message}`, secrets));
    }
    if (
      diagnosticEvent?.severity === "error" &&
      !/^(error: )?update failed$/.test(diagnosticEvent.message.trim())
    ) {
      const failure = engineFailure(diagnosticEvent, this.#circumstances);
      this.failures.push(failure);
      this.#log.write(`failed: ${failure.message}`);
    }
    if (diagnosticEvent?.severity === "warning" && / pending operations from /.test(diagnosticEvent.message))
      this.hasPendingCreates = true;
    if (summaryEvent !== undefined) this.hasSucceeded = summaryEvent.result === "succeeded";
  }
}
