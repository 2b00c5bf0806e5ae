import { readConfigValues, type ConfigVariableInput } from "../configValueInput.ts";
import { definitionFacts } from "../definition/facts.ts";
import { normalised, written } from "../definition/normalise.ts";
import { Problems, recordNotFound, refuse } from "../errors.ts";
import { given } from "../filters.ts";
import type { IntegrationRecord } from "../model.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { checkedDefinition, newIntegration, refuseTakenName } from "./integrationImport.ts";
import { integrationView } from "./integrations.ts";
import { requiredRevision } from "./revisions.ts";
import { refuseUnimplemented } from "./unimplemented.ts";

interface IntegrationInput {
  name?: string | null;
  description?: string | null;
  customer?: string | null;
  labels?: (string | null)[] | null;
  definition?: string | null;
}

interface UpdateInput extends IntegrationInput {
  id?: string | null;
  category?: string | null;
  avatarUrl?: string | null;
  testConfigVariables?: (ConfigVariableInput | null)[] | null;
}

const leftOut = [
  "addAttachment",
  "allowMultipleMarketplaceInstances",
  "endpointConfigTestContentType",
  "endpointConfigTestHeaders",
  "endpointConfigTestPayload",
  "flows",
  "metadata",
  "removeAttachment",
  "renameAttachment",
  "starred",
  "templateConfiguration",
  "useAsTemplate",
] as const;

const draftView = (tenant: Tenant, integration: IntegrationRecord): View =>
  integrationView(tenant, { integration, version: undefined });

/** The stored definition with the words that a mutation changes. */
function reworded(stored: string, { name, description, category }: UpdateInput): string {
  const { definition } = definitionFacts(stored);
  return written({
    ...definition,
    name: name ?? definition.name,
    ...(given(description) && { description }),
    ...(given(category) && { category }),
  });
}

function checkedCustomer(tenant: Tenant, id: string | null | undefined): string | null {
  if (!id) return null;
  if (!tenant.customers.get(id)) throw recordNotFound();
  return id;
}

/** `updateIntegration`: changes the draft; versions stay as they were published. */
export function updateIntegration({ input }: { input: UpdateInput }, { tenant }: ApiRequest): View {
  refuseUnimplemented(input, leftOut);
  const { integration: old } = requiredRevision(tenant, input.id);
  if (input.name?.trim() === "") refuse("name", "This field cannot be blank.");
  const stored = input.definition
    ? normalised(tenant, checkedDefinition(tenant, input.definition))
    : old.definition;
  const definition = reworded(stored, input);
  const { name } = definitionFacts(definition).definition;
  refuseTakenName(tenant, name, old.id);
  const problems = new Problems();
  const draft = { integration: { ...old, definition }, version: undefined };
  const testConfigVariables = given(input.testConfigVariables)
    ? readConfigValues(tenant, draft, input.testConfigVariables, old.testConfigVariables, problems)
    : old.testConfigVariables;
  problems.throwIfAny();
  const record = tenant.integrations.put({
    ...old,
    name,
    definition,
    testConfigVariables,
    customer: checkedCustomer(tenant, input.customer) ?? old.customer,
    labels: input.labels?.filter(given) ?? old.labels,
    avatarUrl: input.avatarUrl ?? old.avatarUrl,
    updatedAt: tenant.stack.clock.after(old.updatedAt),
  });
  return { integration: draftView(tenant, record) };
}

/** `deleteIntegration`: with all its versions, once no instance is left. */
export function deleteIntegration(
  { input }: { input: { id?: string | null } },
  { tenant }: ApiRequest,
): View {
  const { integration } = requiredRevision(tenant, input.id);
  const count = tenant.instances.all().filter((instance) => instance.integration === integration.id).length;
  if (count > 0) {
    const instances = count === 1 ? "1 instance" : `${count} instances`;
    refuse("__all__", `The integration has ${instances}, so it cannot be deleted.`);
  }
  const view = draftView(tenant, integration);
  tenant.integrations.delete(integration.id);
  return { integration: view };
}

/** `createIntegration`: a draft without flows, or with the definition that is sent. */
export function createIntegration(
  { input }: { input: IntegrationInput & { name: string } },
  { tenant }: ApiRequest,
): View {
  refuseUnimplemented(input, leftOut);
  const definition =
    input.definition ?? JSON.stringify({ definitionVersion: 7, name: input.name, flows: [] });
  return { integration: draftView(tenant, addIntegration(tenant, definition, input)) };
}

/** `forkIntegration`: an integration of its own that begins with the draft of another. */
export function forkIntegration(
  { input }: { input: IntegrationInput & { name: string; parent: string } },
  { tenant }: ApiRequest,
): View {
  const { integration: parent } = requiredRevision(tenant, input.parent);
  const record = addIntegration(tenant, parent.definition, input);
  return { integration: draftView(tenant, tenant.integrations.put({ ...record, parent: parent.id })) };
}

function addIntegration(tenant: Tenant, text: string, input: IntegrationInput): IntegrationRecord {
  if (input.name?.trim() === "") refuse("name", "This field cannot be blank.");
  const definition = reworded(normalised(tenant, checkedDefinition(tenant, text)), input);
  const { name } = definitionFacts(definition).definition;
  refuseTakenName(tenant, name, undefined);
  const created = newIntegration(tenant);
  return tenant.integrations.put({
    ...created,
    name,
    labels: (input.labels ?? []).filter(given),
    customer: checkedCustomer(tenant, input.customer),
    definition,
    updatedAt: created.createdAt,
  });
}
