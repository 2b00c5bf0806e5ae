import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc, { type Arbitrary } from "fast-check";
import { mergedReport } from "../../rollout/src/merge/merge.ts";
import { outputLines } from "../../rollout/src/merge/outputs.ts";
import { readReports } from "../../rollout/src/merge/readReports.ts";
import { chooseStacks } from "../../rollout/src/project/choice.ts";
import { rolloutSchema } from "../../rollout/src/project/rolloutSchema.ts";
import { markdown } from "../../rollout/src/report/markdown.ts";
import { page } from "../../rollout/src/report/page.tsx";
import { foreignParts } from "../../rollout/src/testing/commentTree.ts";
import { foreignInPage } from "../../rollout/src/testing/pageTree.ts";
import { anyReport } from "../../rollout/src/testing/arbitrary.ts";
import { bytesOf, edited, editedText, edits, encoding, hostileJson, textEdits } from "./hostile.ts";
import { assertHarmless, refusedOrDone } from "./promises.ts";
import { subject } from "./subject.ts";

const PIECES = ['"', "{", "}", "[", "]", ":", ",", "null", "-1", "1e999", "\\u001b", "\0", "[".repeat(9000)];

/** Reports that another job wrote, or that somebody put in their place. */
const texts: Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(anyReport, edits).map(([report, changes]) => asText(edited(report, changes))),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(anyReport, textEdits(PIECES))
      .map(([report, changes]) => editedText(asText(report), changes)),
  },
  { weight: 2, arbitrary: anyReport.map(asText) },
  { weight: 1, arbitrary: hostileJson.map(asText) },
);

function asText(value: unknown): string {
  return JSON.stringify(value) ?? "";
}

const file = rolloutSchema.parse({ version: 1, waves: [{ name: "first", match: "rest" }] });

/** The reader of reports that are merged into one. */
export const mergedReports = subject({
  title: "merged reports",
  share: 10,
  cases: fc.record({ all: fc.array(texts, { minLength: 1, maxLength: 2 }), encoded: encoding }),
  open() {
    const folder = mkdtempSync(join(tmpdir(), "fuzz-merge-"));
    return {
      async judge({ all, encoded }) {
        for (const [index, text] of all.entries()) {
          writeFileSync(join(folder, `${index}.json`), bytesOf(text, encoded));
        }
        const reports = await refusedOrDone(() =>
          readReports(all.map((_, at) => join(folder, `${at}.json`))),
        );
        if (reports === undefined) return;
        const names = [...new Set(reports.flatMap(({ report }) => report.stacks.map(({ stack }) => stack)))];
        const merged = await refusedOrDone(() =>
          mergedReport(reports, {
            project: reports[0]?.report.project ?? "shop",
            commit: { commit: reports[0]?.report.commit, isUncommitted: undefined },
            waves: ["first"],
            chosen: chooseStacks(names, file, { stacks: names }),
            now: new Date(0).toISOString(),
          }),
        );
        if (merged === undefined) return;
        assert.deepEqual(foreignParts(markdown(merged)), []);
        assert.deepEqual(foreignInPage(page(merged)), []);
        assertHarmless(outputLines(merged, file).replaceAll("\n", "\n  "));
      },
      close: () => rmSync(folder, { recursive: true }),
    };
  },
});
