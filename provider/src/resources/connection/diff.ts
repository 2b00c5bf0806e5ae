import type { Difference } from "../../dynamic/lifecycle.ts";
import type { ConnectionInputs } from "./arguments.ts";
import type { ConnectionKind } from "./kind.ts";
import { isEmptyPlan, planUpdate } from "./plan.ts";
import { sameComponent, type ConnectionOutputs } from "./state.ts";

/** Compares what the tenant has, as the state knows it, with what is declared. */
export function diffConnection(
  kind: ConnectionKind,
  olds: ConnectionOutputs,
  news: ConnectionInputs,
): Difference {
  const otherKey = olds.stableKey === news.stableKey ? [] : ["stableKey"];
  const otherObject: string[] = [];
  if (!sameComponent(olds.component, news.component)) otherObject.push("component");
  if (news.connectionType !== undefined && olds.connectionType !== news.connectionType) {
    otherObject.push("connectionType");
  }
  if (olds.kind !== kind.name) otherObject.push("kind");
  const replaces = [...otherKey, ...otherObject];
  return {
    changes: replaces.length > 0 || !isEmptyPlan(planUpdate(olds, news)) || decisionsDiffer(olds, news),
    replaces,
    // One stable key cannot name two connections, so the old one goes first unless the key changes as well.
    deleteBeforeReplace: otherObject.length > 0 && otherKey.length === 0,
  };
}

/** What sends nothing by itself: new inputs that a refresh found, and arguments that a later delete has to know. */
function decisionsDiffer(olds: ConnectionOutputs, news: ConnectionInputs): boolean {
  return (
    olds.newInputs !== undefined ||
    JSON.stringify(olds.replaceInUse ?? {}) !== JSON.stringify(news.replaceInUse ?? {})
  );
}
