import { setTimeout as sleep } from "node:timers/promises";
import { CONNECTION_CLASSES } from "pulumi-prismatic/vocabulary";
import { isOfAnotherTenant } from "../preview/readReach.ts";
import type { StackReading } from "../preview/reading.ts";
import { shownMessage } from "../shownText.ts";
import { openTenant, type TenantOptions } from "../project/openTenant.ts";
import type { Wave } from "../project/rolloutSchema.ts";
import {
  decideGate,
  healthOf,
  type GateDecision,
  type Health,
  type HealthGate,
  type Statuses,
} from "./health.ts";

/** Seconds between two looks at a tenant. */
const INTERVAL = 10;

/** Seconds that a gate without a time of its own waits. */
const TIMEOUT = 600;

/** The settings of a health gate, with their defaults. */
export function healthGateOf(health: NonNullable<NonNullable<Wave["gate"]>["health"]>): HealthGate {
  const { waitingForPerson, settle = 0, timeout = TIMEOUT } = health;
  return { waitingForPerson, settle, timeout };
}

/** Stable keys of the connections that a stack manages in its own tenant. */
export function connectionsIn({ steps }: Pick<StackReading, "steps">): string[] {
  const keys = steps.flatMap((step) => {
    const { prismaticClass = "", operation, new: next } = step;
    if (operation === "delete" || !(CONNECTION_CLASSES as readonly string[]).includes(prismaticClass))
      return [];
    const key = next?.inputs?.["stableKey"];
    return typeof key === "string" && !isOfAnotherTenant({ step }) ? [key] : [];
  });
  return [...new Set(keys)];
}

/** Result of one look at a tenant. */
export type Look = { statuses: Statuses } | { reason: string };

/** Asks a tenant for the statuses of connections as they are now. */
export async function lookAt(stack: string, keys: readonly string[], options: TenantOptions): Promise<Look> {
  if (keys.length === 0) return { statuses: new Map() };
  const opened = await openTenant(stack, options);
  if ("reason" in opened) return opened;
  const { isTenantError } = await import("pulumi-prismatic/tenantReads");
  try {
    return { statuses: await opened.reads.connectionStatuses(keys) };
  } catch (error) {
    return { reason: isTenantError(error) ? error.message : "the tenant's answer was not understood" };
  } finally {
    opened.reads.stop();
  }
}

/** Connections of one stack that a gate watches. */
export interface Watched {
  stack: string;
  keys: readonly string[];
  /** Statuses before the rollout; empty where they are not known. */
  before: Statuses;
}

/** Result of a health gate, with what it found at last. */
export interface GateResult {
  decision: Exclude<GateDecision, "again"> | "interrupted";
  reasons: string[];
  /** Stacks with a connection that is worse than before. */
  worse: string[];
}

/**
 * Looks at all tenants again and again until the gate is passed or its time is over. Each look asks the tenants anew, so
 * nothing counts that was seen before the updates ended.
 *
 * @param look reads the statuses of a stack's connections now
 */
export async function waitForHealth(
  watched: readonly Watched[],
  gate: HealthGate,
  {
    look,
    tell,
    signal,
    interval = INTERVAL,
  }: {
    look: (watched: Watched) => Promise<Look>;
    tell: (text: string) => void;
    signal: AbortSignal;
    interval?: number;
  },
): Promise<GateResult> {
  const began = Date.now();
  let wellSince: number | undefined;
  for (let told = ""; ;) {
    const looks = await Promise.all(watched.map(async (each) => ({ ...each, look: await look(each) })));
    const found = looks.map(({ stack, before, look: seen }) => ({
      stack,
      health: "reason" in seen ? undefined : healthOf(before, seen.statuses),
      reason: "reason" in seen ? seen.reason : undefined,
    }));
    const total = totalOf(found);
    const isWell =
      total.worse.length === 0 && (total.waiting.length === 0 || gate.waitingForPerson === "continue");
    wellSince = isWell ? (wellSince ?? Date.now()) : undefined;
    const seconds = {
      elapsed: since(began),
      wellFor: wellSince === undefined ? undefined : since(wellSince),
    };
    const decision = signal.aborted ? "interrupted" : decideGate(total, gate, seconds);
    const reasons = [
      ...total.worse.map((name) => `${name} is worse than before`),
      ...(gate.waitingForPerson === "hold"
        ? total.waiting.map((name) => `${name} waits until a person authorizes it`)
        : []),
    ].map((text) => shownMessage(text));
    if (decision !== "again") {
      const worse = found.filter(({ health }) => health === undefined || health.worse.length > 0);
      return { decision, reasons, worse: worse.map(({ stack }) => stack) };
    }
    const state = reasons.join("; ") || "all is well and has to stay so";
    if (state !== told) tell(state);
    told = state;
    // No longer than until the gate may be passed, or its time is over.
    const untilSettled = seconds.wellFor === undefined ? interval : gate.settle - seconds.wellFor;
    const pause = Math.max(0.5, Math.min(interval, untilSettled, gate.timeout - seconds.elapsed));
    await sleep(pause * 1000, undefined, { signal }).catch(() => undefined);
  }
}

function totalOf(
  found: readonly { stack: string; health: Health | undefined; reason: string | undefined }[],
): Health {
  const named = (stack: string, keys: readonly string[]) =>
    keys.map((key) => `connection "${key}" of ${stack}`);
  return {
    // A tenant that cannot be read is no proof of health.
    worse: found.flatMap(({ stack, health, reason }) =>
      health === undefined
        ? [`the tenant of ${stack} cannot be read (${reason}), which`]
        : named(stack, health.worse),
    ),
    waiting: found.flatMap(({ stack, health }) => named(stack, health?.waiting ?? [])),
  };
}

const since = (time: number) => (Date.now() - time) / 1000;
