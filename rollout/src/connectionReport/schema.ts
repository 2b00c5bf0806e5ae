import { z } from "zod";
import { reportBasics, stackBasics, stackName } from "../report/basics.ts";
import { count } from "../report/schema.ts";

/** Kinds of findings, worst first. */
export const FINDING_KINDS = ["fails", "unknownStatus", "waits", "unused"] as const;

const kind = z.enum(FINDING_KINDS);
const status = z.enum(["failed", "findings", "clean"]);

const finding = z.strictObject({
  kind,
  stack: stackName,
  /** Stable key of the connection. */
  key: z.string(),
  /** Owner of the credentials that fail or wait: the connection itself, its test credentials, or a customer. */
  of: z.enum(["connection", "testCredentials", "customer"]),
  /** External id of the customer, else the name. */
  customer: z.string().optional(),
  /** Name of the credentials, where the customer has several. */
  credentials: z.string().optional(),
  /** Status in the tenant, such as `PENDING`; none for a connection that nothing uses. */
  status: z.string().optional(),
});

const stack = z.strictObject({
  ...stackBasics,
  status,
  /** Connections of the organization's own, and customers' credentials for them. */
  connections: count,
  credentials: count,
  fails: count,
  unknownStatus: count,
  waits: count,
  unused: count,
});

/** Report of `prismatic-rollout report`, as `--json` writes it. */
export const connectionReport = z.strictObject({
  ...reportBasics,
  command: z.literal("report"),
  /** Every chosen stack exactly once, by name. */
  stacks: z.array(stack),
  /** Number of stacks by status; together as many as `stacks`. */
  stackCounts: z.record(status, z.number()),
  findings: z.array(finding),
});

export type FindingKind = z.output<typeof kind>;
export type Finding = z.output<typeof finding>;
export type ConnectionReport = z.output<typeof connectionReport>;
