import { parse } from "yaml";
import { z } from "zod";
import { environmentsOf } from "./environment.ts";
import type { RolloutFile } from "./rolloutSchema.ts";

/** Variable that the provider honours, whichever tenants a program reaches. */
export const REQUEST_SHARE = "PRISMATIC_REQUEST_SHARE";

const settingsFile = z.object({
  config: z.object({ "prismatic:url": z.string(), "prismatic:tenantId": z.string() }).partial().default({}),
});

/**
 * Shares each tenant's rate of requests among the stacks that may reach it at the same time: together they keep to
 * `requestShare`. A stack that names no tenant counts as the only one of its tenant.
 *
 * @param settings texts of the stacks' settings files, by stack
 * @returns whole percents from 1, by stack
 */
export function requestShares(
  settings: ReadonlyMap<string, string>,
  file: Pick<RolloutFile, "requestShare" | "environment">,
  maxConcurrent: number,
): Map<string, number> {
  const tenants = new Map([...settings].map(([stack, text]) => [stack, tenantOf(stack, text, file)]));
  const shares = [...tenants].map(([stack, tenant]) => {
    const all = tenant === undefined ? 1 : [...tenants.values()].filter((other) => other === tenant).length;
    const share = Math.floor(file.requestShare.percent / Math.min(all, maxConcurrent));
    return [stack, Math.max(1, share)] as const;
  });
  return new Map(shares);
}

/** Address and id of the tenant that a stack names, in its settings or by variables of rollout.yaml. */
function tenantOf(stack: string, text: string, file: Pick<RolloutFile, "environment">): string | undefined {
  const config = configOf(text);
  const variables = environmentsOf(stack, file).flatMap(({ variables: own }) => Object.entries(own));
  const valueOf = (name: string) => {
    const source = variables.findLast(([variable]) => variable === name)?.[1];
    return source !== undefined && "value" in source ? source.value : undefined;
  };
  const url = valueOf("PRISMATIC_URL") ?? config["prismatic:url"];
  const id = valueOf("PRISMATIC_TENANT_ID") ?? config["prismatic:tenantId"];
  if (url === undefined || id === undefined) return undefined;
  return `${URL.parse(url.trim())?.origin ?? url} ${id.trim().toLowerCase()}`;
}

/** Empty for a file that cannot be read: Pulumi says what is wrong with it. */
function configOf(text: string): z.output<typeof settingsFile>["config"] {
  try {
    return settingsFile.safeParse(parse(text)).data?.config ?? {};
  } catch {
    return {};
  }
}
