import type { TenantObject } from "pulumi-prismatic/takeover";
import { visible, visibleJson } from "pulumi-prismatic/vocabulary";
import { leftOutLines, sums } from "./summary.ts";

/** Everything that an export did and found. */
export interface ExportOutcome {
  tenant: { url: string; id: string };
  /** The folder that was written; undefined where the tenant has nothing to export. */
  folder: string | undefined;
  objects: readonly TenantObject[];
  /** Keys of the secrets that were read into the stack's encrypted configuration, and of those that are to be set. */
  secrets: { read: readonly string[]; missing: readonly string[] };
  notes: readonly string[];
  /** State of the folder, and what comes next. */
  next: readonly string[];
}

/** Names of one group on the screen; README.md has all of them. */
const MOST_NAMED = 20;

/** Outcome of an export, for people. */
export function outcomeText({ tenant, folder, objects, secrets, notes, next }: ExportOutcome): string {
  const { read, missing } = secrets;
  const lines = [
    ...leftOutLines(objects, MOST_NAMED),
    ...(folder === undefined ? [`Tenant ${tenant.id} has nothing to export. Nothing was written.`] : []),
    ...notes.map(visible),
    ...(read.length > 0
      ? [`Read from the tenant into the stack's encrypted configuration: ${counted(read.length)}.`]
      : []),
    ...(missing.length > 0
      ? [`Still to be set: ${counted(missing.length)}. README.md and Pulumi's preview name each of them.`]
      : []),
    ...next,
  ];
  return `${sums(objects)}\n${lines.join("\n")}\n`;
}

/** The same for programs: one line of JSON. */
export function outcomeJson({ tenant: { url, id }, ...outcome }: ExportOutcome): string {
  return `${visibleJson(JSON.stringify({ tenant: { url, id }, ...outcome }))}\n`;
}

const counted = (secrets: number): string => (secrets === 1 ? "1 secret" : `${secrets} secrets`);
