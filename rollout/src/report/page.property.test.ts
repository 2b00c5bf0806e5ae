import fc from "fast-check";
import { expect, it } from "vitest";
import { sized } from "../../../test/support/size.ts";
import { anyReport } from "../testing/arbitrary.ts";
import { elementsWith, foreignInPage } from "../testing/pageTree.ts";
import { page } from "./page.tsx";

const numRuns = sized({ sample: 60, promised: 3000 });

it("Any report is a page of our own elements alone, with every tenant and every change once", () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const html = page(report);
      expect(foreignInPage(html)).toEqual([]);
      expect(elementsWith(html, "data-kind", "tenant")).toHaveLength(report.stacks.length);
      expect(elementsWith(html, "data-kind", "change")).toHaveLength(report.groups.length);
      expect(page(structuredClone(report))).toBe(html);
    }),
    { numRuns },
  );
});
