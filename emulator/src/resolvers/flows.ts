import { definitionFacts } from "../definition/facts.ts";
import type { Flow } from "../definition/schema.ts";
import { equals, filtered, sorted, type ListArguments } from "../filters.ts";
import { page, type Page, type PageArguments } from "../paging.ts";
import type { View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { definitionOf, type IntegrationRevision } from "../usage.ts";
import { revisionId } from "./revisions.ts";

const flowsOf = (revision: IntegrationRevision): Flow[] =>
  definitionFacts(definitionOf(revision)).definition.flows;

const flowId = (tenant: Tenant, revision: IntegrationRevision, flow: Flow): string =>
  tenant.derivedId("IntegrationFlow", `${revisionId(tenant, revision)}/${flow.name}`);

/** A flow of a draft or a version as the API shows it. */
function flowView(tenant: Tenant, revision: IntegrationRevision, flow: Flow): View {
  return {
    id: flowId(tenant, revision, flow),
    name: flow.name,
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
  return page(sorted(found, args, orders), args, (flow) => ({
    id: tenant.derivedId("InstanceFlowConfig", `${instanceId}/${flow.name}`),
    flow: () => flowView(tenant, revision, flow),
    instance,
    apiKeys: [],
    inFailedState: false,
    lastExecutedAt: null,
  }));
}
