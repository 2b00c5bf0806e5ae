import type { TenantOverview } from "pulumi-prismatic/tenantReads";
import { shownExactly } from "../shownText.ts";

/** Facts of one connection by their path. No value of a secret is among them. */
export interface ConnectionFacts {
  facts: Map<string, string>;
  /** Paths, or beginnings of paths that end with a point, that were not read, with the reason. */
  notRead: Map<string, string>;
}

/** Connections of one stack by stable key. */
export interface StackFacts {
  tenant: { url: string; id?: string } | undefined;
  keys: Map<string, ConnectionFacts>;
  /** Connections of other tenants in the same stack. */
  ofOtherTenants: number;
}

/** Facts of the connections that a tenant holds now. */
export function factsOfTenant(
  { connections }: TenantOverview,
  secrets: readonly string[],
): Map<string, ConnectionFacts> {
  const shown = (text: string) => shownExactly(text, secrets);
  return new Map(
    connections.map((each) => {
      const facts = new Map<string, string>([
        ["kind", each.kind ?? "a kind that this version does not know"],
        ["component", shown(each.component ?? "none")],
        ["type", shown(each.type ?? "none")],
        ["embeddedWorkflows", yesOrNo(each.embeddedWorkflows)],
      ]);
      for (const [name, value] of each.values ?? []) facts.set(`values.${shown(name)}`, shown(value));
      for (const name of each.secrets ?? []) facts.set(`secrets.${shown(name)}`, "set");
      for (const [name, version] of each.integrations ?? []) {
        facts.set(`integrations.${shown(name)}`, versionText(version));
      }
      const notRead = new Map(
        each.integrations === undefined
          ? [["integrations.", "more than 100 versions of integrations use it"] as const]
          : [],
      );
      return [shown(each.stableKey), { facts, notRead }] as const;
    }),
  );
}

/** A flag as text. */
export const yesOrNo = (flag: boolean): string => (flag ? "yes" : "no");

/** A version of an integration as text; 0 and undefined are a draft that was never published. */
export function versionText(version: number | undefined): string {
  return version === undefined || version === 0 ? "draft only" : `version ${version}`;
}
