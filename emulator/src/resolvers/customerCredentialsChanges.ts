import { changesClient, needsAuthorization } from "../authorization.ts";
import { deploy, spreadNewValues } from "../deployments.ts";
import { Problems, recordNotFound, refuse } from "../errors.ts";
import { newId } from "../ids.ts";
import { readInputs, type InputExpression } from "../inputs.ts";
import type { ConnectionRecord, CredentialsRecord, InputMeta } from "../model.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { credentialsOf, instancesUsingCredentials } from "../usage.ts";
import { credentialsView } from "./customerCredentials.ts";

interface CredentialsInput {
  customer?: string | null;
  inputs?: (InputExpression | null)[] | null;
  isTest?: boolean | null;
  key?: string | null;
}

/** What the credentials of one customer hold by default: values of that customer. */
const customerMeta = (connection: ConnectionRecord): InputMeta => ({
  managedBy: connection.managedBy === "CUSTOMER" ? "customer" : "org",
  inputScope: connection.variableScope === "ORG" ? "org" : "customer",
});

type Place = Pick<CredentialsRecord, "customer" | "isTest" | "key">;

function checkPlace(
  tenant: Tenant,
  problems: Problems,
  connection: ConnectionRecord,
  place: Place,
  id?: string,
): void {
  const others = credentialsOf(tenant, connection).filter((other) => other.id !== id);
  if (place.isTest) {
    if (place.customer !== null) problems.add("customer", "Test credentials belong to no customer.");
    if (others.some((other) => other.isTest))
      problems.add("isTest", "The connection has test credentials already.");
    return;
  }
  if (connection.variableScope !== "CUSTOMER") {
    problems.add("scopedConfigVariable", "Only a customer's connection takes credentials of customers.");
  }
  if (place.customer === null) {
    problems.add("customer", "This field is required.");
    return;
  }
  if (!tenant.customers.get(place.customer)) {
    problems.add("customer", `Invalid id "${place.customer}": no such customer.`);
  }
  const ofCustomer = others.filter((other) => !other.isTest && other.customer === place.customer);
  if (tenant.switches["credentials-per-customer"] === "one" && ofCustomer.length > 0) {
    problems.add("customer", "The customer has credentials for this connection already.");
  } else if (ofCustomer.some((other) => other.key === place.key)) {
    problems.add(
      "key",
      `The customer has credentials with the name "${place.key ?? ""}" for this connection already.`,
    );
  }
}

function existing(tenant: Tenant, id: string | null | undefined): [CredentialsRecord, ConnectionRecord] {
  if (!id) refuse("id", "This field is required.");
  const record = tenant.credentials.get(id);
  const connection = record && tenant.connections.get(record.connection);
  if (!record || !connection) throw recordNotFound();
  return [record, connection];
}

/** `createCustomerConfigVariable`. */
export function createCredentials(
  { input }: { input: CredentialsInput & { scopedConfigVariable: string } },
  { tenant }: ApiRequest,
): View {
  const connection = tenant.connections.get(input.scopedConfigVariable);
  if (!connection) {
    refuse("scopedConfigVariable", `Invalid id "${input.scopedConfigVariable}": no such connection.`);
  }
  const problems = new Problems();
  const place = { customer: input.customer ?? null, isTest: input.isTest ?? false, key: input.key ?? null };
  checkPlace(tenant, problems, connection, place);
  const type = tenant.connectionTypeOf(connection);
  const inputs = readInputs(input.inputs ?? [], type, customerMeta(connection), problems);
  problems.throwIfAny();
  const now = tenant.stack.clock.now().toISOString();
  const record = tenant.credentials.put({
    id: newId("CustomerConfigVariable"),
    connection: connection.id,
    ...place,
    inputs,
    status: needsAuthorization(type) ? "PENDING" : "ACTIVE",
    createdAt: now,
    updatedAt: now,
    lastConfiguredAt: inputs.length > 0 ? now : null,
  });
  return { customerConfigVariable: credentialsView(tenant, record) };
}

/** `updateCustomerConfigVariable`: an input list replaces the old one, all else that is left out stays. */
export function updateCredentials(
  { input }: { input: CredentialsInput & { id?: string | null; redeploy?: boolean | null } },
  { tenant }: ApiRequest,
): View {
  const [old, connection] = existing(tenant, input.id);
  const problems = new Problems();
  const place = {
    customer: input.customer ?? old.customer,
    isTest: input.isTest ?? old.isTest,
    key: input.key ?? old.key,
  };
  checkPlace(tenant, problems, connection, place, old.id);
  const type = tenant.connectionTypeOf(connection);
  const sent = input.inputs ? readInputs(input.inputs, type, customerMeta(connection), problems) : undefined;
  problems.throwIfAny();

  const inputs = sent ?? old.inputs;
  const configured = sent !== undefined && (sent.length > 0 || old.inputs.length > 0);
  const unauthorized =
    needsAuthorization(type) &&
    tenant.switches["changed-oauth-client"] === "pending" &&
    changesClient(old.inputs, inputs);
  const record = tenant.credentials.put({
    ...old,
    ...place,
    inputs,
    status: unauthorized ? "PENDING" : old.status,
    updatedAt: tenant.stack.clock.after(old.updatedAt),
    lastConfiguredAt: configured ? tenant.stack.clock.after(old.lastConfiguredAt) : old.lastConfiguredAt,
  });
  if (configured || input.redeploy === true) {
    spreadNewValues(tenant, instancesUsingCredentials(tenant, record), input.redeploy === true);
  }
  return { customerConfigVariable: credentialsView(tenant, record) };
}

/** `deleteCustomerConfigVariable`: refused while the customer's instances run on the credentials. */
export function deleteCredentials(
  { input }: { input: { id?: string | null } },
  { tenant }: ApiRequest,
): View {
  const [record] = existing(tenant, input.id);
  const instances = instancesUsingCredentials(tenant, record).length;
  const others = tenant.credentials
    .all()
    .filter(
      (other) =>
        !other.isTest && other.connection === record.connection && other.customer === record.customer,
    );
  if (instances > 0 && others.length === 1) {
    const uses = instances === 1 ? "instance uses" : "instances use";
    refuse("__all__", `${instances} ${uses} these credentials, so they cannot be deleted.`);
  }
  const view = credentialsView(tenant, record);
  tenant.credentials.delete(record.id);
  return { customerConfigVariable: view };
}

/** `updateInstancesUsingCustomerConfigVariable`: deploys the customer's instances again and says how each one fared. */
export function redeployInstances(
  { input }: { input: { id?: string | null } },
  { tenant }: ApiRequest,
): View {
  const [record] = existing(tenant, input.id);
  const instances = instancesUsingCredentials(tenant, record).map((instance) => deploy(tenant, instance));
  return { result: { instances } };
}
