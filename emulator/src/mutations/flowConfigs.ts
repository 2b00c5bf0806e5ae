import { notImplemented, refuse } from "../errors.ts";
import type { FlowKeys } from "../model.ts";
import { given } from "../request.ts";
import { flowId, flowsOf, type IntegrationRevision } from "../revisions.ts";
import type { Tenant } from "../tenant.ts";
import { refuseUnimplemented } from "./input.ts";

/** The flows' settings as mutations send them: the schema's `InputInstanceFlowConfig`. */
export type FlowConfigs =
  ({ flowId: string; apiKeys?: (string | null)[] | null } | null)[] | null | undefined;

/** The keys of an instance's flows after a mutation; flows that it leaves out keep theirs. */
export function flowKeys(
  tenant: Tenant,
  revision: IntegrationRevision,
  inputs: FlowConfigs,
  old: readonly FlowKeys[],
): FlowKeys[] {
  const keys = new Map(old.map(({ flow, apiKeys }) => [flow, apiKeys]));
  for (const input of (inputs ?? []).filter(given)) {
    refuseUnimplemented(input, ["testContentType", "testHeaders", "testPayload", "usesLre"]);
    const placed = flowsOf(revision).find((each) => flowId(tenant, each) === input.flowId);
    if (!placed) refuse("flowConfigs", `The integration has no flow with the id ${input.flowId}.`);
    if (given(input.apiKeys)) keys.set(placed.flow.name, input.apiKeys.filter(given));
  }
  return [...keys].map(([flow, apiKeys]) => ({ flow, apiKeys }));
}

/** Fails for a mode of configuration other than the one that clients use. */
export function refuseOtherMode(configMode: string | null | undefined): void {
  if (given(configMode) && configMode.toUpperCase() !== "INSTANCE") {
    throw notImplemented(`the configMode ${JSON.stringify(configMode)}`);
  }
}
