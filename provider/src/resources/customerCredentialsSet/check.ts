import { isDeepStrictEqual } from "node:util";
import type { Problem, Properties } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/writing.ts";
import { isUnknown, UNKNOWN } from "../../dynamic/wire.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { countUsesInPlan } from "../reference/uses.ts";
import { explainMissingCustomer } from "../reference/missing.ts";
import { refusalForCustomers } from "../credentials/kind.ts";
import { checkCredentials } from "../credentials/values.ts";
import { problemsOf } from "../../dynamic/problems.ts";
import { decisionProblems, instancesDo } from "../redeploy/decision.ts";
import { listed } from "../../dynamic/suggest.ts";
import { resolveTarget, type Target } from "../reference/target.ts";
import { importedSetInputs, setArguments, type SetArguments } from "./arguments.ts";
import { describeChange, namesIn } from "./change.ts";
import { compareDigests, digestsOf, type DigestChange } from "./digests.ts";
import { heldOf } from "./held.ts";
import { lossProblem } from "./losses.ts";
import type { SetInputs } from "./state.ts";
import { announceTakingOver, takeOverProblem } from "./takingOver.ts";
import { factsOfEarlier, valueFacts } from "./valueFacts.ts";
import { ownValue } from "../../tenant/ownValue.ts";

/** More problems than this are counted, not shown. */
const MOST_PROBLEMS = 20;

/** Judges the credentials that changed, and puts digests in the place of all values. */
export async function checkSet(
  session: TenantSession,
  olds: Properties | undefined,
  news: Properties,
): Promise<{ inputs: Properties; problems: Problem[] }> {
  // Only an import brings the digests that this function computes, of values that no program has declared yet.
  if (importedSetInputs.safeParse(news).success) return { inputs: news, problems: [] };
  const parsed = setArguments.safeParse(news, { reportInput: true });
  if (!parsed.success) {
    return { inputs: news, problems: problemsOf(parsed.error, Object.keys(setArguments.shape)) };
  }
  const declared = parsed.data;
  if (isUnknown(declared.customers)) {
    return { inputs: { ...news, change: UNKNOWN }, problems: [] };
  }
  const old = olds as SetInputs | undefined;
  const customers = digestsOf(declared.customers);
  const difference = compareDigests(old?.customers ?? {}, customers);
  const change = describeChange(difference, old?.change);
  const compared = { ...declared, customers, change };
  const isSame = old !== undefined && isDeepStrictEqual(comparable(old), comparable(compared));
  const isOfEarlier = old !== undefined && old.valueFacts?.names === undefined;
  const facts = valueFacts(declared);
  const inputs = { ...compared, valueFacts: isOfEarlier ? facts && factsOfEarlier(facts) : facts };
  if (isUnknown(declared.connection)) return { inputs, problems: [] };
  if (old !== undefined && inputs.change !== old.change) {
    const { stableKey } = declared.connection;
    notice(
      `${session.tenant}: customers' credentials for connection "${stableKey}" change: ${namesIn(difference)}`,
    );
  }
  if (isSame) return { inputs, problems: [] };

  const { target, problem } = await resolveTarget(session, declared.connection, undefined);
  if (problem !== undefined) return { inputs, problems: [problem] };
  if (target === undefined) return { inputs, problems: [] };
  const refusal = refusalForCustomers(target.owner);
  if (refusal !== undefined) return { inputs, problems: [{ path: "connection", message: refusal }] };
  const total = Object.keys(customers).length;
  const held = target.existing
    ? await heldOf(session, { id: target.existing.id, total }, difference.added)
    : new Map<string, TenantCredentials>();
  const problems = [
    ...(await customerProblems(session, target, declared, difference)),
    ...(await redeployProblems(session, target, declared, { changed: difference.changed, held })),
    ...takeOverProblems(session, { ...inputs, connection: declared.connection }, held),
  ];
  if (problems.length === 0) announceTakingOver(session, declared.connection.stableKey, held);
  return { inputs, problems: cut(problems) };
}

function comparable(inputs: object): object {
  const { change: _change, valueFacts: _facts, ...rest } = inputs as SetInputs;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}

async function customerProblems(
  session: TenantSession,
  target: Target,
  declared: SetArguments,
  { added, changed }: DigestChange,
): Promise<Problem[]> {
  if (isUnknown(declared.customers)) return [];
  const problems: Problem[] = [];
  const missing: string[] = [];
  const type = target.type.connectionType;
  const supplied = target.globalInputs ?? type.inputs.nodes.map(({ key }) => key);
  const due = [...added, ...changed];
  await session.customers.findAll(due, Object.keys(declared.customers).length);
  for (const customer of due) {
    const path = `customers.${customer}`;
    if ((await session.customers.find(customer)) === undefined) {
      if (declared.onMissingCustomer === "skip") missing.push(customer);
      else problems.push({ path, message: await explainMissingCustomer(session, customer) });
      continue;
    }
    const credentials = ownValue(declared.customers, customer);
    if (credentials === undefined || isUnknown(credentials)) continue;
    const named = {
      ...credentials,
      plainInputs: declared.plainInputs,
      valuesArgument: `${path}.values`,
      secretsArgument: `${path}.secrets`,
    };
    problems.push(...checkCredentials(type, named, supplied));
  }
  if (missing.length > 0) {
    notice(
      `${session.tenant} does not have ${missing.length} of the customers, which are skipped: ${listed(missing)}`,
    );
  }
  return problems;
}

async function redeployProblems(
  session: TenantSession,
  target: Target,
  declared: SetArguments,
  { changed, held }: { changed: readonly string[]; held: ReadonlyMap<string, TenantCredentials> },
): Promise<Problem[]> {
  const { existing } = target;
  if (!existing?.hasDeployedInstances) return [];
  const takesOverRunning = [...held.values()].some(({ hasDeployedInstances }) => hasDeployedInstances);
  if (changed.length === 0 && !takesOverRunning) return [];
  const { instances } = await countUsesInPlan(session, existing.id);
  const running = `${instancesDo(instances, "use")} connection "${existing.stableKey}"`;
  return decisionProblems(session, { running, concerned: "those of the changed customers" }, declared);
}

/** Refuses to take over credentials that differ, or of which something would be lost. */
function takeOverProblems(
  session: TenantSession,
  inputs: Pick<SetInputs, "customers" | "connection">,
  held: ReadonlyMap<string, TenantCredentials>,
): Problem[] {
  return [takeOverProblem(session, inputs, held), lossProblem(session, inputs, held, undefined)].flatMap(
    (message) => (message === undefined ? [] : [{ path: "customers", message }]),
  );
}

function cut(problems: Problem[]): Problem[] {
  if (problems.length <= MOST_PROBLEMS) return problems;
  const rest = problems.length - MOST_PROBLEMS;
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    { path: "customers", message: `has ${rest} more problems of this kind.` },
  ];
}
