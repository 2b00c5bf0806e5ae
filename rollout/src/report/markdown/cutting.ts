import { sentence } from "../shown/text.ts";

/** GitHub takes 65,536 characters for a comment; what is left is for a line that CI adds. */
export const COMMENT_LIMIT = 60_000;

/** Parts that a comment which is too long goes without, in this order; within each, the least risky first. */
export const CUTS = [
  "tables of tenants",
  "values by tenant",
  "values before and after",
  "names",
  "what the server made",
  "connections that nothing uses",
  "connections that wait",
  "changes without a risk",
  "values by tenant of replacements and deletions",
  "values before and after of replacements and deletions",
  "names in replacements and deletions",
  "edited objects and touched secrets",
  "keys that differ",
  "unlike plans",
  "failures in full",
  "violations of policies",
  "connections of unknown status",
  "lost objects and failures",
  "failing connections and failures",
  "replacements, deletions and failures",
  "failures",
] as const;
export type Cut = (typeof CUTS)[number];

/** A piece of the comment, with what stands in its place after a cut. */
export interface Part {
  text: string;
  shorter?: { cut: Cut; text: string }[];
}

/** Parts under one heading, which goes with the last of them. */
export interface Section {
  heading: string;
  parts: Part[];
  between: "\n" | "\n\n";
  /** The line that says how many parts were left out. */
  rest?: (count: number) => string;
}

/** A section of one part, or none where it is empty. */
export function block(text: string, shorter: Part["shorter"] = []): Section {
  return { heading: "", parts: text === "" ? [] : [{ text, shorter }], between: "\n\n" };
}

/** The note of a comment that says which kinds of parts it goes without. */
export function leftOut(cuts: Cut[]): string {
  return `> [!NOTE]\n> To fit in a comment, parts are left out: ${sentence([...cuts])}. The page (\`--html\`) has all of it.`;
}

/**
 * Joins the sections within `limit` characters, with as few cuts as that takes. `note` gets the kinds of what was cut;
 * it stands after the first section.
 */
export function fitted(sections: Section[], limit: number, note: (cuts: Cut[]) => string): string {
  const steps = stepsOf(sections);
  const whole = rendered(sections, [], note);
  if (whole.length <= limit) return whole;
  let [tooFew, enough] = [0, steps.length];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (rendered(sections, steps.slice(0, middle), note).length <= limit) enough = middle;
    else tooFew = middle;
  }
  return rendered(sections, steps.slice(0, enough), note);
}

interface Step {
  cut: Cut;
  part: Part;
  text: string;
}

/** All cuts in their order: by kind, then from the end of the comment, where the least risky stand. */
function stepsOf(sections: Section[]): Step[] {
  const parts = sections.flatMap((section) => section.parts).toReversed();
  return CUTS.flatMap((cut) =>
    parts.flatMap((part) =>
      (part.shorter ?? []).flatMap((shorter) => (shorter.cut === cut ? [{ ...shorter, part }] : [])),
    ),
  );
}

function rendered(sections: Section[], steps: Step[], note: (cuts: Cut[]) => string): string {
  const texts = new Map(steps.map(({ part, text }) => [part, text]));
  const kinds = CUTS.filter((cut) => steps.some((step) => step.cut === cut));
  const [first = "", ...others] = sections.map(({ heading, parts, between, rest }) => {
    const shown = parts.map((part) => texts.get(part) ?? part.text).filter((text) => text !== "");
    const missing = parts.length - shown.length;
    if (missing > 0 && rest) shown.push(rest(missing));
    return shown.length === 0
      ? ""
      : [heading, shown.join(between)].filter((text) => text !== "").join("\n\n");
  });
  const noted = kinds.length > 0 ? [note(kinds)] : [];
  return `${[first, ...noted, ...others].filter((text) => text !== "").join("\n\n")}\n`;
}
