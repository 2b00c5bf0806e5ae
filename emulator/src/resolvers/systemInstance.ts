import { systemInstanceId } from "../configValues.ts";
import type { ListArguments } from "../filters.ts";
import type { View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import type { IntegrationRevision } from "../usage.ts";
import { flowConfigsPage } from "./flows.ts";
import { integrationView } from "./integrations.ts";

/** The instance in which the designer runs the tests of an integration; no list shows it. */
export function systemInstanceView(tenant: Tenant, revision: IntegrationRevision): View {
  const { integration } = revision;
  const id = systemInstanceId(tenant, integration);
  return {
    id,
    name: integration.name,
    isSystem: true,
    integration: () => integrationView(tenant, revision),
    flowConfigs: (args: ListArguments) =>
      flowConfigsPage(tenant, id, revision, args, () => systemInstanceView(tenant, revision)),
  };
}
