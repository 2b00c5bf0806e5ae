import type { TenantSession } from "../tenant/session.ts";
import { CLAIMED, release } from "./claims.ts";
import type { Claim } from "./claim.ts";
import type { PlannedMutation } from "./lifecycle.ts";

/** Session and object that a change is sent for. */
export interface ChangeContext {
  session: TenantSession;
  /** Id of the object; empty until a change has created it. */
  id: string;
  /** Additions to the state by earlier changes of the same step. */
  state: object;
}

/** Facts that are known once a change was sent. */
export interface Sent {
  /** Id of the object that it created or took over. */
  id?: string;
  /** Additions to the state. */
  state?: object;
  /** Reason why the object is not complete although the change itself was carried out. */
  incomplete?: string | undefined;
}

/**
 * One part of a step: a mutation, several that belong together, or a change of the state alone. The list of a step's
 * changes decides whether there is a difference, what a report announces, what is sent, and what the state holds after
 * a failure.
 */
export interface Change {
  /** The mutations that it sends; none where only the state changes. */
  announced: PlannedMutation[];
  /** The properties that hold once it was sent; after a failure the state keeps their old values. */
  settles: readonly string[];
  /** Waits for all changes before it, and is not sent where one of them failed. The others leave together. */
  waits?: true;
  /** Claims on the objects that leave the tenant, unless another resource claims them. */
  releases?: readonly Claim[];
  send?: (context: ChangeContext) => Promise<Sent | void>;
}

/** Result of sending the changes of a step. */
export interface Outcome {
  id: string;
  state: object;
  /** Changes that failed, and those that waited for them. */
  unsettled: Change[];
  /** True where at least one change was carried out. */
  worked: boolean;
  failures: Error[];
  incomplete: string[];
}

/** Sends the changes of a step in their order; those that wait for none leave together. */
export async function sendChanges(
  session: TenantSession,
  id: string,
  changes: readonly Change[],
): Promise<Outcome> {
  const outcome: Outcome = { id, state: {}, unsettled: [], worked: false, failures: [], incomplete: [] };
  const left = [...changes];
  while (left.length > 0) {
    const next = left.findIndex(({ waits }, index) => index > 0 && waits === true);
    const together = left.splice(0, next < 0 ? left.length : next);
    if (outcome.failures.length > 0) outcome.unsettled.push(...together);
    else await sendTogether(session, together, outcome);
  }
  return outcome;
}

async function sendTogether(session: TenantSession, changes: readonly Change[], outcome: Outcome) {
  const context = { session, id: outcome.id, state: outcome.state };
  const results = await Promise.allSettled(
    changes.map(({ releases = [], send }) => release(session, releases, async () => send?.(context))),
  );
  for (const [index, change] of changes.entries()) {
    const result = results[index];
    if (result?.status === "rejected") {
      const error = result.reason as Error;
      outcome.unsettled.push(change);
      if (!outcome.failures.some(({ message }) => message === error.message)) outcome.failures.push(error);
    } else if (result !== undefined && result.value !== CLAIMED) {
      const sent: Sent = result.value ?? {};
      if (change.send !== undefined) outcome.worked = true;
      outcome.id = sent.id ?? outcome.id;
      Object.assign(outcome.state, sent.state);
      if (sent.incomplete !== undefined) outcome.incomplete.push(sent.incomplete);
    }
  }
}
