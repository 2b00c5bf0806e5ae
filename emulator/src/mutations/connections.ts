import { changesClient, firstStatus } from "../authorization.ts";
import type { CatalogConnectionType } from "../catalogComponent.ts";
import { spreadNewValues } from "../deployments.ts";
import { PayloadError, Problems } from "../errors.ts";
import { newId } from "../ids.ts";
import { defaultMeta, mergedInputs, readInputs, type InputExpression } from "../inputs.ts";
import type { ConnectionRecord, ManagedBy, OAuthRedirect, VariableScope } from "../model.ts";
import type { ApiRequest } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { credentialsOf, instancesUsing, revisionsUsing, sameStableKey, workflowsUsing } from "../usage.ts";
import { existing, type ById } from "./input.ts";

interface CreateInput {
  key: string;
  stableKey: string;
  variableScope: string;
  managedBy?: string | null;
  connection?: string | null;
  description?: string | null;
  inputs?: (InputExpression | null)[] | null;
  customer?: string | null;
  buildOnly?: boolean | null;
  parent?: string | null;
  oAuthRedirectConfig?: Partial<OAuthRedirect> | null;
}

interface UpdateInput extends ById {
  key?: string | null;
  description?: string | null;
  inputs?: (InputExpression | null)[] | null;
  defaultForComponent?: boolean | null;
  oAuthRedirectConfig?: Partial<OAuthRedirect> | null;
  unsetOAuthRedirectConfig?: boolean | null;
  redeploy?: boolean | null;
}

const longest = 255;

function checkText(problems: Problems, field: string, text: string): void {
  if (text.trim() === "") problems.add(field, "This field cannot be blank.");
  if (text.length > longest) {
    problems.add(field, `This field has ${text.length} characters, at most ${longest} are allowed.`);
  }
}

function readScope(
  problems: Problems,
  input: CreateInput,
): { variableScope: VariableScope; managedBy: ManagedBy } {
  const variableScope = input.variableScope.toUpperCase();
  const managedBy = (input.managedBy ?? (variableScope === "ORG" ? "ORG" : "CUSTOMER")).toUpperCase();
  if (variableScope !== "ORG" && variableScope !== "CUSTOMER" && variableScope !== "USER") {
    problems.add("variableScope", `"${input.variableScope}" is not one of org, customer, user.`);
  }
  if (managedBy !== "ORG" && managedBy !== "CUSTOMER") {
    problems.add("managedBy", `"${input.managedBy}" is not one of org, customer.`);
  } else if (
    (variableScope === "ORG" && managedBy !== "ORG") ||
    (variableScope === "USER" && managedBy === "ORG")
  ) {
    problems.add("managedBy", `A connection of scope ${variableScope} cannot be managed by ${managedBy}.`);
  }
  return {
    variableScope: variableScope as VariableScope,
    managedBy: input.buildOnly === true ? "SYSTEM" : (managedBy as ManagedBy),
  };
}

function checkType(
  tenant: Tenant,
  problems: Problems,
  type: CatalogConnectionType | undefined,
  { variableScope, managedBy }: Pick<ConnectionRecord, "variableScope" | "managedBy">,
): void {
  if (!type || variableScope !== "CUSTOMER" || managedBy !== "ORG") return;
  const { oauth2Type } = type.definition;
  const refused =
    oauth2Type === "AUTHORIZATION_CODE" ||
    (oauth2Type === "CLIENT_CREDENTIALS" && tenant.switches["organization-client-credentials"] === "refused");
  if (refused) {
    problems.add(
      "managedBy",
      "The organization cannot supply OAuth 2.0 credentials on behalf of a customer.",
    );
  }
}

function checkStableKey(tenant: Tenant, problems: Problems, stableKey: string): void {
  const taken = tenant.connections.all().some((other) => sameStableKey(tenant, other.stableKey, stableKey));
  const spent =
    tenant.switches["stable-key-reuse"] === "never" &&
    tenant.spentStableKeys.all().some((other) => sameStableKey(tenant, other.stableKey, stableKey));
  if (taken) problems.add("stableKey", `A connection with the stable key "${stableKey}" already exists.`);
  else if (spent)
    problems.add("stableKey", `The stable key "${stableKey}" was used before and cannot be used again.`);
}

function readType(tenant: Tenant, problems: Problems, input: CreateInput): CatalogConnectionType | undefined {
  if (!input.connection) {
    if (input.buildOnly !== true) problems.add("connection", "This field is required.");
    return undefined;
  }
  const type = tenant.catalog.connectionType(input.connection);
  if (!type) problems.add("connection", `Invalid id "${input.connection}": no such connection type.`);
  return type;
}

const redirect = (config: Partial<OAuthRedirect>): OAuthRedirect => ({
  oAuthSuccessRedirectUri: config.oAuthSuccessRedirectUri ?? null,
  oAuthFailureRedirectUri: config.oAuthFailureRedirectUri ?? null,
});

