import type { OverviewConnection, TenantOverview } from "pulumi-prismatic/tenantReads";
import { byCharacters } from "../order.ts";
import { shownExactly } from "../shownText.ts";
import { FINDING_KINDS, type Finding, type FindingKind } from "./schema.ts";

type State = OverviewConnection["state"];

/** Connections of one tenant that nothing uses, that fail, or that wait for an authorization. */
export function findingsOf(
  stack: string,
  { connections, credentials }: TenantOverview,
  secrets: readonly string[],
): Finding[] {
  const shown = (text: string) => shownExactly(text, secrets);
  const found = (
    state: State,
    about: Pick<Finding, "key" | "of" | "customer" | "credentials">,
  ): Finding[] => {
    const kind = kindOf(state);
    if (kind === undefined) return [];
    const status = shown(state.status ?? "PENDING");
    return [{ kind, stack: shown(stack), ...about, status }];
  };
  return [
    ...connections.flatMap(({ stableKey, state, testState, uses }) => {
      const key = shown(stableKey);
      const isUnused = uses !== undefined && Object.values(uses).every((number) => number === 0);
      return [
        ...found(state, { key, of: "connection" }),
        ...(testState === undefined ? [] : found(testState, { key, of: "testCredentials" })),
        ...(isUnused
          ? [{ kind: "unused" as const, stack: shown(stack), key, of: "connection" as const }]
          : []),
      ];
    }),
    ...credentials.flatMap(({ stableKey, customer, name, state }) =>
      found(state, {
        key: shown(stableKey),
        of: "customer",
        ...(customer === undefined ? {} : { customer: shown(customer) }),
        ...(name === undefined ? {} : { credentials: shown(name) }),
      }),
    ),
  ].toSorted(
    (one, other) =>
      FINDING_KINDS.indexOf(one.kind) - FINDING_KINDS.indexOf(other.kind) ||
      byCharacters(orderOf(one), orderOf(other)),
  );
}

/** A status that this version does not know may be a failure, so it is told. Without a status, there is nothing to give. */
function kindOf({ status, isAuthorizable }: State): FindingKind | undefined {
  if (status === "ERROR" || status === "FAILED") return "fails";
  if (status === "PENDING" || (status === undefined && isAuthorizable)) return "waits";
  return status === undefined || status === "ACTIVE" ? undefined : "unknownStatus";
}

const orderOf = ({ key, of, customer, credentials }: Finding): string =>
  JSON.stringify([key, of, customer ?? "", credentials ?? ""]);
