import { factsOf, type FleetView } from "../fleet/view.ts";
import { counted, sentence } from "../report/shown/text.ts";
import type { DriftKind, DriftReport } from "./schema.ts";

/** Words for a kind of drift. */
export const KIND_WORDS: Record<DriftKind, string> = {
  lost: "lost",
  edited: "edited",
  secretTouched: "secret touched",
  madeByServer: "made by the server",
};

/** The drift of many tenants in the parts that its comment and its page share. */
export function driftView(report: DriftReport): FleetView {
  const { command, project, commit, isUncommitted, stacks } = report;
  return {
    ...{ command, subject: "Drift of", project, commit, isUncommitted },
    facts: factsOf(report, { found: foundIn(report), nothing: "No drift" }),
    outcomes: [
      { status: "failed", words: "failed", ofOne: "failed", kind: "failed" },
      { status: "drifted", words: "drifted", ofOne: "drifted", kind: "risky" },
      { status: "inSync", words: "in sync", ofOne: "in sync", kind: "unchanged" },
    ],
    columns: [
      { title: "Compared", words: "compared" },
      { title: "Lost", words: "lost" },
      { title: "Edited", words: "edited" },
      { title: "Secrets", words: "with touched secrets" },
      { title: "Server's", words: "changed by the server" },
    ],
    stacks: stacks.map(({ compared, lost, edited, secretTouched, madeByServer, ...stack }) => ({
      ...stack,
      numbers: [compared, lost, edited, secretTouched, madeByServer],
    })),
  };
}

function foundIn({ stacks }: DriftReport): string[] {
  const drifted = stacks.filter(({ status }) => status === "drifted").length;
  if (drifted === 0) return [];
  const words = (["lost", "edited", "secretTouched"] as const).flatMap((kind) => {
    const counts = stacks.map((stack) => stack[kind]);
    const sum = counts.reduce((all, count) => all + ("counted" in count ? count.counted : 0), 0);
    return sum > 0 ? [`${sum} ${KIND_WORDS[kind]}`] : [];
  });
  const verb = drifted === 1 ? "has" : "have";
  const all = counted(stacks.length, "tenant");
  return [`${drifted} of ${all} ${verb} drifted${words.length === 0 ? "" : `: ${sentence(words)}`}`];
}
