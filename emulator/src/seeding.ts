import { randomUUID } from "node:crypto";
import { firstStatus, needsAuthorization } from "./authorization.ts";
import { newId, newSecret } from "./ids.ts";
import { defaultMeta } from "./inputs.ts";
import type { ConnectionRecord, InputMeta, InputValue, ManagedBy, VariableScope } from "./model.ts";
import type { StackSeed, TenantSeed } from "./seed.ts";
import { plantInstance, plantIntegration } from "./seedIntegrations.ts";
import type { Stack } from "./stack.ts";
import type { Tenant } from "./tenant.ts";

/** Fills a new stack. */
export function plantStack(stack: Stack, seed: StackSeed): void {
  const tenants = seed.tenants.map((tenant) => ({ ...tenant, id: tenant.id ?? randomUUID() }));
  plantPeople(stack, seed, new Map(tenants.map(({ name, id }) => [name, id])));
  for (const tenant of tenants) {
    const { id, name, suspended } = tenant;
    const { allowUserLevelConfig, allowEmbeddedDesigner, allowEmbeddedWorkflowBuilder } = tenant;
    const plan = { allowUserLevelConfig, allowEmbeddedDesigner, allowEmbeddedWorkflowBuilder };
    plantTenant(stack.addTenant({ id, name, secret: newSecret(), suspended, ...plan }), tenant);
  }
}

function plantPeople(stack: Stack, seed: StackSeed, tenantIds: Map<string, string>): void {
  const people =
    seed.people ??
    seed.tenants.map(({ name }) => ({
      name: `Operator of ${name}`,
      email: `operator@${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.example`,
      refreshToken: undefined,
      role: "Owner",
      tenants: [name],
    }));
  for (const person of people) {
    stack.people.put({
      id: newId("Person"),
      name: person.name,
      email: person.email,
      refreshToken: person.refreshToken ?? newSecret(),
      revoked: false,
      role: person.role,
      tenants: person.tenants.flatMap((name) => tenantIds.get(name) ?? []),
    });
  }
}

function plantTenant(tenant: Tenant, seed: TenantSeed): void {
  const now = tenant.stack.clock.now().toISOString();
  const dates = { createdAt: now, updatedAt: now };
  for (const customer of seed.customers) {
    tenant.customers.put({
      id: newId("Customer"),
      ...customer,
      labels: [],
      ...dates,
    });
  }
  for (const connection of seed.connections) plantConnection(tenant, connection, now);
  for (const { inputs, ...credentials } of seed.credentials) {
    const connection = connectionWith(tenant, credentials.connection);
    tenant.credentials.put({
      id: newId("CustomerConfigVariable"),
      connection: connection.id,
      customer: customerWith(tenant, credentials.customer),
      isTest: credentials.isTest,
      key: credentials.name ?? null,
      inputs: inputValues(inputs, defaultMeta(connection.variableScope, connection.managedBy)),
      status:
        credentials.status ??
        (needsAuthorization(tenant.connectionTypeOf(connection)) ? "PENDING" : "ACTIVE"),
      lastConfiguredAt: now,
      ...dates,
    });
  }
  for (const integration of seed.integrations) plantIntegration(tenant, integration, now);
  for (const instance of seed.instances) {
    plantInstance(tenant, instance, customerWith(tenant, instance.customer) ?? "", now);
  }
  for (const workflow of seed.workflows) tenant.workflows.put({ id: newId("Workflow"), ...workflow });
}

function plantConnection(tenant: Tenant, seed: TenantSeed["connections"][number], now: string): void {
  const kind = {
    variableScope: seed.variableScope.toUpperCase() as VariableScope,
    managedBy: seed.managedBy.toUpperCase() as ManagedBy,
  };
  const record: ConnectionRecord = {
    id: newId("ScopedConfigVariable"),
    key: seed.name,
    stableKey: seed.stableKey,
    description: seed.description ?? "",
    ...kind,
    type: typeOf(tenant, seed),
    customer: customerWith(tenant, seed.customer),
    parent: seed.parent === undefined ? null : connectionWith(tenant, seed.parent).id,
    user: personWith(tenant, seed.user),
    inputs: inputValues(seed.inputs, defaultMeta(kind.variableScope, kind.managedBy)),
    defaultForComponent: seed.defaultForComponent,
    oAuthRedirectConfig: null,
    status: null,
    createdAt: now,
    updatedAt: now,
    lastConfiguredAt: Object.keys(seed.inputs).length > 0 ? now : null,
  };
  const status =
    seed.status === undefined ? firstStatus(record, tenant.connectionTypeOf(record)) : seed.status;
  tenant.connections.put({ ...record, status });
}

function typeOf(tenant: Tenant, seed: TenantSeed["connections"][number]): ConnectionRecord["type"] {
  const { component: key, connectionType } = seed;
  if (key === undefined) return null;
  const candidates = seed.public === undefined ? [true, false] : [seed.public];
  const component = candidates.flatMap((isPublic) => tenant.catalog.latest(key, isPublic) ?? [])[0];
  if (!component)
    throw new Error(`Bad seed: the connection "${seed.stableKey}" names an unknown component "${key}"`);
  const type = component.connectionTypes.find(
    ({ definition }, index) =>
      definition.key === connectionType || (connectionType === undefined && index === 0),
  );
  if (!type) {
    throw new Error(`Bad seed: the component "${key}" has no connection type "${connectionType ?? ""}"`);
  }
  const { versionNumber: version, public: isPublic } = component.definition;
  return { component: key, isPublic, version, connectionType: type.definition.key };
}

function inputValues(inputs: TenantSeed["connections"][number]["inputs"], fallback: InputMeta): InputValue[] {
  return Object.entries(inputs).map(([name, input]) => ({
    name,
    type: "VALUE",
    value: typeof input === "string" ? input : input.value,
    meta: (typeof input === "string" ? undefined : input.meta) ?? fallback,
  }));
}

function customerWith(tenant: Tenant, externalId: string | undefined): string | null {
  if (externalId === undefined) return null;
  const customer = tenant.customers.all().find((each) => each.externalId === externalId);
  if (!customer) throw new Error(`Bad seed: the tenant "${tenant.name}" has no customer "${externalId}"`);
  return customer.id;
}

function personWith(tenant: Tenant, email: string | undefined): string | null {
  if (email === undefined) return null;
  const person = tenant.stack.people
    .all()
    .find((each) => each.email === email && each.tenants.includes(tenant.id));
  if (!person) throw new Error(`Bad seed: the tenant "${tenant.name}" has no user "${email}"`);
  return person.id;
}

function connectionWith(tenant: Tenant, stableKey: string): ConnectionRecord {
  const connection = tenant.connections.all().find((each) => each.stableKey === stableKey);
  if (!connection) throw new Error(`Bad seed: the tenant "${tenant.name}" has no connection "${stableKey}"`);
  return connection;
}
