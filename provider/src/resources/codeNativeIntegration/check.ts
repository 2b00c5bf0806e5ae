import { isDeepStrictEqual } from "node:util";
import { hold, restOf } from "../../dynamic/claims.ts";
import type { Problem, Properties } from "../../dynamic/lifecycle.ts";
import { problemsOf, refusalOf } from "../../dynamic/problems.ts";
import { allSecrets, nextRevisions } from "../../dynamic/secretRevisions.ts";
import { isUnknown, UNKNOWN } from "../../dynamic/wire.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { integrationClaim } from "../claims.ts";
import { bundleProblems } from "../component/check.ts";
import { tellWhatIsLeftOut } from "../component/publication.ts";
import { componentProblems } from "../integration/componentProblems.ts";
import { instanceProblems } from "../integration/instances.ts";
import { decisionProblems, permissionProblems, settingProblems } from "../integration/judgements.ts";
import { publishes } from "../integration/state.ts";
import { codeNativeArguments, type CodeNativeArguments } from "./arguments.ts";
import { inspectIntegration, metadataDigest, openIntegration, type InspectedIntegration } from "./bundle.ts";
import { codeConnectionProblems } from "./connectionProblems.ts";
import { findIntegration } from "./found.ts";
import { namedIntegration, refusalToAdopt } from "./identity.ts";
import { keepingTheirs } from "./import.ts";
import { codeNativeClaims, secretsOf, type BundleFacts, type CheckedCodeNative } from "./state.ts";
import { testKeyProblems } from "./testKeys.ts";

const UNKNOWN_FACTS = {
  name: UNKNOWN,
  signature: UNKNOWN,
  importMetadata: UNKNOWN,
  stableKeys: UNKNOWN,
  keyedFlows: UNKNOWN,
  icon: UNKNOWN,
} as const;

/** Judges the arguments of a code-native integration and its bundle; asks the tenant only where something changes. */
export async function checkCodeNative(
  session: TenantSession,
  olds: Properties | undefined,
  news: Properties,
): Promise<{ inputs: Properties; problems: Problem[] }> {
  const {
    name: _name,
    signature: givenSignature,
    importMetadata: _metadata,
    stableKeys: _keys,
    keyedFlows: _flows,
    icon: _icon,
    draftChanges: _changes,
    secretRevisions: givenRevisions,
    ...given
  } = news;
  const parsed = codeNativeArguments.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    return { inputs: news, problems: problemsOf(parsed.error, Object.keys(codeNativeArguments.shape)) };
  }
  const old = olds as CheckedCodeNative | undefined;
  if (old !== undefined) hold(session, codeNativeClaims(old), { ...old });
  const secretRevisions = nextRevisions(
    {
      secrets: old && allSecrets(secretsOf(old)),
      revisions: old?.secretRevisions ?? (givenRevisions as CheckedCodeNative["secretRevisions"]),
    },
    allSecrets(secretsOf(parsed.data)),
  );
  const declared = { ...parsed.data, ...(secretRevisions === undefined ? {} : { secretRevisions }) };
  if (isUnknown(declared.bundle)) {
    return { inputs: { ...declared, ...UNKNOWN_FACTS }, problems: decisionProblems(declared) };
  }
  const path = declared.bundle;
  let inspected: InspectedIntegration | undefined;
  const problems = await bundleProblems(async () => {
    const bundle = await openIntegration(path);
    const unchanged = { ...declared, ...factsHeld(old) };
    const isSame =
      old?.signature === bundle.package.signature &&
      old.importMetadata === metadataDigest(bundle) &&
      isDeepStrictEqual({ ...old }, withoutUndefined(unchanged));
    if (!isSame) inspected = await inspectIntegration(bundle);
  });
  if (problems.length > 0) return { inputs: news, problems };
  if (inspected === undefined) return { inputs: { ...old }, problems };
  const inputs: CheckedCodeNative = { ...declared, ...inspected.facts };
  // Only an import brings facts itself, as the tenant has them.
  const isImported = old === undefined && givenSignature !== undefined;
  return { inputs: { ...inputs }, problems: await judge(session, old, inputs, inspected, isImported) };
}

async function judge(
  session: TenantSession,
  old: CheckedCodeNative | undefined,
  inputs: CheckedCodeNative,
  inspected: InspectedIntegration,
  isImported: boolean,
): Promise<Problem[]> {
  const { definition, declared, facts } = inspected;
  const path = "bundle";
  const components = await componentProblems(session, definition, declared.key);
  const problems = [
    ...decisionProblems(inputs),
    ...testKeyProblems(inputs, inspected),
    ...(await codeConnectionProblems(session, definition, inputs)),
    ...components.map(({ message }) => ({ path, message })),
  ];
  const wanted = { ...facts, bundle: String(inputs.bundle) };
  const named = await namedIntegration(session, wanted);
  if ("problem" in named)
    return old === undefined ? [...problems, { path, message: named.problem }] : problems;
  const taken = named.integration;
  const before =
    old === undefined || isUnknown(old.name)
      ? undefined
      : (await session.integrations.named(old.name, undefined))[0];
  if (taken !== undefined && old?.name !== facts.name && !isImported) {
    // Where none has the old name any more, a run that was cut off has renamed it; the update finds it by its id.
    if (before !== undefined && restOf(session).held(integrationClaim(facts.name)) === undefined) {
      const message = `${session.tenant} has an integration "${facts.name}" already, so this one cannot be renamed to that.`;
      return [...problems, { path, message }];
    }
    const refusal = old === undefined ? await refusalToAdopt(session, wanted, taken) : undefined;
    if (refusal !== undefined) return [...problems, { path, message: refusal }];
  }
  const current = before ?? taken;
  if (current !== undefined && old?.signature !== facts.signature && !isImported) {
    problems.push(...(await clearedSecrets(session, inspected, current.id)));
  }
  problems.push(...settingProblems(session, inputs, current?.newest));
  problems.push(...permissionProblems(session, facts.name, current));
  if (current !== undefined && publishes(inputs)) {
    problems.push(...(await instanceProblems(session, current, definition, inputs, "code")));
  }
  if (problems.length === 0 && old?.signature !== facts.signature) {
    await tellWhatIsLeftOut(session, declared, `Integration "${facts.name}"`);
  }
  return problems;
}

/** The problem that an import of the bundle would clear secrets which cannot be kept. */
async function clearedSecrets(
  session: TenantSession,
  inspected: InspectedIntegration,
  id: string,
): Promise<Problem[]> {
  const found = await findIntegration(session, id);
  if (found === undefined) return [];
  return refusalOf("bundle", () => keepingTheirs(session, inspected, found));
}

function factsHeld(old: CheckedCodeNative | undefined): Partial<BundleFacts> {
  if (old === undefined) return {};
  const { name, signature, importMetadata, stableKeys, keyedFlows, icon } = old;
  return { name, signature, importMetadata, stableKeys, keyedFlows, icon } as BundleFacts;
}

function withoutUndefined(inputs: CodeNativeArguments & Partial<BundleFacts>): object {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}
