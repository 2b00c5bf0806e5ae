import { z } from "zod";
import { failure, reportBasics, stackName } from "../report/basics.ts";
import { EXIT } from "../report/exitCode.ts";

/** Statuses of a tenant in a rollout. */
export const TENANT_STATUSES = ["current", "outdated", "running", "failed", "skipped", "waiting"] as const;

const tenantReport = z.strictObject({
  stack: stackName,
  wave: z.string(),
  status: z.enum(TENANT_STATUSES),
  /** True where this run changed something in it. */
  isUpdated: z.boolean(),
  isViolated: z.boolean(),
  seconds: z.number(),
  failures: z.array(failure),
});

const gateReport = z.strictObject({
  wave: z.string(),
  kind: z.enum(["approval", "health"]),
  result: z.enum(["passed", "held", "failed"]),
  /** Digest to approve, where one is asked for. */
  digest: z.string().optional(),
  reasons: z.array(z.string()),
});

/** Report of `prismatic-rollout up`, as `--json` writes it. */
export const upReport = z.strictObject({
  ...reportBasics,
  command: z.literal("up"),
  run: z.string(),
  /** Folder of the logs, one for each stack. */
  logs: z.string(),
  /** Every chosen stack exactly once, in the order of the waves. */
  stacks: z.array(tenantReport),
  gates: z.array(gateReport),
});

export type UpReport = z.output<typeof upReport>;
export type TenantReport = z.output<typeof tenantReport>;
export type GateReport = z.output<typeof gateReport>;
export type TenantStatus = TenantReport["status"];

/** The exit code of `up`, as for `preview`: 0 where all tenants are current, 2 where something is left to do. */
export function upExitCode({ stacks, gates }: Pick<UpReport, "stacks" | "gates">): number {
  const failed = stacks.filter(({ status }) => status === "failed");
  if (failed.some(({ isViolated }) => !isViolated) || gates.some(({ result }) => result === "failed"))
    return EXIT.failure;
  if (failed.length > 0) return EXIT.violation;
  return stacks.every(({ status }) => status === "current") ? EXIT.nothing : EXIT.changes;
}

/** The report as text: a line for each tenant, the gates, and the errors once more at the end. */
export function upText({ stacks, gates, logs, run }: UpReport): string {
  const width = Math.max(...stacks.map(({ stack }) => stack.length), 5);
  const lines = stacks.map(
    ({ stack, wave, status, isUpdated, seconds }) =>
      `${stack.padEnd(width)}  ${status.padEnd(8)}  ${wave}${isUpdated ? `, updated in ${seconds.toFixed(1)} s` : ""}`,
  );
  const counts = TENANT_STATUSES.flatMap((status) => {
    const count = stacks.filter((each) => each.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const asked = gates.flatMap(({ wave, kind, result, digest, reasons }) => [
    `Gate of wave ${wave}, ${kind}: ${result}${reasons.length > 0 ? ` (${reasons.join("; ")})` : ""}`,
    ...(result === "held" && digest !== undefined
      ? [`  Approve exactly this with: --resume --approve ${digest}`]
      : []),
    ...(result === "held" && digest === undefined ? ["  Go on afterwards with: --resume"] : []),
  ]);
  const errors = stacks.flatMap(({ stack, failures }) =>
    failures.map(({ message, nextStep }) => `${stack} failed: ${message}\n  Next: ${nextStep}`),
  );
  return `${[`Run ${run}; logs in ${logs}`, ...lines, `${stacks.length} stacks: ${counts.join(", ")}`, ...asked, ...errors].join("\n")}\n`;
}
