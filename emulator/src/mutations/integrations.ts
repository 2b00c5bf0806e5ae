import { readConfigValues, type ConfigVariableInput } from "../configValueInput.ts";
import { definitionFacts } from "../definition/facts.ts";
import { normalised, written } from "../definition/normalise.ts";
import { found, Problems, refuse } from "../errors.ts";
import type { IntegrationRecord } from "../model.ts";
import { storedLabels } from "../labels.ts";
import { given, type ApiRequest } from "../request.ts";
import { draftOf } from "../revisions.ts";
import type { Tenant } from "../tenant.ts";
import { existingRevision, refuseBlankName, refuseUnimplemented, type ById } from "./input.ts";
import { checkedDefinition, newIntegration, refuseTakenName } from "./integrationImport.ts";

interface IntegrationInput {
  name?: string | null;
  description?: string | null;
  customer?: string | null;
  labels?: (string | null)[] | null;
  definition?: string | null;
}

interface UpdateInput extends ById, IntegrationInput {
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

/** A stored definition with the name, description and category that a mutation gives. */
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
  return found(tenant.customers.get(id)).id;
}

/** `updateIntegration`: changes the draft; versions stay as they were published. */
export function updateIntegration(input: UpdateInput, { tenant }: ApiRequest): object {
  refuseUnimplemented(input, leftOut);
  const { integration: old } = existingRevision(tenant, input.id);
  const { sent, ...kept } = old;
  refuseBlankName(input.name);
  const stored = input.definition
    ? normalised(tenant, checkedDefinition(tenant, input.definition))
    : old.definition;
  const definition = reworded(stored, input);
  const { name } = definitionFacts(definition).definition;
  refuseTakenName(tenant, name, old.id);
  const problems = new Problems();
  const draft = draftOf({ ...old, definition });
  const testConfigVariables = given(input.testConfigVariables)
    ? readConfigValues(tenant, draft, input.testConfigVariables, old.testConfigVariables, problems)
    : old.testConfigVariables;
  problems.throwIfAny();
  const record = tenant.integrations.put({
    ...kept,
    ...(sent !== undefined && definition === old.definition && { sent }),
    name,
    definition,
    testConfigVariables,
    customer: checkedCustomer(tenant, input.customer) ?? old.customer,
    labels: input.labels ? storedLabels(input.labels) : old.labels,
    avatarUrl: input.avatarUrl ?? old.avatarUrl,
    updatedAt: tenant.stack.clock.after(old.updatedAt),
  });
  return { integration: draftOf(record) };
}

/** `deleteIntegration`: deletes an integration with all its versions, unless it has instances. */
export function deleteIntegration(input: ById, { tenant }: ApiRequest): object {
  const { integration } = existingRevision(tenant, input.id);
  const count = tenant.instances.all().filter((instance) => instance.integration === integration.id).length;
  if (count > 0) {
    const instances = count === 1 ? "1 instance" : `${count} instances`;
    refuse("__all__", `The integration has ${instances}, so it cannot be deleted.`);
  }
  tenant.integrations.delete(integration.id);
  return { integration: draftOf(integration) };
}

/** `createIntegration`: creates a draft without flows, or with the definition that is sent. */
export function createIntegration(
  input: IntegrationInput & { name: string },
  { tenant }: ApiRequest,
): object {
  refuseUnimplemented(input, leftOut);
  const definition =
    input.definition ?? JSON.stringify({ definitionVersion: 7, name: input.name, flows: [] });
  return { integration: draftOf(addIntegration(tenant, definition, input)) };
}

/** `forkIntegration`: creates an integration that begins with the draft of another. */
export function forkIntegration(
  input: IntegrationInput & { name: string; parent: string },
  { tenant }: ApiRequest,
): object {
  const { integration: parent } = existingRevision(tenant, input.parent);
  const record = addIntegration(tenant, parent.definition, input);
  return { integration: draftOf(tenant.integrations.put({ ...record, parent: parent.id })) };
}

function addIntegration(tenant: Tenant, text: string, input: IntegrationInput): IntegrationRecord {
  refuseBlankName(input.name);
  const definition = reworded(normalised(tenant, checkedDefinition(tenant, text)), input);
  const { name } = definitionFacts(definition).definition;
  refuseTakenName(tenant, name, undefined);
  const created = newIntegration(tenant);
  return tenant.integrations.put({
    ...created,
    name,
    labels: storedLabels(input.labels ?? []),
    customer: checkedCustomer(tenant, input.customer),
    definition,
    updatedAt: created.createdAt,
  });
}
