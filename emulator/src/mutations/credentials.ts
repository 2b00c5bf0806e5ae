import { changesClient, needsAuthorization } from "../authorization.ts";
import { isUserContainer } from "../connectionTree.ts";
import { deploy, spreadNewValues } from "../deployments.ts";
import { found, Problems, refuse } from "../errors.ts";
import { newId } from "../ids.ts";
import { readInputs, type InputExpression } from "../inputs.ts";
import type { ConnectionRecord, CredentialsRecord, InputMeta } from "../model.ts";
import { given, type ApiRequest } from "../request.ts";
import { answered, storedText } from "../storedForm.ts";
import type { Tenant } from "../tenant.ts";
import { credentialsOf, instancesUsingCredentials } from "../usage.ts";
import { isMarked } from "../writeOnly.ts";
import { existing, type ById } from "./input.ts";

interface CredentialsInput {
  customer?: string | null;
  inputs?: (InputExpression | null)[] | null;
  isTest?: boolean | null;
  key?: string | null;
}

/** The meta of inputs that come without one: values of the customer, write-only as the connection has them. */
const customerMeta =
  (connection: ConnectionRecord) =>
  (name: string): InputMeta => ({
    managedBy: connection.managedBy === "CUSTOMER" ? "customer" : "org",
    inputScope: connection.variableScope === "ORG" ? "org" : "customer",
    ...(isMarked(connection.inputs.find((input) => input.name === name)) && { writeOnly: true }),
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
    if (isUserContainer(connection) && tenant.switches["user-test-credentials"] === "leaf")
      problems.add(
        "scopedConfigVariable",
        "Test credentials of a user connection are a connection below it.",
      );
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

/** `createCustomerConfigVariable`: creates credentials. */
export function createCredentials(
  input: CredentialsInput & { scopedConfigVariable: string },
  { tenant }: ApiRequest,
): object {
  const connection = tenant.connections.get(input.scopedConfigVariable);
  if (!connection) {
    refuse("scopedConfigVariable", `Invalid id "${input.scopedConfigVariable}": no such connection.`);
  }
  const problems = new Problems();
  const place = {
    customer: input.customer ?? null,
    isTest: input.isTest ?? false,
    key: storedName(tenant, input.key),
  };
  checkPlace(tenant, problems, connection, place);
  const type = tenant.connectionTypeOf(connection);
  const inputs = readInputs(
    input.inputs ?? [],
    { tenant, type, fallback: customerMeta(connection) },
    problems,
  );
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
  return { customerConfigVariable: answered(tenant, record) };
}

const storedName = (tenant: Tenant, name: string | null | undefined): string | null =>
  given(name) ? storedText(tenant, name) : null;

/** `updateCustomerConfigVariable`: changes the given parts of credentials; a list of inputs replaces the old one. */
export function updateCredentials(
  input: CredentialsInput & ById & { redeploy?: boolean | null },
  { tenant }: ApiRequest,
): object {
  const old = existing(tenant.credentials, input.id);
  const connection = found(tenant.connections.get(old.connection));
  const problems = new Problems();
  const place = {
    customer: input.customer ?? old.customer,
    isTest: input.isTest ?? old.isTest,
    key: storedName(tenant, input.key) ?? old.key,
  };
  checkPlace(tenant, problems, connection, place, old.id);
  const type = tenant.connectionTypeOf(connection);
  const context = { tenant, type, fallback: customerMeta(connection), old: old.inputs };
  const sent = input.inputs ? readInputs(input.inputs, context, problems) : undefined;
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
  return { customerConfigVariable: answered(tenant, record) };
}

/** `deleteCustomerConfigVariable`: deletes credentials, unless instances of the customer run on them. */
export function deleteCredentials(input: ById, { tenant }: ApiRequest): object {
  const record = existing(tenant.credentials, input.id);
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
  tenant.credentials.delete(record.id);
  return { customerConfigVariable: record };
}

/** `updateInstancesUsingCustomerConfigVariable`: deploys the customer's instances again. */
export function redeployInstances(input: ById, { tenant }: ApiRequest): object {
  const record = existing(tenant.credentials, input.id);
  const instances = instancesUsingCredentials(tenant, record).map((instance) => deploy(tenant, instance));
  return { result: { instances } };
}
