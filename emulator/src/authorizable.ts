import { configValueId, emptyValue, ownConnectionType, withValue } from "./configValues.ts";
import type { ConfigValue, OAuthRedirect, Status } from "./model.ts";
import { draftOf, parsedDefinition, revisionOfInstance, type IntegrationRevision } from "./revisions.ts";
import type { Tenant } from "./tenant.ts";
import { testInstance } from "./testInstances.ts";

/** Something that a person authorizes in the browser. */
export interface Authorizable {
  name: string;
  redirect: OAuthRedirect | null;
  setStatus(status: Status): void;
}

/** Finds a connection, credentials, or a config variable with its own connection, to be authorized under an id. */
export function findAuthorizable(tenant: Tenant, id: string): Authorizable | undefined {
  const connection = tenant.connections.get(id);
  if (connection) {
    return {
      name: connection.key,
      redirect: connection.oAuthRedirectConfig,
      setStatus: (status) => tenant.connections.put({ ...connection, status }),
    };
  }
  const credentials = tenant.credentials.get(id);
  if (credentials) {
    return {
      name: "test credentials",
      redirect: null,
      setStatus: (status) => tenant.credentials.put({ ...credentials, status }),
    };
  }
  return inTests(tenant, id) ?? inInstances(tenant, id);
}

function inTests(tenant: Tenant, id: string): Authorizable | undefined {
  for (const integration of tenant.integrations.all()) {
    const holderId = testInstance(tenant, integration).id;
    const found = variable(
      tenant,
      id,
      draftOf(integration),
      holderId,
      integration.testConfigVariables,
      (values) => tenant.integrations.put({ ...integration, testConfigVariables: values }),
    );
    if (found) return found;
  }
  return undefined;
}

function inInstances(tenant: Tenant, id: string): Authorizable | undefined {
  for (const instance of tenant.instances.all()) {
    const revision = revisionOfInstance(tenant, instance);
    const found = variable(tenant, id, revision, instance.id, instance.configVariables, (values) =>
      tenant.instances.put({ ...instance, configVariables: values }),
    );
    if (found) return found;
  }
  return undefined;
}

function variable(
  tenant: Tenant,
  id: string,
  revision: IntegrationRevision,
  holderId: string,
  values: ConfigValue[],
  put: (values: ConfigValue[]) => void,
): Authorizable | undefined {
  const { requiredConfigVars = [] } = parsedDefinition(revision);
  const found = requiredConfigVars.find(
    (each) => ownConnectionType(tenant, each) && configValueId(tenant, holderId, each.key) === id,
  );
  if (!found) return undefined;
  const old = values.find(({ key }) => key === found.key) ?? emptyValue(found.key);
  return {
    name: found.key,
    redirect: null,
    setStatus: (status) => put(withValue(values, { ...old, status })),
  };
}
