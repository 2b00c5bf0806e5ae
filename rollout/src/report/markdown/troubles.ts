import type { PreviewReport } from "../schema.ts";
import type { Chosen } from "../shown/chosen.ts";
import type { Deviation } from "../shown/deviations.ts";
import { gapsOf, measuresText } from "../shown/reach.ts";
import { clip, counted } from "../shown/text.ts";
import { failuresOf, noticesOf, violationsOf, type Failing, type SharedFailure } from "../shown/troubles.ts";
import type { Cut, Section } from "./cutting.ts";
import { code, fence, wrapped } from "./escape.ts";
import { deviationText, resourceText, tenantsText } from "./words.ts";

const MESSAGE_LIMIT = 1500;
const NEXT_STEP_LIMIT = 800;
const LINE_LIMIT = 160;
const COLUMNS = 110;
const RESOURCES_LIMIT = 5;

/**
 * Failures with the next step: in full, else in one line each.
 *
 * @param last cut that leaves out even their lines
 */
export function failures(report: Failing, last: Cut = "replacements, deletions and failures"): Section {
  return {
    heading: "### Failures",
    parts: failuresOf(report).map((failure) => ({
      text: failureText(failure, report),
      shorter: [
        { cut: "failures in full", text: failureLine(failure, report) },
        { cut: last, text: "" },
      ],
    })),
    between: "\n\n",
    rest: (count) => counted(count, "more failure"),
  };
}

function failureText(failure: SharedFailure, report: Chosen): string {
  const resource = failure.resource === undefined ? "" : `, ${code(failure.resource)}`;
  return [
    `**${tenantsText(failure.stacks, report)}**${resource}`,
    fence("text", wrapped(clip(failure.message, MESSAGE_LIMIT), COLUMNS)),
    `**Next:** ${code(failure.nextStep, NEXT_STEP_LIMIT)}`,
  ].join("\n\n");
}

function failureLine({ stacks, message, nextStep }: SharedFailure, report: Chosen): string {
  const tenants = stacks.length > 3 ? counted(stacks.length, "tenant") : tenantsText(stacks, report);
  return `- **${tenants}**: ${code(message, LINE_LIMIT)} **Next:** ${code(nextStep, LINE_LIMIT)}`;
}

/** Violations of policies, mandatory ones first. */
export function violations(report: PreviewReport): Section {
  return {
    heading: "### Policies",
    parts: violationsOf(report).map(({ pack, policy, message, isMandatory, resource, stacks }) => ({
      text: [
        `- ${isMandatory ? "**mandatory**" : "advisory"} ${code(pack)} ${code(policy)}`,
        resource === undefined ? "" : ` for ${code(resource)}`,
        ` in ${tenantsText(stacks, report)}: ${code(message, MESSAGE_LIMIT)}`,
      ].join(""),
      shorter: [{ cut: "violations of policies", text: "" }],
    })),
    between: "\n",
    rest: (count) => `- ${counted(count, "more violation")}`,
  };
}

/** Resources for which tenants plan something else than their peers. */
export function deviations(unlike: Deviation[], report: PreviewReport): Section {
  return {
    heading: "### Unlike their peers",
    parts: unlike.map((deviation) => ({
      text: deviationText(deviation, report),
      shorter: [{ cut: "unlike plans", text: "" }],
    })),
    between: "\n",
    rest: (count) => `- ${counted(count, "more resource")} that tenants do not plan alike`,
  };
}

/** Numbers that could not be counted, by reason. */
export function notCounted(report: PreviewReport): Section {
  return {
    heading: "### Not counted",
    parts: gapsOf(report).map(({ reason, measures, resources, stacks }) => {
      const named = resources.slice(0, RESOURCES_LIMIT).map(resourceText);
      const rest = resources.length - named.length;
      const of = `${named.join(", ")}${rest > 0 ? ` and ${counted(rest, "more resource")}` : ""}`;
      const what = measuresText(measures);
      return {
        text: `- ${what} of ${of} in ${tenantsText(stacks, report)}: ${code(reason, MESSAGE_LIMIT)}`,
        shorter: [
          {
            cut: "names" as const,
            text: `- ${what} of ${counted(resources.length, "resource")} in ${counted(stacks.length, "tenant")}: ${code(reason, LINE_LIMIT)}`,
          },
          { cut: "unlike plans" as const, text: "" },
        ],
      };
    }),
    between: "\n",
    rest: (count) => `- not counted for ${counted(count, "more reason")}`,
  };
}

/** Notices of the previews, each with its tenants. */
export function notices(report: PreviewReport): Section {
  return {
    heading: "### Notices",
    parts: noticesOf(report).map(({ message, stacks }) => ({
      text: `- ${tenantsText(stacks, report)}: ${code(message, MESSAGE_LIMIT)}`,
      shorter: [{ cut: "names", text: "" }],
    })),
    between: "\n",
    rest: (count) => `- ${counted(count, "more notice")}`,
  };
}
