import { connectionProblems } from "../definition/connections.ts";
import { definitionFacts } from "../definition/facts.ts";
import { normalised } from "../definition/normalise.ts";
import { parseDefinition } from "../definition/parse.ts";
import { contradictions, missingComponents } from "../definition/references.ts";
import type { Definition } from "../definition/schema.ts";
import { found, PayloadError, refuse } from "../errors.ts";
import { newId } from "../ids.ts";
import { storedLabels } from "../labels.ts";
import type { IntegrationRecord } from "../model.ts";
import type { ApiRequest } from "../request.ts";
import { draftOf } from "../revisions.ts";
import { storedDefinition } from "../storedForm.ts";
import type { Tenant } from "../tenant.ts";
import { existingRevision } from "./input.ts";

interface ImportInput {
  definition: string;
  /** Empty means absent, as prism sends it. */
  integrationId?: string | null;
  customer?: string | null;
  /** Lets a low-code draft take the place of a code-native one, and the reverse. */
  replace?: boolean | null;
}

/** `importIntegration`: creates an integration, or changes the draft of an existing one. */
export function importIntegration(input: ImportInput, { tenant }: ApiRequest): object {
  const definition = checkedDefinition(tenant, input.definition);
  const old = input.integrationId ? existingRevision(tenant, input.integrationId).integration : undefined;
  if (old && input.replace !== true) refuseOtherType(old, definition);
  refuseTakenName(tenant, definition.name, old?.id);
  if (input.customer) found(tenant.customers.get(input.customer));
  const record = tenant.integrations.put({
    ...(old ?? newIntegration(tenant)),
    name: definition.name,
    labels: storedLabels(definition.labels ?? old?.labels ?? []),
    customer: input.customer || (old?.customer ?? null),
    definition: normalised(tenant, definition),
    sent: input.definition,
    updatedAt: old ? tenant.stack.clock.after(old.updatedAt) : tenant.stack.clock.now().toISOString(),
  });
  return { integration: draftOf(record) };
}

/** Reads a definition for this tenant; one that it cannot take is refused with all its problems at once. */
export function checkedDefinition(tenant: Tenant, text: string): Definition {
  const { definition: sent, problems } = parseDefinition(text);
  const definition = sent && storedDefinition(tenant, sent);
  const messages = definition
    ? [
        ...contradictions(definition),
        ...missingComponents(tenant, definition),
        ...connectionProblems(tenant, definition),
      ]
    : problems;
  if (!definition || messages.length > 0) throw new PayloadError([{ field: "definition", messages }]);
  return definition;
}

function refuseOtherType(old: IntegrationRecord, definition: Definition): void {
  const wasCodeNative = definitionFacts(old.definition).definition.isCodeNative ?? false;
  if (wasCodeNative === (definition.isCodeNative ?? false)) return;
  const types = wasCodeNative ? ["code-native", "low-code"] : ["low-code", "code-native"];
  refuse("replace", `A ${types[0]} integration is replaced by a ${types[1]} one only with replace: true.`);
}

/** Refuses a second integration of a name, unless the switch allows it. */
export function refuseTakenName(tenant: Tenant, name: string, except: string | undefined): void {
  if (tenant.switches["integration-names"] === "allowed") return;
  const taken = tenant.integrations.all().some((each) => each.name === name && each.id !== except);
  if (taken) refuse("name", `An integration with the name ${JSON.stringify(name)} already exists.`);
}

/** The parts that every new integration starts with. */
export function newIntegration(
  tenant: Tenant,
): Omit<IntegrationRecord, "name" | "definition" | "sent" | "labels" | "updatedAt"> {
  return {
    id: newId("Integration"),
    customer: null,
    parent: null,
    versions: [],
    testConfigVariables: [],
    avatarUrl: null,
    createdAt: tenant.stack.clock.now().toISOString(),
  };
}

/** `validateIntegrationSchema`: checks a definition without what it needs in a tenant, such as components. */
export function validateIntegrationSchema(input: { definition: string }): object {
  const { definition, problems } = parseDefinition(input.definition);
  const messages = definition ? contradictions(definition) : problems;
  return {
    result: { isValid: messages.length === 0 },
    errors: messages.length === 0 ? [] : [{ field: "definition", messages }],
  };
}
