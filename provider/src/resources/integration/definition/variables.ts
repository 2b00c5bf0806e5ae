import { didYouMean, listed } from "../../../dynamic/suggest.ts";
import type { Definition } from "./read.ts";
import type { ConfigVariable } from "./schema.ts";

/** Tells config variables that hold a connection, reusable or not, from others. */
export function isConnection(variable: ConfigVariable): boolean {
  return (
    variable.dataType === "connection" ||
    typeof variable.useScopedConfigVar === "string" ||
    (variable.connection !== null && variable.connection !== undefined)
  );
}

/** The config variables of a definition that hold connections. */
export function connectionVariables({ value }: Definition): ConfigVariable[] {
  return (value.requiredConfigVars ?? []).filter(isConnection);
}

/** The stable keys that a definition refers to, each with its config variables. */
export function stableKeysOf(definition: Definition): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const { key, useScopedConfigVar } of connectionVariables(definition)) {
    if (typeof useScopedConfigVar !== "string" || useScopedConfigVar === "") continue;
    keys.set(useScopedConfigVar, [...(keys.get(useScopedConfigVar) ?? []), key]);
  }
  return keys;
}

/** Finds a config variable whose connection may be switched, or explains why it may not. */
export function rewirable(
  definition: Definition,
  key: string,
): { variable: ConfigVariable } | { problem: string } {
  const variable = (definition.value.requiredConfigVars ?? []).find((each) => each.key === key);
  if (variable === undefined) {
    const names = connectionVariables(definition).map((each) => each.key);
    const quoted = names.map((name) => `"${name}"`);
    return {
      problem: `the definition has no config variable "${key}".${didYouMean(key, names)} Those with a connection: ${listed(quoted)}.`,
    };
  }
  if (!isConnection(variable)) {
    return {
      problem: `holds no connection but a ${variable.dataType ?? "value"}; only connections can be switched.`,
    };
  }
  if (variable.onPremiseConnectionConfig?.toLowerCase() === "required") {
    return {
      problem:
        "requires an on-premise resource (onPremiseConnectionConfig: required). Each customer's agent is reached by a " +
        "connection of the integration's own, which a reusable one cannot replace.",
    };
  }
  return { variable };
}

/** The config variables that each user sets: those on a user-level page, and those that a headless integration marks. */
export function userLevelVariables({ value }: Definition): Set<string> {
  const onPages = (value.configPages ?? [])
    .filter(({ userLevelConfigured }) => userLevelConfigured === true)
    .flatMap(({ elements }) => elements ?? [])
    .flatMap((element) => (element.type === "configVar" ? [String(element.value)] : []));
  const marked = (value.requiredConfigVars ?? []).filter(
    ({ userLevelConfigured }) => userLevelConfigured === true,
  );
  return new Set([...onPages, ...marked.map(({ key }) => key)]);
}
