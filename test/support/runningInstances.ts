import type { TenantOptions, TestTenant } from "./tenant.ts";

/** A definition with one config variable; without a default, an instance that has no value for it is incomplete. */
export const reports = (
  more: { default?: string; description?: string } = {},
): string => `definitionVersion: 7
name: Reports
description: "${more.description ?? ""}"
requiredConfigVars:
  - key: Region
    dataType: string${more.default === undefined ? "" : `\n    defaultValue: ${more.default}`}
flows: []
`;

/**
 * A published integration with deployed instances of one customer. The first of them rely on the default of the config
 * variable, the others have a value of their own.
 */
export function withInstances(count: number, relying: number): NonNullable<TenantOptions["holds"]> {
  return {
    customers: [{ externalId: "globex", name: "Globex" }],
    integrations: [{ definition: reports({ default: "eu" }), versions: 1 }],
    instances: Array.from({ length: count }, (_, index) => ({
      name: `Reports ${index + 1}`,
      customer: "globex",
      integration: "Reports",
      ...(index < relying ? {} : { configVariables: { Region: "us" } }),
    })),
  };
}

/** Numbers of instances by what they are set to and what they run, such as `set 2, runs 1`. */
export async function versionsOfInstances(tenant: TestTenant): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let after: string | null = null;
  do {
    const { instances }: Found = await tenant.query(
      `query ($after: String) { instances(isSystem: false, after: $after) {
        nodes { deployedVersion integration { versionNumber } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    for (const { deployedVersion, integration } of instances.nodes) {
      const which = `set ${integration.versionNumber}, runs ${deployedVersion}`;
      counts[which] = (counts[which] ?? 0) + 1;
    }
    after = instances.pageInfo.hasNextPage ? instances.pageInfo.endCursor : null;
  } while (after !== null);
  return counts;
}

interface Found {
  instances: {
    nodes: { deployedVersion: number; integration: { versionNumber: number } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
