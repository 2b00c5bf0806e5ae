import { z } from "zod";
import { emptyValue, ownConnectionType } from "./configValues.ts";
import type { ConfigVariable } from "./definition/schema.ts";
import type { Problems } from "./errors.ts";
import type { ConfigValue, ShownInput } from "./model.ts";
import { parsedDefinition, type IntegrationRevision } from "./revisions.ts";
import type { Tenant } from "./tenant.ts";

/** A config variable as mutations send it: the schema's `InputInstanceConfigVariable`. */
export interface ConfigVariableInput {
  key: string;
  value?: string | null;
  /** The inputs of a connection, as JSON. */
  values?: string | null;
  scheduleType?: string | null;
  timeZone?: string | null;
  customerConfigVariableId?: string | null;
}

const inputsSchema = z.array(
  z.object({ name: z.string(), type: z.string().default("value"), value: z.string().default("") }),
);

/** Reads the values that a mutation enters for config variables of a draft or a version, and notes their problems. */
export function readConfigValues(
  tenant: Tenant,
  revision: IntegrationRevision,
  inputs: readonly (ConfigVariableInput | null)[],
  old: readonly ConfigValue[],
  problems: Problems,
): ConfigValue[] {
  const variables = parsedDefinition(revision).requiredConfigVars ?? [];
  return inputs.flatMap((input) => {
    if (input === null) return [];
    const variable = variables.find(({ key }) => key === input.key);
    if (!variable) {
      problems.add(
        "configVariables",
        `${JSON.stringify(input.key)} is not a config variable of the integration.`,
      );
      return [];
    }
    const chosen = input.customerConfigVariableId ?? null;
    if (chosen !== null && !tenant.credentials.get(chosen)) {
      problems.add("configVariables", `${JSON.stringify(input.key)}: there are no credentials ${chosen}.`);
    }
    return [
      {
        ...emptyValue(input.key),
        value: input.value ?? null,
        inputs: readInputs(tenant, variable, input.values, problems),
        ...authorizationIn(old, input.key),
        scheduleType: input.scheduleType ?? null,
        timeZone: input.timeZone ?? null,
        credentials: chosen,
      },
    ];
  });
}

/** The authorization of a connection, which entering other values does not change. */
function authorizationIn(old: readonly ConfigValue[], wanted: string): Pick<ConfigValue, "status" | "oauth"> {
  const value = old.find(({ key }) => key === wanted);
  return { status: value?.status ?? null, ...(value?.oauth && { oauth: value.oauth }) };
}

function readInputs(
  tenant: Tenant,
  variable: ConfigVariable,
  values: string | null | undefined,
  problems: Problems,
): ShownInput[] {
  if (!values) return [];
  const place = JSON.stringify(variable.key);
  const type = ownConnectionType(tenant, variable);
  if (!type) {
    problems.add("configVariables", `${place}: only a connection of the integration's own has values.`);
    return [];
  }
  const parsed = inputsSchema.safeParse(json(values));
  if (!parsed.success) {
    problems.add(
      "configVariables",
      `${place}: values must be JSON like [{"name":"apiKey","type":"value","value":"1"}].`,
    );
    return [];
  }
  const isKnown = ({ name }: { name: string }): boolean =>
    type.definition.inputs.some(({ key }) => key === name);
  if (tenant.switches["unknown-input"] === "refused") {
    for (const { name } of parsed.data.filter((input) => !isKnown(input))) {
      problems.add(
        "configVariables",
        `${place}: ${JSON.stringify(name)} is not an input of the connection type "${type.definition.key}".`,
      );
    }
  }
  return parsed.data.filter(isKnown).map(({ name, type: kind, value }) => ({
    name,
    type: kind.toUpperCase() as ShownInput["type"],
    value,
    meta: {},
  }));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
