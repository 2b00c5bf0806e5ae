import { referencedComponent } from "../definition/references.ts";
import type { Step } from "../definition/schema.ts";
import { equals } from "../graph/filters.ts";
import { columns, partsOf, type ObjectType, type Read } from "../graph/objectType.ts";
import { related } from "../graph/relations.ts";
import { flowId, flowsOf, type InstanceFlow, type PlacedFlow } from "../revisions.ts";
import type { Tenant } from "../tenant.ts";

const instanceFlowId: Read<InstanceFlow, string> = ({ flow, instance }, { tenant }) =>
  tenant.derivedId("InstanceFlowConfig", `${instance.id}/${flow.name}`);

/** The address of a flow, which answers 404 because flows never run here. */
const addressOf = (tenant: Tenant, id: string): string =>
  `${tenant.stack.url}/trigger/${encodeURIComponent(id)}`;

const sortOrder = ({ flow, revision }: PlacedFlow): number =>
  flowsOf(revision).findIndex((each) => each.flow === flow);

/** `IntegrationFlow`: a flow of a draft or a version. */
export const flow: ObjectType<PlacedFlow> = {
  fields: {
    ...partsOf(({ flow }: PlacedFlow) => flow, "name", "description"),
    id: related(flowId),
    stableKey: ({ flow: { stableKey } }) => (typeof stableKey === "string" ? stableKey : null),
    testUrl: (placed, request) => addressOf(request.tenant, flowId(request.tenant, placed)),
    trigger: (placed, request): PlacedStep | undefined => {
      const [step] = placed.flow.steps;
      return step && { step, flowId: flowId(request.tenant, placed) };
    },
    isSynchronous: ({ flow: { isSynchronous } }) => isSynchronous ?? false,
    isAgentFlow: ({ flow: { isAgentFlow } }) => isAgentFlow ?? false,
    endpointSecurityType: ({ flow: { endpointSecurityType } }) =>
      endpointSecurityType?.toUpperCase() ?? "CUSTOMER_OPTIONAL",
    organizationApiKeys: ({ flow: { organizationApiKeys } }) => organizationApiKeys ?? [],
    retryMaxAttempts: ({ flow: { retryConfig } }) => retryConfig?.maxAttempts ?? 0,
    retryDelayMinutes: ({ flow: { retryConfig } }) => retryConfig?.delayMinutes ?? 0,
    retryUsesExponentialBackoff: ({ flow: { retryConfig } }) => retryConfig?.usesExponentialBackoff ?? false,
    usesFifoQueue: ({ flow: { queueConfig } }) => queueConfig?.usesFifoQueue ?? false,
    sortOrder,
    lastExecutedAt: null,
  },
};

interface PlacedStep {
  step: Step;
  flowId: string;
}

/** `IntegrationAction`: a step of a flow. */
export const step: ObjectType<PlacedStep> = {
  fields: {
    ...partsOf(({ step }: PlacedStep) => step, "name"),
    id: ({ step: { name }, flowId: id }, { tenant }) =>
      tenant.derivedId("IntegrationAction", `${id}/${name}`),
    description: ({ step: { description } }) => description ?? "",
    action: ({ step: { action } }, { tenant }) =>
      referencedComponent(tenant, action)?.actions.find(
        ({ definition }) => definition.isTrigger && definition.key === action.key,
      ),
  },
};

/** `InstanceFlowConfig`: a flow of an instance. None was ever executed or has failed, because flows never run here. */
export const flowConfig: ObjectType<InstanceFlow> = {
  fields: {
    ...columns("instance"),
    id: instanceFlowId,
    flow: (placed) => placed,
    apiKeys: ({ flow: { name }, instance: { flowKeys = [] } }) =>
      flowKeys.find(({ flow: other }) => other === name)?.apiKeys ?? [],
    inFailedState: false,
    lastExecutedAt: null,
    webhookUrl: (placed, request) => addressOf(request.tenant, instanceFlowId(placed, request)),
  },
  filters: { flow_Name: equals(({ flow: { name } }) => name), inFailedState: equals(() => false) },
  orders: { SORT_ORDER: sortOrder },
};
