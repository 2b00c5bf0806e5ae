import { isDeepStrictEqual } from "node:util";
import type { Difference } from "../../dynamic/lifecycle.ts";
import type { ConnectionInputs } from "./arguments.ts";
import type { ConnectionKind } from "./kind.ts";
import { managesGlobalValues, sameComponent, type ConnectionOutputs } from "./state.ts";

/** Compares what the tenant has, as the state knows it, with what is declared. */
export function diffConnection(
  kind: ConnectionKind,
  olds: ConnectionOutputs,
  news: ConnectionInputs,
): Difference {
  const replaces: string[] = [];
  if (olds.stableKey !== news.stableKey) replaces.push("stableKey");
  const otherObject: string[] = [];
  if (!sameComponent(olds.component, news.component)) otherObject.push("component");
  if (news.connectionType !== undefined && olds.connectionType !== news.connectionType) {
    otherObject.push("connectionType");
  }
  if (olds.kind !== kind.name) otherObject.push("kind");
  const changed = changedParts(olds, news);
  return {
    changes: replaces.length + otherObject.length > 0 || Object.values(changed).some(Boolean),
    replaces: [...replaces, ...otherObject],
    // One stable key cannot name two connections, so the old one goes first unless the key changes as well.
    deleteBeforeReplace: otherObject.length > 0 && replaces.length === 0,
  };
}

/** The parts of a connection that an update has to send. */
export function changedParts(olds: ConnectionOutputs, news: ConnectionInputs) {
  return {
    name: olds.name !== news.name,
    description: (olds.description ?? "") !== (news.description ?? ""),
    inputs:
      managesGlobalValues(news) &&
      (olds.undeclaredSecrets !== undefined ||
        !isDeepStrictEqual(olds.globalValues ?? {}, news.globalValues ?? {}) ||
        !isDeepStrictEqual(olds.globalSecrets ?? {}, news.globalSecrets ?? {})),
  };
}
