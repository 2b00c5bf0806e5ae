import fc from "fast-check";
import { expect, it } from "vitest";
import { sized } from "../../../test/support/size.ts";
import { anyReport, hostileText } from "../testing/arbitrary.ts";
import { foreignParts, nodesOf, parseComment } from "../testing/commentTree.ts";
import { large } from "../testing/reports.ts";
import { markdown } from "./markdown.ts";
import { COMMENT_LIMIT } from "./markdown/cutting.ts";

const numRuns = sized({ sample: 60, promised: 3000 });

it("Any report is a comment of our own parts alone, within the limit, with its tables and fences whole", () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const text = markdown(report);
      expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      expect(text.split("\n")[0]).toMatch(/^<!-- prismatic-rollout preview \S* -->$/);
      expect(foreignParts(text)).toEqual([]);
      const tables = nodesOf(parseComment(text)).filter((node) => node.type === "table");
      const rows = tables[0]?.children.length;
      if (report.groups.length > 0 && !text.includes("parts are left out"))
        expect(rows).toBe(report.groups.length + 1);
    }),
    { numRuns },
  );
});

it("The same report gives the same comment", () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      expect(markdown(structuredClone(report))).toBe(markdown(report));
    }),
    { numRuns: numRuns / 10 },
  );
});

it("Reports of any size with hostile names stay within the limit", () => {
  const size = fc.integer({ min: 0, max: 120 });
  fc.assert(
    fc.property(size, size, hostileText, (tenants, keys, text) => {
      const report = large(Math.max(tenants, 2), keys);
      const failures = report.stacks.map((stack) => ({
        ...stack,
        status: "failed" as const,
        failures: [{ message: `${text} ${stack.stack}`.repeat(20), nextStep: text.repeat(20) }],
      }));
      const groups = report.groups.map((group) => ({ ...group, operation: "replace" as const, class: text }));
      const hostile = markdown({ ...report, stacks: failures, groups });
      expect(hostile.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      expect(foreignParts(hostile)).toEqual([]);
    }),
    { numRuns: sized({ sample: 8, promised: 200 }) },
  );
});
