import { changesClient, firstStatus } from "../authorization.ts";
import type { CatalogConnectionType } from "../catalogComponent.ts";
import { isBuildOnlyContainer, isUserContainer, testLeafOf } from "../connectionTree.ts";
import type { Collection, Stored } from "../database.ts";
import { spreadNewValues } from "../deployments.ts";
import { PayloadError, Problems } from "../errors.ts";
import { newId } from "../ids.ts";
import { defaultMeta, mergedInputs, readInputs, withDefaults, type InputExpression } from "../inputs.ts";
import type { ConnectionRecord, InputMeta, ManagedBy, OAuthRedirect, VariableScope } from "../model.ts";
import type { ApiRequest } from "../request.ts";
import { answered, storedText, storedUrl } from "../storedForm.ts";
import type { Tenant } from "../tenant.ts";
import { credentialsOf, instancesUsing, revisionsUsing, sameStableKey, workflowsUsing } from "../usage.ts";
import { existingConnection, type ById } from "./input.ts";

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

function readKind(
  problems: Problems,
  input: CreateInput,
): Pick<ConnectionRecord, "variableScope" | "managedBy"> {
  const variableScope = input.variableScope.toUpperCase();
  const managedBy = (input.managedBy ?? (variableScope === "CUSTOMER" ? "CUSTOMER" : "ORG")).toUpperCase();
  if (variableScope !== "ORG" && variableScope !== "CUSTOMER" && variableScope !== "USER") {
    problems.add("variableScope", `"${input.variableScope}" is not one of org, customer, user.`);
  }
  if (managedBy !== "ORG" && managedBy !== "CUSTOMER") {
    problems.add("managedBy", `"${input.managedBy}" is not one of org, customer.`);
  } else if (managedBy === "CUSTOMER" && (variableScope === "ORG" || variableScope === "USER")) {
    problems.add("managedBy", `A connection of scope ${variableScope} cannot be managed by ${managedBy}.`);
  }
  return {
    variableScope: variableScope as VariableScope,
    managedBy: input.buildOnly === true && !input.parent ? "SYSTEM" : (managedBy as ManagedBy),
  };
}

