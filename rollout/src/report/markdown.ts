import { groupParts, groupRow } from "./markdown/group.ts";
import { block, COMMENT_LIMIT, fitted, leftOut, type Section } from "./markdown/cutting.ts";
import { headSection } from "./markdown/head.ts";
import { tenantsSection } from "./markdown/tenants.ts";
import { deviations, failures, notCounted, notices, violations } from "./markdown/troubles.ts";
import type { PreviewReport } from "./schema.ts";
import { deviationsOf, sortedGroups } from "./shown/deviations.ts";
import { counted } from "./shown/text.ts";

/**
 * Writes a preview as the one comment of a pull request, at most {@link COMMENT_LIMIT} characters. Its first line, which
 * nobody sees, is the same for every preview of the project, so that CI finds the comment and edits it.
 */
export function markdown(report: PreviewReport): string {
  const unlike = deviationsOf(report);
  const groups = sortedGroups(report, unlike);
  const sections: Section[] = [
    headSection(report),
    groupsTable(groups, report),
    failures(report),
    violations(report),
    deviations(unlike, report),
    notCounted(report),
    {
      heading: "### In detail",
      parts: groups.flatMap((group, index) => groupParts(group, index + 1, report)),
      between: "\n\n",
    },
    notices(report),
    tenantsSection(report),
  ];
  return fitted(sections, COMMENT_LIMIT, leftOut);
}

function groupsTable(groups: PreviewReport["groups"], report: PreviewReport): Section {
  if (groups.length === 0) return block("");
  const header = "| # | operation | resource | tenants | reaches |\n| ---: | --- | --- | --- | --- |";
  return {
    heading: "### What changes",
    parts: [{ text: header }, ...groups.map((group, index) => groupRow(group, index + 1, report))],
    between: "\n",
    rest: (count) => `| | | ${counted(count, "more change")} | | |`,
  };
}
