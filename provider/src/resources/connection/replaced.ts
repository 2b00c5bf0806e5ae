import { sameComponent, type CheckedConnection } from "./state.ts";

/** The arguments whose change needs another connection. */
export function replacedArguments(old: CheckedConnection, args: CheckedConnection): string[] {
  return [
    ...(old.stableKey === args.stableKey ? [] : ["stableKey"]),
    ...(sameComponent(old.component, args.component) ? [] : ["component"]),
    ...(args.connectionType === undefined ||
    old.connectionType === undefined ||
    old.connectionType === args.connectionType
      ? []
      : ["connectionType"]),
  ];
}
