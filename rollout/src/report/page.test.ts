import { describe, expect, it } from "vitest";
import { elementsWith, foreignInPage } from "../testing/pageTree.ts";
import { changeGroup, reportOf } from "../testing/reportBuilders.ts";
import { hostileReport, large, threeKinds } from "../testing/reports.ts";
import { page } from "./page.tsx";

describe("The page of a preview", () => {
  it("has every tenant and every change once, and nothing of the making of others", () => {
    for (const report of [threeKinds(), hostileReport(), large(40, 40), reportOf([], [])]) {
      const html = page(report);
      expect(foreignInPage(html)).toEqual([]);
      expect(elementsWith(html, "data-kind", "tenant")).toHaveLength(report.stacks.length);
      expect(elementsWith(html, "data-kind", "change")).toHaveLength(report.groups.length);
    }
  });

  it("counts each tenant in one of its five counters", () => {
    const numbers = [...page(threeKinds()).matchAll(/<button [^>]*data-outcome="(\w+)"[^>]*><b>(\d+)<\/b>/g)];
    expect(numbers.map(([, outcome, count]) => [outcome, Number(count)])).toEqual([
      ["failed", 1],
      ["violation", 1],
      ["risky", 1],
      ["changed", 17],
      ["unchanged", 0],
    ]);
  });

  it("lists the waves in the order of the update", () => {
    const report = { ...threeKinds(), waves: ["rest", "early", "canary"] };
    const order = [
      ...page(report).matchAll(/<tr><th scope="row"><code>(\w+)<\/code><\/th><td class="number">/g),
    ];
    expect(order.map(([, wave]) => wave)).toEqual(["rest", "early", "canary"]);
  });

  it("has tenants that plan the same share a column of the matrix, and letters where they change one resource in several ways", () => {
    const change = (path: string) => [
      {
        path,
        isSecret: false,
        difference: { shared: { before: { absent: true as const }, after: { text: "1" } } },
      },
    ];
    const html = page(
      reportOf(
        ["five", "four", "one", "three", "two"],
        [
          changeGroup({
            operation: "update",
            key: "a",
            stacks: ["one", "three", "two"],
            changes: change("x"),
          }),
          changeGroup({ operation: "update", key: "a", stacks: ["four"], changes: change("y") }),
        ],
      ),
    );
    const matrix = /<table class="matrix">([^]*?)<\/table>/.exec(html)?.[1] ?? "";
    expect(
      matrix.match(/<th scope="col">.*?<\/th>/g)?.map((cell) => cell.replaceAll(/<[^>]*>/g, "")),
    ).toEqual(["five", "four", "Plan 1: 3 tenants"]);
    expect(
      matrix.match(/<td class="\w+">.*?<\/td>/g)?.map((cell) => cell.replaceAll(/<[^>]*>/g, "")),
    ).toEqual(["nothing", "update B", "update A"]);
  });

  it("says of a failed tenant that it is not counted", () => {
    const row = /<tr data-kind="tenant" data-in="failed">.*?<\/tr>/.exec(page(threeKinds()))?.[0];
    expect(row).toContain("not counted: the preview failed");
  });

  it("is the same for the same report", () => {
    expect(page(threeKinds())).toBe(page(threeKinds()));
  });
});
