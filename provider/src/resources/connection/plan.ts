import { isDeepStrictEqual } from "node:util";
import type { PlannedMutation, RestOfRun, Step } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/unknown.ts";
import { credentialsMutation } from "../credentials/plan.ts";
import { knownCredentials } from "../credentials/values.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { secretsChanged } from "../secretRevisions.ts";
import { connectionThing, partThing } from "../things.ts";
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
    embeddedWorkflows: flagDiffers(olds.embeddedWorkflows, news.embeddedWorkflows),
    oauthRedirect: !isDeepStrictEqual(olds.oauthRedirect ?? {}, news.oauthRedirect ?? {}),
  };
  const parts = Object.entries(changed).flatMap(([part, isChanged]) =>
    isChanged ? [part as ConnectionPart] : [],
  );
  const deploy = parts.includes("inputs") ? [] : undeployedStill(olds, news);
  return { parts, testCredentials: planTestCredentials(olds, news), deploy };
}

/**
 * What was switched on here is switched off when it is no longer mentioned. What was not mentioned before may be on or
 * off, as another resource had it.
 */
function flagDiffers(
  before: ConnectionInputs["embeddedWorkflows"],
  after: ConnectionInputs["embeddedWorkflows"],
): boolean {
  return before === undefined ? after !== undefined : before !== (after ?? false);
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
export function plannedMutations(step: Step, rest: RestOfRun): PlannedMutation[] {
  if (step.op === "delete") {
    const stableKey = String(step.olds.stableKey);
    if (rest.keeps(connectionThing(stableKey))) return [];
    return [{ field: "deleteScopedConfigVariable", stableKey }];
  }
  const news = step.news as unknown as CheckedConnection;
  const { stableKey } = news;
  const plan =
    step.op === "create"
      ? planAfterCreate(news)
      : planUpdate(step.olds as unknown as ConnectionOutputs, news);
  const update = (carries: string[]) => ({ field: "updateScopedConfigVariable", stableKey, carries });
  const parts = plan.parts.filter((part) => !isKeptFlag(part, news, rest));
  const isThere = step.op === "create" && rest.held(connectionThing(stableKey)) !== undefined;
  return [
    ...(isThere ? [update(takenOver(news))] : []),
    ...(step.op === "create" && !isThere ? [{ field: "createScopedConfigVariable", stableKey }] : []),
    ...(parts.length > 0 ? [update(parts.map((part) => SENT_AS[part]))] : []),
    ...plannedTestCredentials(plan.testCredentials, stableKey, rest),
    ...plan.deploy.map(() => ({ field: "deployInstance", stableKey })),
  ];
}

/** A flag that is no longer mentioned stays as it is where another resource keeps it. */
function isKeptFlag(part: ConnectionPart, news: CheckedConnection, { keeps }: RestOfRun): boolean {
  if (part !== "embeddedWorkflows" || news.embeddedWorkflows !== undefined) return false;
  return keeps(partThing("embeddedWorkflows", news.stableKey));
}

/** What the update carries that takes a connection over in place of creating it. */
function takenOver(news: CheckedConnection): string[] {
  const parts: [ConnectionPart, boolean][] = [
    ["name", true],
    ["description", news.description !== undefined],
    ["inputs", managesGlobalValues(news)],
    ["embeddedWorkflows", news.embeddedWorkflows === false],
    ["oauthRedirect", news.oauthRedirect !== undefined],
  ];
  return parts.flatMap(([part, isSent]) => (isSent ? [SENT_AS[part]] : []));
}

function plannedTestCredentials(
  verb: ConnectionPlan["testCredentials"],
  stableKey: string,
  { held, keeps }: RestOfRun,
): PlannedMutation[] {
  const thing = partThing("testCredentials", stableKey);
  if (verb === undefined || (verb === "delete" && keeps(thing))) return [];
  const change = verb === "create" && held(thing) !== undefined ? "update" : verb;
  return [credentialsMutation(change, { stableKey, carries: ["inputs"] })];
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
