import type { Environments } from "../project/environment.ts";
import type { ChosenStack } from "../project/choice.ts";
import { shownTenant } from "../project/openTenant.ts";
import { RolloutError } from "../errors.ts";
import { runChild, type ChildOutcome } from "../pulumi/child.ts";
import type { PulumiProcess } from "../pulumi/command.ts";
import { EventReceiver } from "../pulumi/eventReceiver.ts";
import type { EngineEvent, StepMetadata } from "../pulumi/events.ts";
import type { Failure, PolicyViolation } from "../report/schema.ts";
import { byHand, commandFailure, engineFailure, missingStack, type Circumstances } from "./failures.ts";
import { plannedStep } from "./plannedStep.ts";
import { withoutMarks } from "./printable.ts";
import type { StackReading } from "./reading.ts";
import { shownMessage } from "../shownText.ts";

/** Settings of all previews of a command. */
export interface ReadingOptions {
  pulumi: PulumiProcess;
  environments: Environments;
  /** Absolute paths of policy packs. */
  policyPacks: readonly string[];
  /** Absolute paths of their configurations, in the same order. */
  policyPackConfigs: readonly string[];
  /** Seconds that one stack may take. */
  timeout: number;
  /** Seconds that an interrupted preview may still take; 10 by default. */
  grace?: number | undefined;
}

/** Previews one stack without a lock. A stack that cannot be read is a failure with a next step, never an exception. */
export async function readStack(stack: ChosenStack, options: ReadingOptions): Promise<StackReading> {
  const began = new Date();
  const collected = new Collected();
  const circumstances = { stack: stack.name, folder: options.pulumi.cwd, secrets: [] as readonly string[] };
  let failures: Failure[];
  try {
    if (!stack.exists) failures = [missingStack(stack.name, stack.meant)];
    else {
      const { env, secrets } = await options.environments.of(stack.name);
      circumstances.secrets = secrets;
      failures = await preview(collected, circumstances, { ...options, env });
    }
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    failures = [{ message: shownMessage(error.message), nextStep: error.nextStep }];
  }
  return {
    stack,
    ...collected.read(failures, circumstances.secrets),
    secrets: circumstances.secrets,
    readAt: began.toISOString(),
    seconds: Math.round((Date.now() - began.getTime()) / 100) / 10,
  };
}

async function preview(
  collected: Collected,
  circumstances: Circumstances,
  {
    pulumi,
    policyPacks,
    policyPackConfigs,
    timeout,
    grace,
    env,
  }: ReadingOptions & { env: NodeJS.ProcessEnv },
): Promise<Failure[]> {
  await using receiver = await EventReceiver.listen((event) => collected.take(event));
  const args = [
    ...["preview", "--stack", circumstances.stack, "--event-log", receiver.address],
    ...["--non-interactive", "--color", "never", "--suppress-outputs", "--suppress-progress"],
    ...policyPacks.flatMap((path) => ["--policy-pack", path]),
    ...policyPackConfigs.flatMap((path) => ["--policy-pack-config", path]),
  ];
  const { command, cwd, signal } = pulumi;
  const outcome = await runChild(command, args, { cwd, env, signal, timeout, grace });
  return failuresOf(outcome, receiver, collected, { ...circumstances, timeout });
}

/** The parts of a stream of events that tell a success. */
export interface Told {
  errors: readonly NonNullable<EngineEvent["diagnosticEvent"]>[];
  hasSucceeded: boolean;
  isViolated: boolean;
}

