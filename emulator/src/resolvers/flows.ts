import { definitionFacts } from "../definition/facts.ts";
import { referencedComponent } from "../definition/references.ts";
import type { Flow, Step } from "../definition/schema.ts";
import { equals, filtered, sorted, type ListArguments } from "../filters.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { definitionOf, type IntegrationRevision } from "../usage.ts";
import { actionView } from "./actions.ts";
import { revisionId } from "./revisions.ts";

const flowsOf = (revision: IntegrationRevision): Flow[] =>
  definitionFacts(definitionOf(revision)).definition.flows;

const flowId = (tenant: Tenant, revision: IntegrationRevision, flow: Flow): string =>
  tenant.derivedId("IntegrationFlow", `${revisionId(tenant, revision)}/${flow.name}`);

/** Where a flow would be called; nothing runs here, so nobody answers there. */
const addressOf = (tenant: Tenant, id: string): string =>
  `${tenant.stack.url}/trigger/${encodeURIComponent(id)}`;

/** A flow of a draft or a version as the API shows it. */
function flowView(tenant: Tenant, revision: IntegrationRevision, flow: Flow): View {
  const id = flowId(tenant, revision, flow);
  const [trigger] = flow.steps;
  return {
    id,
    name: flow.name,
    stableKey: typeof flow["stableKey"] === "string" ? flow["stableKey"] : null,
    testUrl: addressOf(tenant, id),
    trigger: () => (trigger ? triggerView(tenant, id, trigger) : null),
    description: flow.description ?? null,
    isSynchronous: flow.isSynchronous ?? false,
    isAgentFlow: flow.isAgentFlow ?? false,
    endpointSecurityType: flow.endpointSecurityType?.toUpperCase() ?? "CUSTOMER_OPTIONAL",
    organizationApiKeys: flow.organizationApiKeys ?? [],
    retryMaxAttempts: flow.retryConfig?.maxAttempts ?? 0,
    retryDelayMinutes: flow.retryConfig?.delayMinutes ?? 0,
    retryUsesExponentialBackoff: flow.retryConfig?.usesExponentialBackoff ?? false,
    usesFifoQueue: flow.queueConfig?.usesFifoQueue ?? false,
    sortOrder: flowsOf(revision).indexOf(flow),
    lastExecutedAt: null,
  };
}

function triggerView(tenant: Tenant, id: string, step: Step): View {
  const action = referencedComponent(tenant, step.action)?.actions.find(
    ({ definition }) => definition.isTrigger && definition.key === step.action.key,
  );
  return {
    id: tenant.derivedId("IntegrationAction", `${id}/${step.name}`),
    name: step.name,
    description: step.description ?? "",
    action: () => (action ? actionView(tenant, action) : null),
  };
}

/** The flows of a draft or a version. */
export const flowsPage = (tenant: Tenant, revision: IntegrationRevision, args: PageArguments): Page<View> =>
  page(flowsOf(revision), args, (flow) => flowView(tenant, revision, flow));

/** The flows of an instance. Nothing runs here, so none of them was executed or failed. */
export function flowConfigsPage(
  tenant: Tenant,
  instanceId: string,
  revision: IntegrationRevision,
  args: ListArguments,
  instance: () => View,
): Page<View> {
  const found = filtered(flowsOf(revision), args, {
    flow_Name: equals(({ name }: Flow) => name),
    inFailedState: equals(() => false),
  });
  const orders = { SORT_ORDER: (flow: Flow) => flowsOf(revision).indexOf(flow) };
  return page(sorted(found, args, orders), args, (flow) => {
    const id = tenant.derivedId("InstanceFlowConfig", `${instanceId}/${flow.name}`);
    return {
      id,
      flow: () => flowView(tenant, revision, flow),
      instance,
      apiKeys: [],
      inFailedState: false,
      lastExecutedAt: null,
      webhookUrl: addressOf(tenant, id),
    };
  });
}
