import { isDeepStrictEqual } from "node:util";
import type { Problem, Properties } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/unknown.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { problemsOf } from "../problems.ts";
import { nextRevisions } from "../secretRevisions.ts";
import { connectionArguments, type ConnectionInputs } from "./arguments.ts";
import { differencesFrom, existsAlready } from "./adoption.ts";
import type { ConnectionKind } from "./kind.ts";
import { lostSecrets } from "./lostSecrets.ts";
import { resolveType, type ResolvedType } from "./resolve.ts";
import { managesGlobalValues } from "./state.ts";
import { checkValues, declaredNames } from "./values.ts";

/** Stable keys that this process knows to be in the state: a replacement is checked as if it were new. */
const knownStableKeys = new WeakMap<TenantSession, Set<string>>();

/** Judges the arguments of a connection; asks the tenant only where they differ from the old ones. */
export async function checkConnection(
  kind: ConnectionKind,
  session: TenantSession,
  olds: Properties | undefined,
  news: Properties,
): Promise<{ inputs: Properties; problems: Problem[] }> {
  const { secretRevisions: givenRevisions, ...given } = news;
  const parsed = connectionArguments.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    return { inputs: news, problems: problemsOf(parsed.error, Object.keys(connectionArguments.shape)) };
  }
  const declared = parsed.data;
  const old = olds as (ConnectionInputs & Properties) | undefined;
  const secretRevisions = nextRevisions(
    { secrets: old?.globalSecrets, revisions: (old?.secretRevisions ?? givenRevisions) as never },
    declared.globalSecrets,
  );
  const inputs = { ...declared, secretRevisions };
  const known = stableKeysOf(session);
  if (typeof old?.stableKey === "string") known.add(old.stableKey);
  if (old !== undefined && sameArguments(old, declared)) return { inputs, problems: [] };

  const problems = ownershipProblems(kind, declared);
  const { resolved, problem } = await resolveType(session, declared.component, declared.connectionType);
  if (problem !== undefined) problems.push(problem);
  if (resolved !== undefined) problems.push(...typeProblems(kind, resolved, declared));
  if (problems.length === 0 && resolved !== undefined) {
    problems.push(...(await existingProblems(kind, session, resolved, old, declared, known)));
  }
  return { inputs, problems };
}

function stableKeysOf(session: TenantSession): Set<string> {
  const keys = knownStableKeys.get(session) ?? new Set<string>();
  knownStableKeys.set(session, keys);
  return keys;
}

/** What is left out means what it was: a connection type that the component determines stays the same one. */
function sameArguments(old: Properties, declared: ConnectionInputs): boolean {
  const { secretRevisions: _revisions, ...oldArguments } = old;
  const known = Object.fromEntries(Object.entries(declared).filter(([, value]) => value !== undefined));
  if (declared.connectionType === undefined) delete oldArguments.connectionType;
  return isDeepStrictEqual(oldArguments, known);
}

function ownershipProblems(kind: ConnectionKind, declared: ConnectionInputs): Problem[] {
  if (declared.separateGlobalValues === undefined) return [];
  if (!kind.needsEveryInput) {
    return [
      {
        path: "separateGlobalValues",
        message: `is for organization (global) connections only; leave it out of a ${kind.name}.`,
      },
    ];
  }
  if (!managesGlobalValues(declared)) return [];
  return [
    {
      path: "separateGlobalValues",
      message:
        "says that a GlobalValues resource supplies the global values; remove it, or globalValues and globalSecrets.",
    },
  ];
}

function typeProblems(kind: ConnectionKind, resolved: ResolvedType, declared: ConnectionInputs): Problem[] {
  const refusal = kind.refusal(resolved.connectionType);
  if (refusal !== undefined) return [{ path: "connectionType", message: refusal }];
  return checkValues(
    resolved.connectionType,
    {
      values: declared.globalValues,
      secrets: declared.globalSecrets,
      plainInputs: declared.plainInputs,
      valuesArgument: "globalValues",
      secretsArgument: "globalSecrets",
    },
    { needsEveryInput: kind.needsEveryInput && declared.separateGlobalValues === undefined },
  );
}

async function existingProblems(
  kind: ConnectionKind,
  session: TenantSession,
  resolved: ResolvedType,
  old: ConnectionInputs | undefined,
  declared: ConnectionInputs,
  known: ReadonlySet<string>,
): Promise<Problem[]> {
  if (isUnknown(declared.stableKey)) return [];
  const existing = await session.connections.byStableKey(declared.stableKey);
  if (existing === undefined) return [];
  const isOurs = old?.stableKey === declared.stableKey;
  if (!isOurs && known.has(declared.stableKey)) return [];
  if (!isOurs) {
    const differences = differencesFrom(kind, resolved, declared, existing);
    if (differences.blocking.length > 0 || (differences.all.length > 0 && !session.settings.adoptExisting)) {
      return [{ path: "stableKey", message: existsAlready(session, declared.stableKey, differences) }];
    }
  }
  const before =
    old === undefined ? [] : declaredNames({ values: old.globalValues, secrets: old.globalSecrets });
  return managesGlobalValues(declared) ? lostSecrets(existing, declared, before) : [];
}