/** Notes why a connection cannot stand in its place: alone, or below its container. */
function checkPlace(
  tenant: Tenant,
  problems: Problems,
  variableScope: VariableScope,
  parent: ConnectionRecord | undefined,
): void {
  if (!parent) {
    if (variableScope === "USER" && !tenant.allowUserLevelConfig) {
      problems.add("variableScope", "User-level configuration is not switched on for this organization.");
    }
    return;
  }
  if (isUserContainer(parent)) {
    if (variableScope !== "USER") problems.add("variableScope", "Below a user connection the scope is user.");
    if (tenant.switches["user-test-credentials"] !== "leaf") {
      problems.add("parent", "Test credentials of a user connection are no connection of their own.");
    } else if (testLeafOf(tenant, parent)) {
      problems.add("parent", "The user connection has test credentials already.");
    }
  } else if (!isBuildOnlyContainer(parent)) {
    problems.add("parent", "Only user connections and build-only ones have others below them.");
  } else if (variableScope === "USER") {
    problems.add("variableScope", "Below a build-only connection the scope is org or customer.");
  }
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

/** Finds the connection type; a connection below a container may leave it to the container. */
function readType(
  tenant: Tenant,
  problems: Problems,
  input: CreateInput,
  parent: ConnectionRecord | undefined,
): CatalogConnectionType | undefined {
  const inherited = parent && tenant.connectionTypeOf(parent);
  if (!input.connection) {
    if (!inherited && input.buildOnly !== true) problems.add("connection", "This field is required.");
    return inherited;
  }
  const type = tenant.catalog.connectionType(input.connection);
  if (!type) problems.add("connection", `Invalid id "${input.connection}": no such connection type.`);
  else if (inherited && type.id !== inherited.id) {
    problems.add("connection", "A connection has the type of the one above it.");
  }
  return type;
}

const redirect = (tenant: Tenant, config: Partial<OAuthRedirect>): OAuthRedirect => ({
  oAuthSuccessRedirectUri: storedUrl(tenant, config.oAuthSuccessRedirectUri ?? null),
  oAuthFailureRedirectUri: storedUrl(tenant, config.oAuthFailureRedirectUri ?? null),
});

/** The row that an optional input names by its id. */
function referenced<T extends Stored>(
  table: Collection<T>,
  field: string,
  id: string | null | undefined,
  problems: Problems,
): T | undefined {
  const record = id ? table.get(id) : undefined;
  if (id && !record) problems.add(field, `Invalid id "${id}".`);
  return record;
}

/** `createScopedConfigVariable`: creates a connection. */
export function createConnection(input: CreateInput, { tenant }: ApiRequest): object {
  const problems = new Problems();
  checkText(problems, "key", input.key);
  checkText(problems, "stableKey", input.stableKey);
  checkStableKey(tenant, problems, input.stableKey);
  const kind = readKind(problems, input);
  const parent = referenced(tenant.connections, "parent", input.parent, problems);
  checkPlace(tenant, problems, kind.variableScope, parent);
  const type = readType(tenant, problems, input, parent);
  checkType(tenant, problems, type, kind);
  const customer = referenced(tenant.customers, "customer", input.customer, problems);
  const fallback = (): InputMeta => defaultMeta(kind.variableScope, kind.managedBy);
  const sent = readInputs(input.inputs ?? [], { tenant, type, fallback }, problems);
  const inputs = tenant.switches["empty-on-create"] === "component-default" ? withDefaults(sent, type) : sent;
  problems.throwIfAny();

  const now = tenant.stack.clock.now().toISOString();
  const place = { parent: parent?.id ?? null };
  const record = tenant.connections.put({
    id: newId("ScopedConfigVariable"),
    key: storedText(tenant, input.key),
    stableKey: input.stableKey,
    description: storedText(tenant, input.description ?? ""),
    ...kind,
    type: type
      ? {
          component: type.component.definition.key,
          isPublic: type.component.definition.public,
          version: type.component.definition.versionNumber,
          connectionType: type.definition.key,
        }
      : null,
    customer: customer?.id ?? null,
    ...place,
    user: null,
    inputs,
    defaultForComponent: false,
    oAuthRedirectConfig: input.oAuthRedirectConfig ? redirect(tenant, input.oAuthRedirectConfig) : null,
    status: firstStatus({ ...kind, ...place }, type),
    createdAt: now,
    updatedAt: now,
    lastConfiguredAt: inputs.length > 0 ? now : null,
  });
  return { scopedConfigVariable: answered(tenant, record) };
}

/** `updateScopedConfigVariable`: changes the parts of a connection that are given. */
export function updateConnection(input: UpdateInput, request: ApiRequest): object {
  const { tenant } = request;
  const old = existingConnection(request, input.id);
  const type = tenant.connectionTypeOf(old);
  const problems = new Problems();
  if (typeof input.key === "string") checkText(problems, "key", input.key);
  if (
    input.defaultForComponent === true &&
    isUserContainer(old) &&
    tenant.switches["user-default-for-component"] === "refused"
  ) {
    problems.add("defaultForComponent", "A user connection cannot be the default for its component.");
  }
  const context = {
    tenant,
    type,
    fallback: () => defaultMeta(old.variableScope, old.managedBy),
    old: old.inputs,
  };
  const sent = input.inputs ? readInputs(input.inputs, context, problems) : undefined;
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
    key: storedText(tenant, input.key ?? old.key),
    description: storedText(tenant, input.description ?? old.description ?? ""),
    inputs,
    defaultForComponent: input.defaultForComponent ?? old.defaultForComponent,
    oAuthRedirectConfig: input.unsetOAuthRedirectConfig
      ? null
      : input.oAuthRedirectConfig
        ? redirect(tenant, { ...old.oAuthRedirectConfig, ...input.oAuthRedirectConfig })
        : old.oAuthRedirectConfig,
    status: unauthorized ? firstStatus(old, type) : old.status,
    updatedAt: tenant.stack.clock.after(old.updatedAt),
    lastConfiguredAt: configured ? tenant.stack.clock.after(old.lastConfiguredAt) : old.lastConfiguredAt,
  });
  if (input.defaultForComponent === true) clearOtherDefaults(tenant, record);
  if (configured || input.redeploy === true) {
    spreadNewValues(tenant, instancesUsing(tenant, record), input.redeploy === true);
  }
  return { scopedConfigVariable: answered(tenant, record) };
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
export function deleteConnection(input: ById, request: ApiRequest): object {
  const { tenant } = request;
  const record = existingConnection(request, input.id);
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
