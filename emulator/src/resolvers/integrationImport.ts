import { definitionFacts } from "../definition/facts.ts";
import { normalised } from "../definition/normalise.ts";
import { parseDefinition } from "../definition/parse.ts";
import { contradictions, missingComponents, missingConnections } from "../definition/references.ts";
import type { Definition } from "../definition/schema.ts";
import { PayloadError, recordNotFound, refuse } from "../errors.ts";
import { newId } from "../ids.ts";
import type { IntegrationRecord } from "../model.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { integrationView } from "./integrations.ts";
import { requiredRevision } from "./revisions.ts";

interface ImportInput {
  definition: string;
  /** Empty means absent: so prism sends it. */
  integrationId?: string | null;
  customer?: string | null;
  /** Lets a low-code draft take the place of a code-native one, and the reverse. */
  replace?: boolean | null;
}

/** `importIntegration`: a new integration, or a new draft of an existing one. */
export function importIntegration({ input }: { input: ImportInput }, { tenant }: ApiRequest): View {
  const definition = checkedDefinition(tenant, input.definition);
  const old = input.integrationId ? requiredRevision(tenant, input.integrationId).integration : undefined;
  if (old && input.replace !== true) refuseOtherType(old, definition);
  refuseTakenName(tenant, definition.name, old?.id);
  if (input.customer && !tenant.customers.get(input.customer)) throw recordNotFound();
  const record = tenant.integrations.put({
    ...(old ?? newIntegration(tenant)),
    name: definition.name,
    labels: definition.labels ?? old?.labels ?? [],
    customer: input.customer || (old?.customer ?? null),
    definition: normalised(tenant, definition),
    updatedAt: old ? tenant.stack.clock.after(old.updatedAt) : tenant.stack.clock.now().toISOString(),
  });
  return { integration: integrationView(tenant, { integration: record, version: undefined }) };
}

/** A definition that this tenant takes; everything that is wrong with another is listed at once. */
export function checkedDefinition(tenant: Tenant, text: string): Definition {
  const { definition, problems } = parseDefinition(text);
  const messages = definition
    ? [
        ...contradictions(definition),
        ...missingComponents(tenant, definition),
        ...missingConnections(tenant, definition),
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

/** Refuses a second integration of a name, where that is the setting. */
export function refuseTakenName(tenant: Tenant, name: string, except: string | undefined): void {
  if (tenant.switches["integration-names"] === "allowed") return;
  const taken = tenant.integrations.all().some((each) => each.name === name && each.id !== except);
  if (taken) refuse("name", `An integration with the name ${JSON.stringify(name)} already exists.`);
}

/** What every new integration starts with. */
export function newIntegration(
  tenant: Tenant,
): Omit<IntegrationRecord, "name" | "definition" | "labels" | "updatedAt"> {
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
