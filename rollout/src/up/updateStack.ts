import { RolloutError } from "../errors.ts";
import { byCharacters } from "../order.ts";
import { engineFailure, commandFailure, type Circumstances } from "../preview/failures.ts";
import { plannedStep } from "../preview/plannedStep.ts";
import type { ReadingOptions } from "../preview/readStack.ts";
import { shownMessage } from "../shownText.ts";
import { runChild, type ChildOutcome } from "../pulumi/child.ts";
import { EventReceiver } from "../pulumi/eventReceiver.ts";
import type { EngineEvent, StepMetadata } from "../pulumi/events.ts";
import type { Failure } from "../report/schema.ts";
import { counted, sentence } from "../report/shown/text.ts";
import { holdersIn, lockedByPulumi, type Holder } from "./recovery.ts";
import type { StackLog } from "./stackLog.ts";

/** Changes of unknown end that a message names. */
const NAMED = 5;

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
  { code, endedBy, isForced, stderr }: ChildOutcome,
  receiver: EventReceiver,
  events: UpdateEvents,
  { timeout, ...circumstances }: Circumstances & { timeout: number },
): Failure[] {
  const resume = "Run the rollout again with --resume: it finds what was done, and does the rest.";
  if (endedBy !== "itself") {
    const force = isForced ? " It did not end within the time of grace either, and was ended by force." : "";
    const [reason, nextStep] =
      endedBy === "timeout"
        ? [
            `The update did not end within ${timeout} s, so it was interrupted.`,
            `Look why its tenant does not answer, or allow more with --timeout. ${resume}`,
          ]
        : ["The update of this stack was interrupted.", resume];
    return [...events.failures, { message: `${reason}${force} ${events.extent}`, nextStep }];
  }
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
  /** Changes that began and of which no end was told, by URN. */
  readonly #unfinished = new Map<string, string>();
  #finished = 0;
  isViolated = false;
  hasSucceeded = false;
  hasPendingCreates = false;

  constructor(log: StackLog, circumstances: Circumstances) {
    this.#log = log;
    this.#circumstances = circumstances;
  }

  take({ diagnosticEvent, policyEvent, summaryEvent, ...steps }: EngineEvent): void {
    const { secrets } = this.#circumstances;
    this.#takeSteps(steps);
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

  /** The changes that an update which was broken off had carried out, and those of which nobody knows it. */
  get extent(): string {
    const done = `${counted(this.#finished, "change")} ${this.#finished === 1 ? "was" : "were"} carried out.`;
    const names = [...this.#unfinished.values()].toSorted(byCharacters);
    if (names.length === 0) return `${done} Nothing else was begun.`;
    const more = names.length > NAMED ? [`${names.length - NAMED} more`] : [];
    const unknown = sentence([...names.slice(0, NAMED), ...more]);
    return `${done} The tenant did not say whether it carried out: ${unknown}.`;
  }

  #takeSteps({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }: EngineEvent): void {
    const { secrets } = this.#circumstances;
    const described = ({ metadata }: { metadata: StepMetadata }) => {
      const step = plannedStep(metadata);
      if (step === undefined || step.operation === "unchanged") return undefined;
      const text = shownMessage(`${step.op} ${step.prismaticClass ?? step.type} ${step.name}`, secrets);
      return { text, isWhole: step.operation !== "part" };
    };
    if (resourcePreEvent !== undefined) {
      const step = described(resourcePreEvent);
      if (step !== undefined) this.#unfinished.set(resourcePreEvent.metadata.urn, step.text);
    }
    if (resOpFailedEvent !== undefined) this.#unfinished.delete(resOpFailedEvent.metadata.urn);
    if (resOutputsEvent !== undefined) {
      this.#unfinished.delete(resOutputsEvent.metadata.urn);
      const step = described(resOutputsEvent);
      if (step === undefined) return;
      // The parts of a replacement are one change.
      if (step.isWhole) this.#finished += 1;
      this.#log.write(step.text);
    }
  }
}
