import { createHash } from "node:crypto";
import { renderToString } from "preact-render-to-string";
import { Changes } from "./page/changes.tsx";
import { Eye } from "./page/eye.tsx";
import { Head } from "./page/head.tsx";
import { MatrixTable } from "./page/matrix.tsx";
import { SCRIPT } from "./page/script.ts";
import { STYLE } from "./page/style.ts";
import { TenantsTable, Waves } from "./page/tenants.tsx";
import { REPORT_VERSION, type PreviewReport } from "./schema.ts";
import { deviationsOf, sortedGroups } from "./shown/deviations.ts";
import { verdictOf } from "./shown/outcomes.ts";
import { counted, oneLine } from "./shown/text.ts";

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing is loaded from anywhere, and nothing runs but the page's own script. */
const POLICY = [
  "default-src 'none'",
  "img-src data:",
  `style-src ${hash(STYLE)}`,
  `script-src ${hash(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

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
  const html = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to what needs your eye
        </a>
        <Head report={report} sections={SECTIONS} />
        <main id="main" tabIndex={-1}>
          <Eye groups={groups} unlike={unlike} report={report} />
          <Changes groups={groups} report={report} />
          <Waves report={report} />
          <TenantsTable report={report} />
          <MatrixTable groups={groups} report={report} />
          <Made report={report} />
        </main>
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>,
  );
  return `<!doctype html>\n${html}\n`;
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
