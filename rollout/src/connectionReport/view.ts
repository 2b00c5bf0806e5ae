import { factsOf, type FleetView } from "../fleet/view.ts";
import { byCharacters, gathered } from "../order.ts";
import { counted, sentence } from "../report/shown/text.ts";
import { FINDING_KINDS, type ConnectionReport, type Finding, type FindingKind } from "./schema.ts";

/** The connections of many tenants in the parts that their comment and their page share. */
export function connectionView(report: ConnectionReport): FleetView {
  const { command, project, commit, isUncommitted, stacks } = report;
  return {
    ...{ command, subject: "Connections of", project, commit, isUncommitted },
    facts: factsOf(report, { found: foundIn(report), nothing: "No findings" }),
    outcomes: [
      { status: "failed", words: "failed", ofOne: "failed", kind: "failed" },
      { status: "findings", words: "with findings", ofOne: "findings", kind: "risky" },
      { status: "clean", words: "clean", ofOne: "clean", kind: "unchanged" },
    ],
    columns: [
      { title: "Connections", words: "connections" },
      { title: "Credentials", words: "customers' credentials" },
      { title: "Fail", words: "failing" },
      { title: "Unknown", words: "of unknown status" },
      { title: "Wait", words: "waiting" },
      { title: "Unused", words: "connections that nothing uses" },
    ],
    stacks: stacks.map(({ connections, credentials, fails, unknownStatus, waits, unused, ...stack }) => ({
      ...stack,
      numbers: [connections, credentials, fails, unknownStatus, waits, unused],
    })),
  };
}

const FOUND_WORDS: Record<FindingKind, string> = {
  fails: "failing",
  unknownStatus: "of unknown status",
  waits: "waiting for an authorization",
  unused: "used by nothing",
};

function foundIn({ stacks, findings }: ConnectionReport): string[] {
  const found = stacks.filter(({ status }) => status === "findings").length;
  if (found === 0) return [];
  const number = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind).length;
  const words = sentence(
    FINDING_KINDS.filter((kind) => number(kind) > 0).map((kind) => `${number(kind)} ${FOUND_WORDS[kind]}`),
  );
  const verb = found === 1 ? "has" : "have";
  return [
    `${found} of ${counted(stacks.length, "tenant")} ${verb} findings${words === "" ? "" : `: ${words}`}`,
  ];
}

/** The same finding of several tenants. */
export interface FindingRow extends Pick<Finding, "kind" | "key" | "of" | "status"> {
  stacks: string[];
  /** Customers whose credentials these are, by tenant; none for what is the organization's own. */
  customers: { stack: string; names: string[] }[];
}

/** Findings as rows, the worst kinds first; customers of one connection with the same status share a row. */
export function findingRows(findings: readonly Finding[]): FindingRow[] {
  const shape = ({ kind, key, of, status }: Finding) => JSON.stringify([kind, key, of, status ?? null]);
  return gathered(findings, shape)
    .flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      const { kind, key, of, status } = first;
      const stacks = [...new Set(members.map(({ stack }) => stack))].toSorted(byCharacters);
      const customers = stacks.map((stack) => ({
        stack,
        names: members.filter((member) => member.stack === stack).map(nameOf),
      }));
      return [{ kind, key, of, status, stacks, customers: of === "customer" ? customers : [] }];
    })
    .toSorted(
      (one, other) =>
        FINDING_KINDS.indexOf(one.kind) - FINDING_KINDS.indexOf(other.kind) ||
        other.stacks.length - one.stacks.length ||
        byCharacters(one.key, other.key) ||
        byCharacters(one.of, other.of) ||
        byCharacters(one.status ?? "", other.status ?? ""),
    );
}

function nameOf({ customer = "no customer", credentials }: Finding): string {
  return credentials === undefined ? customer : `${customer}/${credentials}`;
}

/** Owner of the credentials of a row. */
export function ownerOf({ of, customers }: FindingRow): string {
  if (of === "connection") return "the connection";
  if (of === "testCredentials") return "its test credentials";
  return counted(
    customers.reduce((sum, { names }) => sum + names.length, 0),
    "customer",
  );
}
