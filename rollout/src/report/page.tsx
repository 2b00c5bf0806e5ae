import { Changes } from "./page/changes.tsx";
import { Eye } from "./page/eye.tsx";
import { Head } from "./page/head.tsx";
import { MatrixTable } from "./page/matrix.tsx";
import { pageOf } from "./page/shell.tsx";
import { TenantsSection, Waves } from "./page/tenants.tsx";
import { REPORT_VERSION, type PreviewReport } from "./schema.ts";
import { deviationsOf, sortedGroups } from "./shown/deviations.ts";
import { verdictOf } from "./shown/outcomes.ts";
import { counted, oneLine } from "./shown/text.ts";

const SECTIONS: [id: string, title: string][] = [
  ["eye", "Needs your eye"],
  ["changes", "What changes"],
  ["waves", "Waves"],
  ["tenants", "Tenants"],
  ["matrix", "Matrix"],
  ["made", "How this was made"],
];

/** Writes a preview as one HTML file that needs nothing else, and reads without its script as well. */
export function page(report: PreviewReport): string {
  const unlike = deviationsOf(report);
  const groups = sortedGroups(report, unlike);
  const title = `${oneLine(report.project)}: ${verdictOf(report).facts.join("; ")}`;
  return pageOf({
    title,
    skip: "Skip to what needs your eye",
    head: <Head report={report} sections={SECTIONS} />,
    main: (
      <>
        <Eye groups={groups} unlike={unlike} report={report} />
        <Changes groups={groups} report={report} />
        <Waves report={report} />
        <TenantsSection report={report} />
        <MatrixTable groups={groups} report={report} />
        <Made report={report} />
      </>
    ),
  });
}

function Made({ report }: { report: PreviewReport }) {
  return (
    <section aria-labelledby="made">
      <h2 id="made">How this was made</h2>
      <p>
        <code>prismatic-rollout preview</code> ran a preview of each of{" "}
        {counted(report.stacks.length, "tenant")} and wrote this file from its report (version{" "}
        {REPORT_VERSION} of the form). It holds no secrets: of a secret it shows the number of its revision.
        The digest covers the commit, the choice of tenants, and every step with its values before and after;
        a tenant that changes afterwards has another digest.
      </p>
      <p>
        Tenants that failed are in no sum and never among those without changes. What could not be counted
        says so with its reason. Values that are the same in all tenants of a change are shown once, the
        others by tenant.
      </p>
    </section>
  );
}
