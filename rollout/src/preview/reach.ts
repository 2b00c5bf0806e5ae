import { CONNECTION_CLASSES, ownValue } from "pulumi-prismatic/vocabulary";
import type { TenantReads } from "pulumi-prismatic/tenantReads";
import type { Count, Reach } from "../report/schema.ts";
import type { Change } from "./changes.ts";

/** Reach of a change in its tenant, and the refusal that it would meet. */
export interface Reached {
  reach: Reach;
  refusal?: string;
}

type Inputs = Readonly<Record<string, unknown>>;

const ZERO: Count = { counted: 0 };
const NOTHING: Reach = {
  instances: ZERO,
  workflows: ZERO,
  customersWithCredentials: ZERO,
  redeployedInstances: ZERO,
  upgradedInstances: ZERO,
  switchedSteps: ZERO,
  repeatedAuthorizations: ZERO,
};

/** Inputs of an OAuth 2.0 client, after whose change Prismatic may ask for the authorizations again. */
const CLIENT =
  /^(globalValues|values|secretRevisions)\.(authorizeUrl|tokenUrl|clientId|clientSecret|scopes|audience)$/;

/** A reach of which nothing is known, for one reason. */
export function uncounted(reason: string): Reach {
  const count: Count = { notCounted: reason };
  return {
    instances: count,
    workflows: count,
    customersWithCredentials: count,
    redeployedInstances: count,
    upgradedInstances: count,
    switchedSteps: count,
    repeatedAuthorizations: count,
  };
}

/** True for a change of which something could be counted in the tenant. A new object has nothing that depends on it. */
export function hasReach({ step: { prismaticClass }, operation }: Change): boolean {
  return prismaticClass !== undefined && operation !== "create";
}

/**
 * Counts in the tenant what a change reaches.
 *
 * @throws Error where the tenant does not answer
 */
export async function reachOf(change: Change, reads: TenantReads): Promise<Reached> {
  const { step, operation } = change;
  const inputs: Inputs = (operation === "delete" ? step.old?.inputs : step.new?.inputs) ?? {};
  const id = step.old?.id ?? "";
  const { prismaticClass = "" } = step;
  if ((CONNECTION_CLASSES as readonly string[]).includes(prismaticClass))
    return connection(change, id, reads);
  const stableKey = stableKeyOf(inputs["connection"]);
  switch (prismaticClass) {
    case "GlobalValues":
      return { reach: await valuesReach(change, stableKey, inputs, reads) };
    case "EmbeddedWorkflowFlag": {
      const uses = await reads.usesOfConnection(stableKey);
      return { reach: { ...NOTHING, workflows: { counted: uses?.workflows ?? 0 } } };
    }
    case "CustomerCredentials": {
      const instances: Count = { counted: await reads.instancesOfCredentials(id) };
      const redeployedInstances = inputs["redeployInstances"] === "onChange" ? instances : ZERO;
      return {
        reach: { ...NOTHING, instances, redeployedInstances, customersWithCredentials: { counted: 1 } },
      };
    }
    case "CustomerCredentialsSet":
      return { reach: setReach(change) };
    case "Integration":
    case "CodeNativeIntegration":
      return { reach: await integrationReach(change, id, inputs, reads) };
    case "TestCredentials":
    case "CustomerEmbeddedAccess":
      return { reach: NOTHING };
    default:
      return { reach: uncounted(`what uses a ${prismaticClass} is not counted`) };
  }
}

