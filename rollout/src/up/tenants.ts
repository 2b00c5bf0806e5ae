import type { ChosenStack } from "../project/choice.ts";
import type { StackReading } from "../preview/reading.ts";
import type { Failure } from "../report/schema.ts";
import type { UpProgress } from "./progress.ts";
import type { StackLog } from "./stackLog.ts";
import type { TenantReport, TenantStatus } from "./upReport.ts";

/** One stack during a run. */
export interface Tenant {
  stack: ChosenStack;
  wave: string;
  status: TenantStatus;
  log: StackLog;
  isUpdated: boolean;
  isViolated: boolean;
  seconds: number;
  failures: Failure[];
  /** Stable keys of its connections, once it was read. */
  connections: string[];
}

/** Announces each change of a tenant's status, in its log and to the caller. */
export function setStatus(
  tenant: Tenant,
  status: TenantStatus,
  progress: Pick<UpProgress, "statusChanges">,
): void {
  if (tenant.status === status) return;
  tenant.status = status;
  tenant.log.write(status);
  progress.statusChanges(tenant.stack.name, status);
}

/** Notes why a tenant failed. */
export function fail(
  tenant: Tenant,
  failures: readonly Failure[],
  progress: Pick<UpProgress, "statusChanges">,
): void {
  tenant.failures.push(...failures);
  for (const { message } of failures) tenant.log.write(`failed: ${message}`);
  setStatus(tenant, "failed", progress);
}

/** True where an update of the stack would do something. */
export function isOutdated({ status, changedOutputs }: StackReading): boolean {
  return status === "changed" || (status === "unchanged" && changedOutputs.length > 0);
}

/** A tenant as the report shows it. */
export function tenantReport(tenant: Tenant): TenantReport {
  const { stack, wave, status, isUpdated, isViolated, seconds, failures } = tenant;
  return { stack: stack.name, wave, status, isUpdated, isViolated, seconds, failures };
}
