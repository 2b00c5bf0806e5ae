import { createHash } from "node:crypto";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { secretsChanged } from "../../dynamic/secretRevisions.ts";
import { didYouMean, listed } from "../../dynamic/suggest.ts";
import { isUnknown, knownMap, knownMembers } from "../../dynamic/wire.ts";
import { explaining, sendAgain } from "../../dynamic/writing.ts";
import type { CodeNativeIntegration, FlowWithKeys } from "../../tenant/codeNativeOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import type { InspectedIntegration } from "./bundle.ts";
import type { CheckedCodeNative, CodeNativeState } from "./state.ts";
import { ownValue } from "../../tenant/ownValue.ts";

type HeldTestKeys = NonNullable<CodeNativeState["heldTestKeys"]>;

/** Finds flows that lack a key for test runs, and keys for flows that take none. */
export function testKeyProblems(
  { testApiKeys }: Pick<CheckedCodeNative, "testApiKeys">,
  { facts, keysInCode }: InspectedIntegration,
): Problem[] {
  if (isUnknown(testApiKeys)) return [];
  const given = Object.keys(testApiKeys ?? {});
  const { keyedFlows } = facts;
  const missing = keyedFlows.filter(
    (flow) => !given.includes(flow) && (ownValue(keysInCode, flow) ?? []).length === 0,
  );
  const needless = given.filter((flow) => !keyedFlows.includes(flow));
  const takers =
    keyedFlows.length === 0 ? "No flow does." : `Those that do: ${listed(keyedFlows.map(quoted))}.`;
  return [
    ...missing.map((flow) => ({
      path: "testApiKeys",
      message:
        `the flow "${flow}" requires a key for every call (endpointSecurityType: customer_required), so test runs need one, ` +
        `and the code has none. Write: testApiKeys: { "${flow}": config.requireSecret(...) }`,
    })),
    ...needless.map((flow) => ({
      path: `testApiKeys.${flow}`,
      message:
        `no flow of this name requires a key (endpointSecurityType: customer_required).${didYouMean(flow, keyedFlows)} ` +
        takers,
    })),
  ];
}

/** True where test keys are to be sent although nothing is imported. */
export function testKeysChanged(old: CodeNativeState, args: CheckedCodeNative): boolean {
  return secretsChanged(old, args) || String(old.keyedFlows) !== String(args.keyedFlows);
}

/**
 * Sets the keys for test runs, those in the code first, and answers what the tenant holds then.
 *
 * @throws RefusedError, UnreachableError
 */
export async function setTestKeys(
  session: TenantSession,
  { id, name }: Pick<CodeNativeIntegration, "id" | "name">,
  { testApiKeys }: CheckedCodeNative,
  { facts, keysInCode }: InspectedIntegration,
): Promise<HeldTestKeys> {
  const given = knownMembers(testApiKeys);
  return explaining(session, `Integration "${name}": the keys for test runs were not set`, async () => {
    const flows = (await session.codeNative.byId(id))?.testInstance;
    if (flows === undefined) return {};
    const keys = flows.flows
      .filter(({ flow }) => facts.keyedFlows.includes(flow.name))
      .map(({ flow }) => ({
        flowId: flow.id,
        apiKeys: [...(ownValue(keysInCode, flow.name) ?? []), ...[ownValue(given, flow.name) ?? []].flat()],
      }));
    // A read may not show yet what was set just before.
    const now = await sendAgain(() => session.codeNative.setTestKeys(flows.id, keys));
    return heldTestKeys(now, facts.keyedFlows);
  });
}

/** The arguments without the keys that somebody has changed in the tenant since they were set. */
export function withoutDrifted(
  testApiKeys: CheckedCodeNative["testApiKeys"],
  before: HeldTestKeys | undefined,
  found: CodeNativeIntegration,
): CheckedCodeNative["testApiKeys"] {
  if (before === undefined || testApiKeys === undefined || isUnknown(testApiKeys)) return testApiKeys;
  const now = heldTestKeys(found.testInstance.flows, Object.keys(before));
  const same = Object.entries(knownMap(testApiKeys)).filter(
    ([flow]) => ownValue(before, flow) === ownValue(now, flow),
  );
  return Object.fromEntries(same);
}

/** A digest for each flow: the state need not hold keys that only the code has. */
export function heldTestKeys(found: readonly FlowWithKeys[], flows: readonly string[]): HeldTestKeys {
  return Object.fromEntries(
    found
      .filter(({ flow }) => flows.includes(flow.name))
      .map(({ flow, apiKeys }) => [
        flow.name,
        createHash("sha256").update(JSON.stringify(apiKeys)).digest("hex"),
      ]),
  );
}

function quoted(text: string): string {
  return `"${text}"`;
}
