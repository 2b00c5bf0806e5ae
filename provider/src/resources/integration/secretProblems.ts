import type { Problem } from "../../dynamic/lifecycle.ts";
import { knownMembers, isUnknown } from "../../dynamic/wire.ts";
import type { Component } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { looksSecret } from "../inputs/secretNames.ts";
import { didYouMean, listed } from "../../dynamic/suggest.ts";
import { refuseEdit, type Definition } from "./definition/read.ts";
import { writtenValues, type WrittenValue } from "./definition/secretPlaces.ts";
import { connectionVariables } from "./definition/variables.ts";
import { type CheckedIntegration } from "./state.ts";

/**
 * Finds passwords that are written in a definition or among the values of a connection of its own, and secret inputs
 * that no connection of the definition has.
 */
export async function secretProblems(
  session: TenantSession,
  definition: Definition,
  rewired: Definition,
  declared: CheckedIntegration,
): Promise<Problem[]> {
  return [
    ...(await writtenPasswords(session, rewired)),
    ...(await unknownInputs(session, definition, declared)),
  ];
}

async function writtenPasswords(session: TenantSession, definition: Definition): Promise<Problem[]> {
  const written = writtenValues(definition);
  if (written.length === 0) return [];
  const components = await session.components.asPlanned();
  return written.flatMap((each): Problem[] => {
    const { variable, input } = each;
    const isPassword = holdsPassword(components, each);
    if (!isPassword && !looksSecret(input)) return [];
    // The class keeps the whole definition secret where the name alone tells.
    if (each.value === undefined && looksSecret(input)) return [];
    const kind = isPassword ? "password" : "probable secret";
    const what = each.value === undefined ? "something other than one text" : "a value";
    const message =
      `the config variable "${variable}" has ${what} for the ${kind} "${input}", which would show in previews and in ` +
      `the state. Leave it empty there and write: secretInputs: { "${variable}": { ${input}: config.requireSecret(...) } }`;
    return [{ path: "definition", message }];
  });
}

/** Input of a connection of a definition. */
export type InputOfConnection = Pick<WrittenValue, "component" | "connectionType" | "input">;

/** True where the component declares the input of a connection as a password. */
export function holdsPassword(
  components: readonly Component[],
  { component, connectionType, input }: InputOfConnection,
): boolean {
  const type = components
    .find(({ key }) => key === component)
    ?.connections.nodes.find(({ key }) => key === connectionType);
  const field = type?.inputs.nodes.find(({ key }) => key === input);
  return field?.type.toUpperCase() === "PASSWORD";
}

async function unknownInputs(
  session: TenantSession,
  definition: Definition,
  { secretInputs }: CheckedIntegration,
): Promise<Problem[]> {
  if (secretInputs === undefined || isUnknown(secretInputs)) return [];
  const refusal = refuseEdit(definition);
  if (refusal !== undefined) return [{ path: "definition", message: refusal }];
  const variables = connectionVariables(definition);
  const problems: Problem[] = [];
  for (const [variable, inputs] of Object.entries(secretInputs)) {
    const path = `secretInputs.${variable}`;
    const found = variables.find(({ key }) => key === variable);
    if (found === undefined) {
      const names = variables.map(({ key }) => key);
      const quoted = listed(names.map((name) => `"${name}"`));
      const message = `no config variable of this name holds a connection.${didYouMean(variable, names)} Those that do: ${quoted}.`;
      problems.push({ path, message });
      continue;
    }
    // The definition's values are not used where a reusable connection takes its place.
    if (!found.connection || isUnknown(inputs)) continue;
    const components = await session.components.asPlanned();
    const type = components
      .find(({ key }) => key === found.connection?.component.key)
      ?.connections.nodes.find(({ key }) => key === found.connection?.key);
    if (type === undefined) continue;
    const names = type.inputs.nodes.map(({ key }) => key);
    for (const input of Object.keys(knownMembers(inputs)).filter((name) => !names.includes(name))) {
      const message = `${type.label} has no input of this name.${didYouMean(input, names)} It has: ${listed(names)}.`;
      problems.push({ path: `${path}.${input}`, message });
    }
  }
  return problems;
}
