import { KEPT, letGo } from "../../dynamic/kept.ts";
import { HalfMadeError } from "../../dynamic/lifecycle.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { UpdateScopedConfigVariableInput } from "../../tenant/operations.generated.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { tellWhoMustAuthorize } from "../authorization.ts";
import { writeTestCredentials } from "../credentials/test.ts";
import { deployRemaining, type Undeployed } from "../redeploy/deploying.ts";
import { updateConnection, valuesOfConnection } from "../redeploy/updateConnection.ts";
import { partThing } from "../things.ts";
import { resolveForWrite } from "./create.ts";
import { toExpressions } from "./expressions.ts";
import type { ConnectionKind } from "./kind.ts";
import type { ConnectionPart, ConnectionPlan } from "./plan.ts";
import { redirect } from "./redirect.ts";
import { asHeldBy, typeOf } from "./resolve.ts";
import {
  declaredValues,
  isTestSecret,
  outputsAfterWrite,
  testCredentialsOf,
  type CheckedConnection,
  type ConnectionOutputs,
} from "./state.ts";
import { knownMap } from "./values.ts";

type Declared = CheckedConnection & { stableKey: string };

/** What of a plan did not work. */
interface Failed {
  parts: boolean;
  testCredentials: boolean;
  /** Ids of the instances that still have to be deployed. */
  undeployed: string[] | undefined;
}

/** Sends what the plan says. When a part fails, the error carries what is there, so that the next update completes it. */
export async function carryOut(
  kind: ConnectionKind,
  session: TenantSession,
  { id, undeployed: undeployedBefore }: { id: string; undeployed?: Undeployed | undefined },
  declared: Declared,
  plan: ConnectionPlan,
  old?: ConnectionOutputs,
): Promise<ConnectionOutputs> {
  const { stableKey } = declared;
  const held = await session.connections.byId(id);
  if (held === undefined) throw new ConfigurationError(goneMeanwhile(session, stableKey));
  const [parts, test, deployed] = await Promise.allSettled([
    sendParts(kind, session, held, declared, plan.parts),
    plan.testCredentials === undefined
      ? undefined
      : writeTestCredentials(session, id, stableKey, plan.testCredentials, declared.testCredentials),
    plan.deploy.length === 0
      ? undefined
      : deployRemaining(session, valuesOfConnection(session, held), plan.deploy),
  ]);
  const undeployed = undeployedBefore ?? valueOf(parts) ?? valueOf(deployed);
  const failed = {
    parts: parts.status === "rejected",
    testCredentials: test.status === "rejected",
    undeployed: deployed.status === "rejected" ? plan.deploy : undeployed?.ids,
  };
  const failures = [parts, test, deployed].flatMap((result): Error[] =>
    result.status === "rejected" ? [result.reason as Error] : [],
  );
  const [failure] = failures;
  const somethingWorked =
    failed.parts !== plan.parts.length > 0 ||
    failed.testCredentials !== (plan.testCredentials !== undefined) ||
    (deployed.status === "fulfilled" && plan.deploy.length > 0);
  if (failure !== undefined && old !== undefined && !somethingWorked) throw failure;

  const saved = await session.connections.byId(id);
  if (saved === undefined) throw failure ?? new ConfigurationError(goneMeanwhile(session, stableKey));
  const complete = outputsAfterWrite(kind, declared, await typeOf(session, saved), saved);
  if (failure === undefined) tellWhoMustAuthorizeAny(session, saved);
  if (failure === undefined && undeployed === undefined) return complete;
  const half = halfMade(complete, old, plan, failed);
  if (failure === undefined) throw new HalfMadeError(id, { ...half }, new Error(undeployed?.report));
  throw new HalfMadeError(id, { ...half }, ...failures);
}

function valueOf<Value>(result: PromiseSettledResult<Value>): Value | undefined {
  return result.status === "fulfilled" ? result.value : undefined;
}

