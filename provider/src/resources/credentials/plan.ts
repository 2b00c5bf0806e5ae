import type { PlannedMutation } from "../../dynamic/lifecycle.ts";

/** One mutation of credentials. Only an update says what it carries: a create carries all, a delete nothing. */
export function credentialsMutation(
  verb: "create" | "update" | "delete",
  { carries, ...of }: { stableKey: string; customer?: string; carries: string[] },
): PlannedMutation {
  return { field: `${verb}CustomerConfigVariable`, ...of, ...(verb === "update" ? { carries } : {}) };
}
