import { strict as assert } from "node:assert";
import fc from "fast-check";
import { connectionComment } from "../../rollout/src/connectionReport/comment.ts";
import { connectionPage } from "../../rollout/src/connectionReport/page.tsx";
import { connectionReport } from "../../rollout/src/connectionReport/schema.ts";
import { driftComment } from "../../rollout/src/drift/comment.ts";
import { driftPage } from "../../rollout/src/drift/page.tsx";
import { driftReport } from "../../rollout/src/drift/schema.ts";
import { matrixComment } from "../../rollout/src/matrix/comment.ts";
import { matrixPage } from "../../rollout/src/matrix/page.tsx";
import { matrixReport } from "../../rollout/src/matrix/schema.ts";
import { markdown } from "../../rollout/src/report/markdown.ts";
import { COMMENT_LIMIT } from "../../rollout/src/report/markdown/cutting.ts";
import { page } from "../../rollout/src/report/page.tsx";
import { anyOf, anyReport } from "../../rollout/src/testing/arbitrary.ts";
import { foreignParts } from "../../rollout/src/testing/commentTree.ts";
import { elementsWith, foreignInPage } from "../../rollout/src/testing/pageTree.ts";
import { subject } from "./subject.ts";

const forms = fc.oneof(
  anyReport.map((report) => ({ report, comment: () => markdown(report), html: () => page(report) })),
  anyOf(driftReport).map((report) => ({
    report,
    comment: () => driftComment(report),
    html: () => driftPage(report),
  })),
  anyOf(connectionReport).map((report) => ({
    report,
    comment: () => connectionComment(report),
    html: () => connectionPage(report),
  })),
  anyOf(matrixReport).map((report) => ({
    report,
    comment: () => matrixComment(report),
    html: () => matrixPage(report),
  })),
);

/** Names of tenants and of their objects in comments and pages. */
export const reports = subject({
  title: "names in Markdown and HTML",
  share: 10,
  cases: forms,
  open: () => ({
    judge({ report, comment, html }) {
      const text = comment();
      assert.ok(text.length <= COMMENT_LIMIT);
      assert.deepEqual(foreignParts(text), []);
      const written = html();
      assert.deepEqual(foreignInPage(written), []);
      assert.equal(elementsWith(written, "data-kind", "tenant").length, report.stacks.length);
    },
  }),
});
