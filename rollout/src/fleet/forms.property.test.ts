import fc from "fast-check";
import { expect, it } from "vitest";
import { sized } from "../../../test/support/size.ts";
import { connectionComment } from "../connectionReport/comment.ts";
import { connectionPage } from "../connectionReport/page.tsx";
import { connectionReport } from "../connectionReport/schema.ts";
import { driftComment } from "../drift/comment.ts";
import { driftPage } from "../drift/page.tsx";
import { driftReport } from "../drift/schema.ts";
import { matrixComment } from "../matrix/comment.ts";
import { matrixPage } from "../matrix/page.tsx";
import { matrixReport } from "../matrix/schema.ts";
import { COMMENT_LIMIT } from "../report/markdown/cutting.ts";
import { anyOf } from "../testing/arbitrary.ts";
import { foreignParts } from "../testing/commentTree.ts";
import { elementsWith, foreignInPage } from "../testing/pageTree.ts";

/** Any report of each command as comment and page, with the number of its tenants. */
const anyForms = fc.oneof(
  anyOf(driftReport).map((report) => ({
    ...{ report, comment: driftComment(report), html: driftPage(report) },
    again: driftPage(structuredClone(report)),
  })),
  anyOf(connectionReport).map((report) => ({
    ...{ report, comment: connectionComment(report), html: connectionPage(report) },
    again: connectionPage(structuredClone(report)),
  })),
  anyOf(matrixReport).map((report) => ({
    ...{ report, comment: matrixComment(report), html: matrixPage(report) },
    again: matrixPage(structuredClone(report)),
  })),
);

it("Any report on many tenants is a comment and a page of our own parts alone, with every tenant once", () => {
  fc.assert(
    fc.property(anyForms, ({ report, comment, html, again }) => {
      expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      expect(comment.split("\n")[0]).toMatch(/^<!-- prismatic-rollout (drift|report|matrix) \S* -->$/);
      expect(foreignParts(comment)).toEqual([]);
      expect(foreignInPage(html)).toEqual([]);
      expect(elementsWith(html, "data-kind", "tenant")).toHaveLength(report.stacks.length);
      expect(again).toBe(html);
    }),
    { numRuns: sized({ sample: 60, promised: 3000 }) },
  );
});
