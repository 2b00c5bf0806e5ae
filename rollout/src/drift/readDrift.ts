import { failuresOf } from "../preview/readStack.ts";
import type { ChosenStack } from "../project/choice.ts";
import type { Environments } from "../project/environment.ts";
import { shownTenant } from "../project/openTenant.ts";
import { runChild } from "../pulumi/child.ts";
import type { PulumiProcess } from "../pulumi/command.ts";
import { EventReceiver } from "../pulumi/eventReceiver.ts";
import type { EngineEvent, StepMetadata } from "../pulumi/events.ts";
import type { Attempt } from "../fleet/fleet.ts";
import { driftsOf, type Drift } from "./rows.ts";

/** Variable by which the provider's processes take a budget of requests. */
const REQUEST_BUDGET = "PRISMATIC_REQUEST_BUDGET";

/** Drift of one stack. */
export interface StackDrift {
  tenant: { url: string; id?: string } | undefined;
  /** Resources that were compared with the tenant. */
  compared: number;
  drifts: Drift[];
}

/** Settings of reading drift. */
export interface DriftReading {
  pulumi: PulumiProcess;
  environments: Environments;
  /** Requests that each tenant may get at most. */
  requests: number;
  /** Seconds that one stack may take. */
  timeout: number;
}

/**
 * Compares the state of one stack with its tenant. `refresh --preview-only` takes no lock, writes no state, and runs no
 * program.
 *
 * @throws RolloutError where the stack's environment cannot be supplied
 */
export async function readDrift(stack: ChosenStack, options: DriftReading): Promise<Attempt<StackDrift>> {
  const { pulumi, environments, requests, timeout } = options;
  const { env, secrets } = await environments.of(stack.name);
  const collected = new Refreshed();
  await using receiver = await EventReceiver.listen((event) => collected.take(event));
  const command = "refresh --preview-only";
  const args = [
    ...[...command.split(" "), "--stack", stack.name, "--event-log", receiver.address],
    ...["--non-interactive", "--color", "never", "--suppress-outputs", "--suppress-progress"],
  ];
  const outcome = await runChild(pulumi.command, args, {
    ...{ cwd: pulumi.cwd, signal: pulumi.signal, timeout },
    env: { ...env, [REQUEST_BUDGET]: String(requests) },
  });
  const circumstances = { stack: stack.name, folder: pulumi.cwd, secrets, timeout, command };
  const failures = failuresOf(outcome, receiver, collected, circumstances);
  if (failures.length > 0) return { failures };
  if (collected.unanswered.length > 0) {
    const message = `Pulumi told no result for ${collected.unanswered.length} resources, so their drift is not known.`;
    return { failures: [{ message, nextStep: `Type, to see it: pulumi ${command} --stack ${stack.name}` }] };
  }
  const { results } = collected;
  return {
    found: {
      tenant: collected.tenant,
      compared: results.length,
      drifts: results.flatMap((metadata) => driftsOf(stack.name, metadata, secrets)),
    },
  };
}

/** The parts of a refresh's events that tell drift. */
class Refreshed {
  readonly errors: NonNullable<EngineEvent["diagnosticEvent"]>[] = [];
  readonly isViolated = false;
  readonly #announced = new Set<string>();
  readonly #results = new Map<string, StepMetadata>();
  #result: string | undefined;
  tenant: StackDrift["tenant"];

  take({ resourcePreEvent, resOutputsEvent, diagnosticEvent, ...event }: EngineEvent): void {
    if (resourcePreEvent !== undefined) this.#announced.add(resourcePreEvent.metadata.urn);
    if (resOutputsEvent !== undefined) {
      this.#results.set(resOutputsEvent.metadata.urn, resOutputsEvent.metadata);
    }
    // What the engine says at the end is no reason of its own, and several resources may have the same.
    const { severity, message = "" } = diagnosticEvent ?? {};
    const isReason = severity === "error" && message.trim() !== "preview failed";
    if (diagnosticEvent && isReason && !this.errors.some((known) => known.message === message)) {
      this.errors.push(diagnosticEvent);
    }
    if (event.preludeEvent?.config) {
      const { "prismatic:url": url, "prismatic:tenantId": id } = event.preludeEvent.config;
      this.tenant = shownTenant(url, id);
    }
    if (event.summaryEvent !== undefined) this.#result = event.summaryEvent.result;
  }

  get hasSucceeded(): boolean {
    return this.#result === "succeeded";
  }

  get unanswered(): string[] {
    return [...this.#announced].filter((urn) => !this.#results.has(urn));
  }

  /** Results of all resources, without the stack itself and the providers. */
  get results(): StepMetadata[] {
    return [...this.#results.values()].filter(({ type }) => !type.startsWith("pulumi:"));
  }
}
