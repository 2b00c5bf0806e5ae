import { ownConnectionType } from "../configValues.ts";
import { definitionOf, parsedDefinition, sentText, type IntegrationRevision } from "../revisions.ts";
import type { Tenant } from "../tenant.ts";
import { isWriteOnly } from "../writeOnly.ts";
import { withLatestComponents, written } from "./normalise.ts";
import type { ConfigVariable, Definition } from "./schema.ts";

/** The text of a draft or a version as clients get it: without the values of write-only inputs. */
export function exportedDefinition(
  tenant: Tenant,
  revision: IntegrationRevision,
  latestComponents: boolean,
): string {
  const stored = parsedDefinition(revision);
  const shown = withoutWriteOnly(tenant, stored);
  if (latestComponents) return withLatestComponents(shown);
  if (shown !== stored) return written(shown);
  const sent = tenant.switches["definition-text"] === "as-sent" ? sentText(revision) : undefined;
  return sent ?? definitionOf(revision);
}

/** Takes the values of write-only inputs out of a definition, or the inputs; the same definition has none of them. */
function withoutWriteOnly(tenant: Tenant, definition: Definition): Definition {
  const { requiredConfigVars = [] } = definition;
  const shown = requiredConfigVars.map((variable) => shownVariable(tenant, variable));
  return shown.some((variable, index) => variable !== requiredConfigVars[index])
    ? { ...definition, requiredConfigVars: shown }
    : definition;
}

function shownVariable(tenant: Tenant, variable: ConfigVariable): ConfigVariable {
  const type = ownConnectionType(tenant, variable);
  const inputs = Object.entries(variable.inputs ?? {});
  const hidden = new Set(
    inputs
      .filter(
        ([name, { meta }]) => variable.connection && isWriteOnly(tenant, { name, meta: meta ?? {} }, type),
      )
      .map(([name]) => name),
  );
  if (hidden.size === 0) return variable;
  const shown =
    tenant.switches["write-only-in-yaml"] === "dropped"
      ? inputs.filter(([name]) => !hidden.has(name))
      : inputs.map(([name, input]) => [name, hidden.has(name) ? { ...input, value: "" } : input] as const);
  return { ...variable, inputs: Object.fromEntries(shown) };
}
