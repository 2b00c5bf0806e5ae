import { isDeepStrictEqual } from "node:util";
import type { PlannedMutation, Step } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/unknown.ts";
import { knownCredentials } from "../credentials/values.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { secretsChanged } from "../secretRevisions.ts";
import type { ConnectionInputs } from "./arguments.ts";
import {
  isTestSecret,
  managesGlobalValues,
  type CheckedConnection,
  type ConnectionOutputs,
} from "./state.ts";

/** A part of a connection that one update can change. */
export type ConnectionPart = "name" | "description" | "inputs" | "embeddedWorkflows" | "oauthRedirect";

/** The parts by their names in the API. */
const SENT_AS: Record<ConnectionPart, string> = {
  name: "key",
  description: "description",
  inputs: "inputs",
  embeddedWorkflows: "defaultForComponent",
  oauthRedirect: "oAuthRedirectConfig",
};

/** What has to be sent to bring a connection from its outputs to its inputs. */
export interface ConnectionPlan {
  parts: ConnectionPart[];
  testCredentials: "create" | "update" | "delete" | undefined;
  /** Ids of instances that an earlier update could not deploy. One that sends inputs deploys all instances anyway. */
  deploy: string[];
}

/** Plans an update; pure. */
export function planUpdate(olds: ConnectionOutputs, news: CheckedConnection): ConnectionPlan {
  const changed: Record<ConnectionPart, boolean> = {
    name: olds.name !== news.name,
    description: (olds.description ?? "") !== (news.description ?? ""),
    inputs:
      managesGlobalValues(news) &&
      (olds.undeclaredSecrets !== undefined ||
        olds.newInputs !== undefined ||
        !isDeepStrictEqual(olds.globalValues ?? {}, news.globalValues ?? {}) ||
        isUnknown(news.globalSecrets) ||
        secretsChanged(olds, news, (name) => !isTestSecret(name))),
    // What was switched on here is switched off when it is no longer mentioned; anything else stays as it is.
    embeddedWorkflows: (olds.embeddedWorkflows ?? false) !== (news.embeddedWorkflows ?? false),
    oauthRedirect: !isDeepStrictEqual(olds.oauthRedirect ?? {}, news.oauthRedirect ?? {}),
  };
  const parts = Object.entries(changed).flatMap(([part, isChanged]) =>
    isChanged ? [part as ConnectionPart] : [],
  );
  const deploy = parts.includes("inputs") ? [] : undeployedStill(olds, news);
  return { parts, testCredentials: planTestCredentials(olds, news), deploy };
}

/** Plans what follows the creation itself, which takes all parts but the flag. */
export function planAfterCreate(news: ConnectionInputs): ConnectionPlan {
  return {
    parts: news.embeddedWorkflows === true ? ["embeddedWorkflows"] : [],
    testCredentials: news.testCredentials === undefined ? undefined : "create",
    deploy: [],
  };
}

/** The mutations that a step sends. */
export function plannedMutations(step: Step): PlannedMutation[] {
  if (step.op === "delete") {
    return [{ field: "deleteScopedConfigVariable", stableKey: String(step.olds.stableKey) }];
  }
  const news = step.news as unknown as CheckedConnection;
  const { stableKey } = news;
  const plan =
    step.op === "create"
      ? planAfterCreate(news)
      : planUpdate(step.olds as unknown as ConnectionOutputs, news);
  const create = { field: "createScopedConfigVariable", stableKey };
  const update = {
    field: "updateScopedConfigVariable",
    stableKey,
    carries: plan.parts.flatMap((part) => SENT_AS[part]),
  };
  return [
    ...(step.op === "create" ? [create] : []),
    ...(plan.parts.length > 0 ? [update] : []),
    ...(plan.testCredentials === undefined
      ? []
      : [{ field: `${plan.testCredentials}CustomerConfigVariable`, stableKey }]),
    ...plan.deploy.map(() => ({ field: "deployInstance", stableKey })),
  ];
}

/** Whether a plan sends nothing. */
export function isEmptyPlan({ parts, testCredentials, deploy }: ConnectionPlan): boolean {
  return parts.length === 0 && testCredentials === undefined && deploy.length === 0;
}

function planTestCredentials(
  olds: ConnectionOutputs,
  news: CheckedConnection,
): ConnectionPlan["testCredentials"] {
  const declared = news.testCredentials;
  if (declared === undefined) return olds.savedTestCredentials === undefined ? undefined : "delete";
  if (olds.savedTestCredentials === undefined) return "create";
  const { values } = knownCredentials(olds.testCredentials);
  const same = !isUnknown(declared) && isDeepStrictEqual(values, knownCredentials(declared).values);
  return same && !secretsChanged(olds, news, isTestSecret) ? undefined : "update";
}