/** `createScopedConfigVariable`: creates a connection. */
export function createConnection(input: CreateInput, { tenant }: ApiRequest): object {
  const problems = new Problems();
  checkText(problems, "key", input.key);
  checkText(problems, "stableKey", input.stableKey);
  checkStableKey(tenant, problems, input.stableKey);
  const kind = readScope(problems, input);
  const type = readType(tenant, problems, input);
  checkType(tenant, problems, type, kind);
  for (const [field, id] of [
    ["customer", input.customer],
    ["parent", input.parent],
  ] as const) {
    const known = field === "customer" ? tenant.customers : tenant.connections;
    if (id && !known.get(id)) problems.add(field, `Invalid id "${id}".`);
  }
  const inputs = readInputs(
    input.inputs ?? [],
    type,
    defaultMeta(kind.variableScope, kind.managedBy),
    problems,
  );
  problems.throwIfAny();

  const now = tenant.stack.clock.now().toISOString();
  const record = tenant.connections.put({
    id: newId("ScopedConfigVariable"),
    key: input.key,
    stableKey: input.stableKey,
    description: input.description ?? "",
    ...kind,
    type: type
      ? {
          component: type.component.definition.key,
          isPublic: type.component.definition.public,
          version: type.component.definition.versionNumber,
          connectionType: type.definition.key,
        }
      : null,
    customer: input.customer ?? null,
    parent: input.parent ?? null,
    inputs,
    defaultForComponent: false,
    oAuthRedirectConfig: input.oAuthRedirectConfig ? redirect(input.oAuthRedirectConfig) : null,
    status: firstStatus(kind, type),
    createdAt: now,
    updatedAt: now,
    lastConfiguredAt: inputs.length > 0 ? now : null,
  });
  return { scopedConfigVariable: record };
}

/** `updateScopedConfigVariable`: changes the parts of a connection that are given. */
export function updateConnection(input: UpdateInput, { tenant }: ApiRequest): object {
  const old = existing(tenant.connections, input.id);
  const type = tenant.connectionTypeOf(old);
  const problems = new Problems();
  if (typeof input.key === "string") checkText(problems, "key", input.key);
  const sent = input.inputs
    ? readInputs(input.inputs, type, defaultMeta(old.variableScope, old.managedBy), problems)
    : undefined;
  problems.throwIfAny();

  const inputs = sent
    ? mergedInputs(old.inputs, sent, tenant.switches["omitted-connection-inputs"] === "kept")
    : old.inputs;
  const unauthorized =
    old.status === "ACTIVE" &&
    tenant.switches["changed-oauth-client"] === "pending" &&
    changesClient(old.inputs, inputs);
  const configured = sent !== undefined && (sent.length > 0 || inputs.length !== old.inputs.length);
  const record = tenant.connections.put({
    ...old,
    key: input.key ?? old.key,
    description: input.description ?? old.description,
    inputs,
    defaultForComponent: input.defaultForComponent ?? old.defaultForComponent,
    oAuthRedirectConfig: input.unsetOAuthRedirectConfig
      ? null
      : input.oAuthRedirectConfig
        ? redirect({ ...old.oAuthRedirectConfig, ...input.oAuthRedirectConfig })
        : old.oAuthRedirectConfig,
    status: unauthorized ? firstStatus(old, type) : old.status,
    updatedAt: tenant.stack.clock.after(old.updatedAt),
    lastConfiguredAt: configured ? tenant.stack.clock.after(old.lastConfiguredAt) : old.lastConfiguredAt,
  });
  if (input.defaultForComponent === true) clearOtherDefaults(tenant, record);
  if (configured || input.redeploy === true) {
    spreadNewValues(tenant, instancesUsing(tenant, record), input.redeploy === true);
  }
  return { scopedConfigVariable: record };
}

function clearOtherDefaults(tenant: Tenant, chosen: ConnectionRecord): void {
  if (tenant.switches["default-for-component"] === "several") return;
  for (const other of tenant.connections.all()) {
    const sameComponent =
      other.type?.component === chosen.type?.component && other.type?.isPublic === chosen.type?.isPublic;
    if (other.id !== chosen.id && other.defaultForComponent && sameComponent) {
      tenant.connections.put({ ...other, defaultForComponent: false });
    }
  }
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** `deleteScopedConfigVariable`: deletes a connection, unless something runs on it. */
export function deleteConnection(input: ById, { tenant }: ApiRequest): object {
  const record = existing(tenant.connections, input.id);
  const credentials = credentialsOf(tenant, record);
  const users = [
    [instancesUsing(tenant, record).length, "instance uses", "instances use"],
    [workflowsUsing(tenant, record).length, "workflow uses", "workflows use"],
    [
      tenant.switches["delete-used-by-integration"] === "refused" ? revisionsUsing(tenant, record).length : 0,
      "integration version uses",
      "integration versions use",
    ],
    [
      tenant.switches["delete-with-credentials"] === "refused"
        ? credentials.filter((each) => !each.isTest).length
        : 0,
      "customer's saved credentials belong to",
      "customers' saved credentials belong to",
    ],
  ] as const;
  const messages = users
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${counted(count, one, many)} this connection, so it cannot be deleted.`);
  if (messages.length > 0) throw new PayloadError([{ field: "__all__", messages }]);

  for (const each of credentials) tenant.credentials.delete(each.id);
  for (const child of tenant.connections.all()) {
    if (child.parent === record.id) tenant.connections.delete(child.id);
  }
  tenant.connections.delete(record.id);
  tenant.spentStableKeys.put({ id: record.id, stableKey: record.stableKey });
  return { scopedConfigVariable: record };
}
