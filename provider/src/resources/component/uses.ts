import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { listed } from "../../dynamic/suggest.ts";
import { describeComponent, type KnownComponent } from "./state.ts";

/** @throws ConfigurationError that names the integrations and connections that would lose the component */
export async function refuseDeleteInUse(session: TenantSession, inputs: KnownComponent): Promise<void> {
  const [integrations, connections] = await Promise.all([
    session.publishing.integrationsUsing(inputs),
    session.publishing.connectionsOf(inputs),
  ]);
  const users = [
    ...(integrations.length === 0 ? [] : [`integrations ${listed(integrations)}`]),
    ...(connections.length === 0 ? [] : [`connections ${listed(connections)}`]),
  ];
  if (users.length === 0) return;
  throw new ConfigurationError(
    `${describeComponent(inputs)} was not deleted: in ${session.tenant} it is used by ${users.join(" and ")}. Nothing ` +
      "was changed. Move them to another component first; or keep this one: remove deleteOnDestroy, run pulumi up, then " +
      "destroy the resource.",
  );
}