async function connection(change: Change, id: string, reads: TenantReads): Promise<Reached> {
  const { operation, step } = change;
  const old: Inputs = step.old?.inputs ?? {};
  const stableKey = typeof old["stableKey"] === "string" ? old["stableKey"] : "";
  const reach = await valuesReach(change, stableKey, step.new?.inputs ?? {}, reads);
  if (operation === "update") return { reach };
  // A replacement that is refused fails at preview, through the provider.
  const refusal =
    operation === "delete" ? await reads.deleteRefusal(id, stableKey, old["replaceInUse"]) : undefined;
  const { customersWithCredentials: customers } = reach;
  const repeatedAuthorizations = operation === "replace" ? customers : ZERO;
  return {
    reach: { ...reach, redeployedInstances: ZERO, repeatedAuthorizations },
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** Reach of the values of a connection. */
async function valuesReach(
  { changed }: Change,
  stableKey: string,
  inputs: Inputs,
  reads: TenantReads,
): Promise<Reach> {
  const uses = await reads.usesOfConnection(stableKey);
  const instances: Count = { counted: uses?.instances ?? 0 };
  const changesValues = changed.some(({ path }) => /^(globalValues|values|secretRevisions)\b/.test(path));
  const changesClient = changed.some(({ path }) => CLIENT.test(path)) && (uses?.customers ?? 0) > 0;
  return {
    ...NOTHING,
    instances,
    workflows: { counted: uses?.workflows ?? 0 },
    customersWithCredentials: { counted: uses?.customers ?? 0 },
    redeployedInstances: changesValues && inputs["redeployInstances"] === "onChange" ? instances : ZERO,
    repeatedAuthorizations: changesClient
      ? { notCounted: "Prismatic decides which authorizations outlive new settings of the OAuth 2.0 client" }
      : ZERO,
  };
}

/** Reach of a set. Its customers' names are secret, so that only their number is known. */
function setReach({ operation, step }: Change): Reach {
  const customers =
    operation === "delete" ? losingCustomers(step.old?.outputs ?? {}) : changedCustomers(step);
  const reason = "the instances of a set's customers are not counted";
  return {
    ...NOTHING,
    instances: { notCounted: reason },
    redeployedInstances: { notCounted: reason },
    customersWithCredentials:
      customers === undefined
        ? { notCounted: "the set does not tell whose credentials change" }
        : { counted: customers },
  };
}

/** Number of the customers in a set's `change`, which counts the added, changed and removed ones: `#2 +12 ~3 -0`. */
function changedCustomers({ old, new: next }: Change["step"]): number | undefined {
  const change = next?.inputs?.["change"];
  // The same as before is the change of an earlier run.
  if (typeof change !== "string" || change === old?.inputs?.["change"]) return undefined;
  const numbers = /\+(\d+) ~(\d+) -(\d+)/.exec(change)?.slice(1);
  return numbers?.map(Number).reduce((sum, each) => sum + each, 0);
}

/** Number of the customers whose credentials go with the set: all but those that had theirs before. */
function losingCustomers({ counts, takenOver }: Inputs): number | undefined {
  const customers = new Map(membersOf(counts)).get("customers");
  if (typeof customers !== "number") return undefined;
  return Math.max(0, customers - (Array.isArray(takenOver) ? takenOver.length : 0));
}

async function integrationReach(
  { mutations, step, operation }: Change,
  id: string,
  inputs: Inputs,
  reads: TenantReads,
): Promise<Reach> {
  const instances: Count = { counted: await reads.instancesOfIntegration(id) };
  const upgrades = operation === "update" && inputs["instances"] === "upgrade" && mutations.length > 0;
  const before = step.old?.inputs ?? {};
  const changesVariables = JSON.stringify(before["connections"]) !== JSON.stringify(inputs["connections"]);
  return {
    ...NOTHING,
    instances,
    upgradedInstances: upgrades ? instances : ZERO,
    switchedSteps:
      operation === "update" && changesVariables
        ? { notCounted: "the steps behind a config variable are not counted" }
        : { counted: operation === "update" ? switchedSteps(before["steps"], inputs["steps"]) : 0 },
  };
}

/** Number of inputs of steps that name another connection than before. */
function switchedSteps(before: unknown, after: unknown): number {
  const references = (steps: unknown) =>
    membersOf(steps).flatMap(([step, inputs]) =>
      membersOf(inputs).map(
        ([input, reference]) => [JSON.stringify([step, input]), stableKeyOf(reference)] as const,
      ),
    );
  const [old, next] = [new Map(references(before)), new Map(references(after))];
  return [...new Set([...old.keys(), ...next.keys()])].filter((key) => old.get(key) !== next.get(key)).length;
}

function membersOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function stableKeyOf(reference: unknown): string {
  if (typeof reference === "string") return reference;
  const map = typeof reference === "object" && reference !== null ? (reference as Inputs) : {};
  const key = ownValue(map, "stableKey");
  return typeof key === "string" ? key : "";
}
