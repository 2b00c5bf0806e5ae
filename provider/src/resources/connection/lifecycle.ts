import { HalfMadeError, type Lifecycle } from "../../dynamic/lifecycle.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { UpdateScopedConfigVariableInput } from "../../tenant/operations.generated.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { writeTestCredentials } from "../credentials/test.ts";
import { isAdopted } from "../adopted.ts";
import { tellWhoMustAuthorize } from "../authorization.ts";
import { explaining } from "../explain.ts";
import { checkConnection } from "./check.ts";
import { createOrAdopt, deleteOnce, resolveForWrite } from "./create.ts";
import { diffConnection } from "./diff.ts";
import { toExpressions } from "./expressions.ts";
import type { ConnectionKind } from "./kind.ts";
import {
  isEmptyPlan,
  planAfterCreate,
  plannedMutations,
  planUpdate,
  type ConnectionPart,
  type ConnectionPlan,
} from "./plan.ts";
import { redirect } from "./redirect.ts";
import { typeOf } from "./resolve.ts";
import {
  declaredValues,
  isTestSecret,
  outputsAfterWrite,
  outputsWithoutWrite,
  refreshed,
  testCredentialsOf,
  type CheckedConnection,
  type ConnectionOutputs,
} from "./state.ts";
import { refuseDeleteInUse } from "./uses.ts";
import { knownMap } from "./values.ts";

/** The life of one kind of connection. */
export function connectionLifecycle(kind: ConnectionKind): Lifecycle {
  return {
    secretArguments: ["globalSecrets", "testCredentials.secrets", "authorizeUrl"],
    check: (session, olds, news) => checkConnection(kind, session, olds, news),
    diff: (olds, news) => diffConnection(kind, asOutputs(olds), asInputs(news)),
    plan: plannedMutations,

    async create(session, inputs) {
      const declared = asInputs(inputs);
      const created = await createOrAdopt(kind, session, declared);
      const outputs = await carryOut(kind, session, created, declared, planAfterCreate(declared));
      return { id: created.id, outputs: { ...outputs } };
    },

    async read(session, id, outputs) {
      const found = await session.connections.byId(id);
      if (found === undefined) return undefined;
      const { inputs, outputs: current } = refreshed(
        kind,
        asOutputs(outputs),
        found,
        await typeOf(session, found),
      );
      return { inputs: { ...inputs }, outputs: { ...current } };
    },

    async update(session, id, olds, news) {
      const old = asOutputs(olds);
      const declared = asInputs(news);
      const plan = planUpdate(old, declared);
      if (isEmptyPlan(plan)) return { ...outputsWithoutWrite(old, declared) };
      return { ...(await carryOut(kind, session, { id }, declared, plan, old)) };
    },

    async delete(session, id, outputs) {
      // A resource that was renamed without an alias: its new name took this very connection over.
      if (isAdopted(session, id)) return;
      const { stableKey, replaceInUse } = asOutputs(outputs);
      await refuseDeleteInUse(session, id, stableKey, replaceInUse);
      const what = `Connection "${stableKey}" was not deleted`;
      await explaining(session, what, () => deleteOnce(session, id, stableKey));
    },
  };
}

function asInputs(properties: object): CheckedConnection & { stableKey: string } {
  return properties as CheckedConnection & { stableKey: string };
}

function asOutputs(properties: object): ConnectionOutputs & { stableKey: string } {
  return properties as ConnectionOutputs & { stableKey: string };
}

/** Sends what the plan says. When a part fails, the error carries what is there, so that the next update completes it. */
async function carryOut(
  kind: ConnectionKind,
  session: TenantSession,
  { id }: { id: string },
  declared: CheckedConnection & { stableKey: string },
  plan: ConnectionPlan,
  old?: ConnectionOutputs,
): Promise<ConnectionOutputs> {
  const results = await Promise.allSettled([
    plan.parts.length === 0 ? undefined : updateParts(kind, session, id, declared, plan.parts),
    plan.testCredentials === undefined
      ? undefined
      : writeTestCredentials(session, id, declared.stableKey, plan.testCredentials, declared.testCredentials),
  ]);
  const failed = {
    parts: results[0].status === "rejected",
    testCredentials: results[1].status === "rejected",
  };
  const failure = results.find((result) => result.status === "rejected");
  const saved = await session.connections.byId(id);
  if (failure === undefined) {
    if (saved === undefined) throw new ConfigurationError(goneMeanwhile(session, declared.stableKey));
    const { stableKey } = declared;
    tellWhoMustAuthorize(session, `Connection "${stableKey}"`, saved);
    const test = testCredentialsOf(saved);
    if (test) tellWhoMustAuthorize(session, `The test credentials of "${stableKey}"`, test);
    return outputsAfterWrite(kind, declared, saved.connection?.key ?? "", saved);
  }
  const everythingFailed =
    failed.parts === plan.parts.length > 0 && failed.testCredentials === (plan.testCredentials !== undefined);
  const nothingChanged = old !== undefined && everythingFailed;
  if (saved === undefined || nothingChanged) throw failure.reason;
  const complete = outputsAfterWrite(kind, declared, saved.connection?.key ?? "", saved);
  throw new HalfMadeError(id, { ...halfMade(complete, old, plan, failed) }, failure.reason);
}

function goneMeanwhile(session: TenantSession, stableKey: string): string {
  return `${session.tenant} no longer has connection "${stableKey}". Run: pulumi up --refresh`;
}

/** The outputs that make the next comparison find what is still missing. */
function halfMade(
  complete: ConnectionOutputs,
  old: ConnectionOutputs | undefined,
  plan: ConnectionPlan,
  failed: { parts: boolean; testCredentials: boolean },
): ConnectionOutputs {
  const half = { ...complete };
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
  if (part === "inputs") return { globalValues: old?.globalValues, globalSecrets: old?.globalSecrets };
  return { [part]: old?.[part] };
}

async function updateParts(
  kind: ConnectionKind,
  session: TenantSession,
  id: string,
  declared: CheckedConnection & { stableKey: string },
  parts: ConnectionPart[],
): Promise<void> {
  const input: UpdateScopedConfigVariableInput = { id };
  if (parts.includes("name")) input.key = declared.name;
  if (parts.includes("description")) input.description = declared.description ?? "";
  if (parts.includes("embeddedWorkflows")) input.defaultForComponent = declared.embeddedWorkflows === true;
  if (parts.includes("oauthRedirect")) Object.assign(input, redirect(declared));
  if (parts.includes("inputs")) {
    const { connectionType } = await resolveForWrite(session, declared);
    const held = await session.connections.byId(id);
    input.inputs = toExpressions(connectionType, kind, declaredValues(declared), held);
    if (declared.redeployInstances === "onChange") input.redeploy = true;
  }
  const what = `Connection "${declared.stableKey}" was not updated`;
  await explaining(session, what, () => session.connections.update(input));
}
