import { reusableConnection } from "../configValues.ts";
import { isBuildOnlyContainer, isLeaf, isUserContainer } from "../connectionTree.ts";
import type { ConnectionRecord } from "../model.ts";
import type { Tenant } from "../tenant.ts";
import type { ConfigVariable, Definition } from "./schema.ts";

/**
 * The keys of the config variables that each user sets: those on a user-level page, and those that a headless
 * integration marks.
 */
export function userLevelVariables({ configPages = [], requiredConfigVars = [] }: Definition): Set<string> {
  const onPages = configPages
    .filter((page) => page.userLevelConfigured)
    .flatMap(({ elements }) => elements.filter(({ type }) => type === "configVar"))
    .map(({ value }) => value);
  const marked = requiredConfigVars.filter((variable) => variable.userLevelConfigured).map(({ key }) => key);
  return new Set([...onPages, ...marked]);
}

/** The problems of references to reusable connections: those that the tenant lacks, and those of another level. */
export function connectionProblems(tenant: Tenant, definition: Definition): string[] {
  const userLevel = userLevelVariables(definition);
  return (definition.requiredConfigVars ?? []).flatMap((variable, index) => {
    if (variable.useScopedConfigVar === undefined) return [];
    const connection = reusableConnection(tenant, variable);
    // The platform does not say which stable key it looked for.
    if (!connection || (isLeaf(connection) && connection.variableScope === "USER")) {
      return [
        `requiredConfigVars[${index}].useScopedConfigVar: there is no such reusable connection in this tenant.`,
      ];
    }
    return problemsOfUse(tenant, variable, connection, userLevel.has(variable.key));
  });
}

function problemsOfUse(
  tenant: Tenant,
  { key }: ConfigVariable,
  connection: ConnectionRecord,
  isUserLevel: boolean,
): string[] {
  const what = `Required Config Var '${key}'`;
  if (isBuildOnlyContainer(connection)) {
    return [`${what} cannot reference build-only connection container '${connection.key}'`];
  }
  if (isUserContainer(connection)) {
    return isUserLevel
      ? []
      : [`${what} cannot use user-level reusable connection '${connection.stableKey}'.`];
  }
  return isUserLevel && tenant.switches["reusable-on-user-page"] === "refused"
    ? [`${what} is set by each user and cannot use reusable connection '${connection.stableKey}'.`]
    : [];
}