function goneMeanwhile(session: TenantSession, stableKey: string): string {
  return `${session.tenant} no longer has connection "${stableKey}". Run: pulumi up --refresh`;
}

function tellWhoMustAuthorizeAny(session: TenantSession, saved: TenantConnection): void {
  tellWhoMustAuthorize(session, `Connection "${saved.stableKey}"`, saved);
  const test = testCredentialsOf(saved);
  if (test) tellWhoMustAuthorize(session, `The test credentials of "${saved.stableKey}"`, test);
}

/** The outputs that make the next comparison find what is still missing. */
function halfMade(
  complete: ConnectionOutputs,
  old: ConnectionOutputs | undefined,
  plan: ConnectionPlan,
  failed: Failed,
): ConnectionOutputs {
  const half = { ...complete, undeployedInstances: failed.undeployed };
  const before = old?.secretRevisions;
  const revisions = { ...knownMap(complete.secretRevisions) };
  const restore = (concerns: (name: string) => boolean) => {
    for (const name of Object.keys(revisions).filter(concerns)) delete revisions[name];
    Object.assign(
      revisions,
      Object.fromEntries(Object.entries(knownMap(before)).filter(([name]) => concerns(name))),
    );
  };
  if (failed.parts) {
    for (const part of plan.parts) Object.assign(half, partOf(part, old));
    if (plan.parts.includes("inputs")) restore((name) => !isTestSecret(name));
  }
  if (failed.testCredentials) {
    half.testCredentials = old?.testCredentials;
    half.savedTestCredentials = old?.savedTestCredentials;
    restore(isTestSecret);
  }
  return { ...half, secretRevisions: revisions };
}

function partOf(part: ConnectionPart, old: ConnectionOutputs | undefined): Partial<ConnectionOutputs> {
  if (part !== "inputs") return { [part]: old?.[part] };
  const { globalValues, globalSecrets, undeployedInstances, componentInputs, newInputs } = old ?? {};
  return { globalValues, globalSecrets, undeployedInstances, componentInputs, newInputs };
}

/** Sends the parts that changed. A flag that is no longer mentioned goes, unless another resource keeps it. */
async function sendParts(
  kind: ConnectionKind,
  session: TenantSession,
  held: TenantConnection,
  declared: Declared,
  parts: ConnectionPart[],
): Promise<Undeployed | undefined> {
  if (!parts.includes("embeddedWorkflows") || declared.embeddedWorkflows !== undefined) {
    return updateParts(kind, session, held, declared, parts);
  }
  const others = parts.filter((part) => part !== "embeddedWorkflows");
  const sent = await letGo(session, [partThing("embeddedWorkflows", declared.stableKey)], () =>
    updateParts(kind, session, held, declared, parts),
  );
  return sent === KEPT ? updateParts(kind, session, held, declared, others) : sent;
}

async function updateParts(
  kind: ConnectionKind,
  session: TenantSession,
  held: TenantConnection,
  declared: Declared,
  parts: ConnectionPart[],
): Promise<Undeployed | undefined> {
  if (parts.length === 0) return undefined;
  const input: UpdateScopedConfigVariableInput = { id: held.id };
  if (parts.includes("name")) input.key = declared.name;
  if (parts.includes("description")) input.description = declared.description ?? "";
  if (parts.includes("embeddedWorkflows")) input.defaultForComponent = declared.embeddedWorkflows === true;
  if (parts.includes("oauthRedirect")) Object.assign(input, redirect(declared));
  if (parts.includes("inputs")) {
    const { connectionType } = await asHeldBy(session, held, await resolveForWrite(session, declared));
    input.inputs = toExpressions(connectionType, kind, declaredValues(declared), held);
  }
  const what = `Connection "${declared.stableKey}" was not updated`;
  const { undeployed } = await updateConnection(session, held, input, { decided: declared, what });
  return undeployed;
}
