import fc from "fast-check";
import { expect, it } from "vitest";
import { sized } from "../../../test/support/size.ts";
import type { Reached } from "../preview/reach.ts";
import type { StackReading } from "../preview/reading.ts";
import { previewReport } from "../preview/report.ts";
import { chooseStacks } from "../project/choice.ts";
import { rolloutSchema } from "../project/rolloutSchema.ts";
import { markdown } from "../report/markdown.ts";
import type { PreviewReport } from "../report/schema.ts";
import { reportTable } from "../report/table.ts";
import { reading, slack, step } from "../testing/readings.ts";
import { reachOfAll } from "../testing/reportBuilders.ts";
import { mergedReport } from "./merge.ts";

const numRuns = sized({ sample: 60, promised: 5000 });

const file = rolloutSchema.parse({
  version: 1,
  labels: { "e*": ["europe"] },
  waves: [
    { name: "first", match: { stacks: ["a*", "__proto__"] } },
    { name: "others", match: "rest" },
  ],
});

const names = fc.uniqueArray(
  fc.constantFrom("a", "a2", "eu", "EU", "eu.x-1", "__proto__", "constructor", "z"),
  {
    minLength: 1,
  },
);
const text = fc.constantFrom("New", "Old", "|`<b>", "__proto__");
const values = fc.record({ name: text, description: text, globalValues: fc.dictionary(text, text) });
const oneStep = fc
  .record({
    op: fc.constantFrom("same", "create", "update", "delete", "replace", "read", "teleport"),
    type: fc.constantFrom(
      "pulumi-nodejs:dynamic/prismatic:CustomerConnection",
      "parent$other:index:Thing",
      "other:index:Thing",
    ),
    name: fc.constantFrom("one", "two"),
    stableKey: fc.constantFrom("slack", "hubspot", "__proto__"),
    before: values,
    after: values,
  })
  .map(({ op, type, name, stableKey, before, after }) =>
    step({
      ...{ op, type, name },
      ...(op === "create" ? {} : { before: { ...slack, stableKey, ...before } }),
      ...(op === "delete" ? {} : { after: { ...slack, stableKey, ...after } }),
    }),
  );
const found = fc.record({
  steps: fc.uniqueArray(oneStep, { maxLength: 6, selector: ({ urn }) => urn }),
  status: fc.constantFrom("failed", "violation", "read"),
  changedOutputs: fc.uniqueArray(text),
  reach: fc.constantFrom<(Reached | undefined)[]>(
    undefined,
    { reach: reachOfAll({ counted: 3 }) },
    { reach: reachOfAll({ notCounted: "no time" }), refusal: "It is in use." },
  ),
});

function readingOf(
  name: string,
  { steps, status, changedOutputs }: typeof found extends fc.Arbitrary<infer F> ? F : never,
): StackReading {
  const [chosen] = chooseStacks([name], file, { all: true });
  if (chosen === undefined) throw new Error("no stack");
  const common = { stack: chosen, tenant: { url: "https://app.example", id: name } };
  if (status !== "failed") {
    const read = reading(name, steps, { ...common, changedOutputs });
    return status === "violation" ? { ...read, status } : read;
  }
  return reading(name, [], {
    ...common,
    status,
    failures: [{ message: "It failed.", nextStep: "Mend it." }],
  });
}

it("The reports of single stacks, merged, are the report of one preview of all, byte for byte", () => {
  const world = names.chain((stacks) =>
    fc.tuple(...stacks.map((name) => fc.tuple(fc.constant(name), found))),
  );
  const commit = { commit: "abc", isUncommitted: false };
  const settings = new Map([["a", "secure: v1:one"]]);
  const waves = ["first", "others"];
  fc.assert(
    fc.property(world, fc.nat(), (all, seed) => {
      const readings = all.map(([name, each]) => readingOf(name, each));
      const reached = new Map(
        all.map(([name, { steps, reach }]) => [
          name,
          new Map(steps.flatMap(({ urn }) => (reach === undefined ? [] : [[urn, reach] as const]))),
        ]),
      );
      const of = (some: StackReading[]): PreviewReport =>
        JSON.parse(
          JSON.stringify(
            previewReport({ project: "shop", commit, waves, readings: some, settings, reached }),
          ),
        ) as PreviewReport;
      const whole = of(readings);
      // Some jobs preview one stack, others two.
      const jobs =
        readings.length > 2 && seed % 2 === 0
          ? [readings.slice(0, 2), ...readings.slice(2).map((each) => [each])]
          : readings.map((each) => [each]);
      const reports = jobs.toReversed().map((some, index) => ({ file: `${index}.json`, report: of(some) }));
      const chosen = chooseStacks(
        all.map(([name]) => name),
        file,
        { all: true },
      );
      const merged = mergedReport(reports, { project: "shop", commit, waves, chosen, now: "" });
      expect(JSON.stringify(merged)).toBe(JSON.stringify(whole));
      expect(markdown(merged)).toBe(markdown(whole));
      expect(reportTable(merged)).toBe(reportTable(whole));
    }),
    { numRuns },
  );
});