/** Judges the end of a command by the stream and the exit code together: neither alone is a success. */
export function failuresOf(
  { code, endedBy, stderr }: ChildOutcome,
  receiver: Pick<EventReceiver, "hasBegun" | "isComplete">,
  collected: Told,
  circumstances: Circumstances & { timeout: number },
): Failure[] {
  const { timeout, command = "preview" } = circumstances;
  const [noun] = command.split(" ");
  if (endedBy === "timeout") {
    return [
      {
        message: `The ${noun} did not end within ${timeout} s, so it was ended with all that it had started.`,
        nextStep: `Allow more with --timeout, or look what it waits for: ${byHand(circumstances)}`,
      },
    ];
  }
  if (endedBy === "interrupt") {
    return [
      { message: "The command was interrupted before this stack was read.", nextStep: "Run it again." },
    ];
  }
  const told = collected.errors.map((error) => engineFailure(error, circumstances));
  if (told.length > 0) return told;
  if (!receiver.hasBegun) return [commandFailure(stderr, circumstances)];
  if (!receiver.isComplete) {
    return [
      {
        message: "Pulumi ended before it had told everything, so what would change is not known.",
        nextStep: `Run it again. If it stays: ${byHand(circumstances)}`,
      },
    ];
  }
  if (collected.hasSucceeded && code === 0) return [];
  // The engine fails for a mandatory violation as well, and says nothing more.
  if (collected.isViolated && code !== null) return [];
  return [
    {
      message: `Pulumi failed with exit code ${code} and gave no reason.`,
      nextStep: `Type, to see it: ${byHand(circumstances)}`,
    },
  ];
}

/** The parts of one stream of events that a report needs. Nothing else of it is kept. */
class Collected {
  readonly errors: NonNullable<EngineEvent["diagnosticEvent"]>[] = [];
  readonly #steps: StepMetadata[] = [];
  readonly #violations: NonNullable<EngineEvent["policyEvent"]>[] = [];
  #stack: StepMetadata | undefined;
  #tenant: StackReading["tenant"];
  #result: string | undefined;

  take({ resourcePreEvent, resOutputsEvent, diagnosticEvent, policyEvent, ...event }: EngineEvent): void {
    if (resourcePreEvent !== undefined) this.#steps.push(resourcePreEvent.metadata);
    if (resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack") this.#stack = resOutputsEvent.metadata;
    if (policyEvent !== undefined) this.#violations.push(policyEvent);
    // What the engine says after a violation is no reason of its own.
    if (diagnosticEvent?.severity === "error" && diagnosticEvent.message.trim() !== "preview failed") {
      this.errors.push(diagnosticEvent);
    }
    if (event.preludeEvent?.config) {
      const { "prismatic:url": url, "prismatic:tenantId": id } = event.preludeEvent.config;
      this.#tenant = shownTenant(url, id);
    }
    if (event.summaryEvent !== undefined) this.#result = event.summaryEvent.result;
  }

  get hasSucceeded(): boolean {
    return this.#result === "succeeded";
  }

  get isViolated(): boolean {
    return this.#violations.some(isMandatory);
  }

  read(
    failures: Failure[],
    secrets: readonly string[],
  ): Omit<StackReading, "stack" | "secrets" | "readAt" | "seconds"> {
    // The steps of a preview that failed are not all.
    const steps = failures.length > 0 ? [] : this.#steps.flatMap((metadata) => plannedStep(metadata) ?? []);
    const changes = steps.some(({ operation }) => operation !== "unchanged" && operation !== "part");
    const status =
      failures.length > 0 ? "failed" : this.isViolated ? "violation" : changes ? "changed" : "unchanged";
    const violations: PolicyViolation[] = this.#violations.map((event) => ({
      pack: shownMessage(event.policyPackName),
      policy: shownMessage(event.policyName),
      message: shownMessage(event.message, secrets),
      isMandatory: isMandatory(event),
      ...(event.resourceUrn ? { urn: shownMessage(event.resourceUrn) } : {}),
    }));
    const changedOutputs = failures.length > 0 ? [] : changedNames(this.#stack);
    return { status, tenant: this.#tenant, steps, changedOutputs, violations, failures };
  }
}

function isMandatory({ enforcementLevel }: NonNullable<EngineEvent["policyEvent"]>): boolean {
  return enforcementLevel === "mandatory";
}

function changedNames(stack: StepMetadata | undefined): string[] {
  const before = new Map(Object.entries(stack?.old?.outputs ?? {}));
  const after = new Map(Object.entries(stack?.new?.outputs ?? {}));
  const names = new Set([...before.keys(), ...after.keys()]);
  const isChanged = (name: string) =>
    JSON.stringify(withoutMarks(before.get(name))) !== JSON.stringify(withoutMarks(after.get(name)));
  return [...names]
    .filter(isChanged)
    .map((name) => shownMessage(name))
    .toSorted();
}
