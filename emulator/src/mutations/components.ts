import { z } from "zod";
import type { CatalogComponent } from "../catalogComponent.ts";
import { found, PayloadError, Problems, refuse } from "../errors.ts";
import type { Publication } from "../publication.ts";
import { publishedDefinition, publishInputSchema, type PublishInput } from "../publishedDefinition.ts";
import type { ApiRequest } from "../request.ts";
import { storedText } from "../storedForm.ts";
import type { Tenant } from "../tenant.ts";
import type { UploadKind } from "../uploads.ts";
import { connectionsUsingComponent, integrationsUsingComponent } from "../usage.ts";
import type { ById } from "./input.ts";

/** `publishComponent`: makes the next version of a component, which is visible once its package is processed. */
export function publishComponent(input: unknown, request: ApiRequest): object {
  const { tenant, person } = request;
  const wanted = checked(tenant, input);
  const { definition } = wanted;
  const stored = (text: string | null) => (text === null ? null : storedText(tenant, text));
  const publication: Publication = {
    createdBy: person.id,
    customer: wanted.customer,
    comment: stored(wanted.comment),
    attributes: stored(wanted.attributes),
    documentationUrl: definition.documentationUrl,
    forCodeNativeIntegration: definition.forCodeNativeIntegration,
    signature: null,
    processedAt: null,
    failure: null,
  };
  const createdAt = tenant.stack.clock.now().toISOString();
  const component = tenant.catalog.addVersion(publishedDefinition(wanted), createdAt, publication);
  return { publishResult: publishResult(request, component, wanted) };
}

function checked(tenant: Tenant, input: unknown): PublishInput {
  const wanted = parsed(input);
  const { definition, customer } = wanted;
  const problems = new Problems();
  if (customer !== null && !tenant.customers.get(customer)) {
    problems.add("customer", "There is no customer with this id.");
  }
  const [other] = tenant.catalog.added().filter((record) => {
    const { key, public: isPublic } = record.definition;
    return key === definition.key && isPublic === definition.public;
  });
  if (other?.publication && other.publication.customer !== customer) {
    problems.add("customer", `The component "${definition.key}" belongs to another owner.`);
  }
  if (wanted.attributes !== null && !isJson(wanted.attributes)) {
    problems.add("attributes", "This field must be JSON.");
  }
  for (const field of ["actions", "triggers", "dataSources", "connections"] as const) {
    const keys = wanted[field].map(({ key }) => key);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) problems.add(field, `The key "${twice}" is used twice.`);
  }
  problems.throwIfAny();
  return wanted;
}

function parsed(input: unknown): PublishInput {
  try {
    return publishInputSchema.parse(input);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const problems = error.issues.map(({ path, message }) => ({
      field: String(path[0] ?? "__all__"),
      messages: [path.length > 1 ? `${path.slice(1).join(".")}: ${message}` : message],
    }));
    throw new PayloadError(problems);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The new version, with the addresses for the uploads. */
function publishResult(
  { stack, tenant }: ApiRequest,
  component: CatalogComponent,
  { connections }: PublishInput,
): object {
  const address = (kind: UploadKind, connection?: string): string =>
    stack.url + stack.uploads.sign({ kind, tenantId: tenant.id, ownerId: component.id, connection });
  const icons = (kind: UploadKind, path: "iconPath" | "avatarIconPath"): object[] =>
    connections
      .filter((connection) => connection[path] !== null)
      .map(({ key }) => ({ connectionKey: key, iconUploadUrl: address(kind, key) }));
  return {
    component,
    packageUploadUrl: address("package"),
    iconUploadUrl: address("icon"),
    sourceUploadUrl: address("source"),
    connectionIconUploadUrls: icons("connection-icon", "iconPath"),
    connectionAvatarIconUploadUrls: icons("connection-avatar-icon", "avatarIconPath"),
  };
}

/** `deleteComponent`: deletes all versions of a component, unless an integration or a connection uses it. */
export function deleteComponent(input: ById, { tenant }: ApiRequest): object {
  if (!input.id) refuse("id", "This field is required.");
  const component = found(tenant.catalog.component(input.id));
  const { definition } = component;
  const problems = new Problems();
  if (tenant.catalog.isBuiltIn(definition)) {
    problems.add("__all__", `The component "${definition.key}" is not one that this organization published.`);
  }
  const integrations = integrationsUsingComponent(tenant, definition).map(({ name }) => name);
  if (integrations.length > 0) {
    problems.add(
      "__all__",
      `Integrations use the component "${definition.key}": ${integrations.join(", ")}.`,
    );
  }
  const connections = connectionsUsingComponent(tenant, definition).map(({ stableKey }) => stableKey);
  if (connections.length > 0) {
    problems.add(
      "__all__",
      `Connections are of the component "${definition.key}": ${connections.join(", ")}.`,
    );
  }
  problems.throwIfAny();
  tenant.catalog.remove(definition);
  return { component };
}
