import { describe, expect, it } from "vitest";
import { connectionPage } from "../connectionReport/page.tsx";
import { findingRows } from "../connectionReport/view.ts";
import { driftPage } from "../drift/page.tsx";
import { matrixPage } from "../matrix/page.tsx";
import { connectionsOf, driftOf, driftOfNone, matrixOf } from "../testing/fleetReports.ts";
import { elementsWith, foreignInPage } from "../testing/pageTree.ts";

const counters = (html: string) =>
  [...html.matchAll(/<button [^>]*data-outcome="(\w+)"[^>]*><b>(\d+)<\/b>/g)].map(([, outcome, count]) => [
    outcome,
    Number(count),
  ]);

describe("The page of a report on many tenants", () => {
  it("has every tenant and every finding once, and nothing of the making of others", () => {
    const [drift, connections, matrix] = [driftOf(20), connectionsOf(20, 5), matrixOf(20, 10)];
    const pages = [
      [driftPage(drift), drift.rows.length],
      [connectionPage(connections), findingRows(connections.findings).length],
      [matrixPage(matrix), 5],
    ] as const;
    for (const [html, found] of pages) {
      expect(foreignInPage(html)).toEqual([]);
      expect(elementsWith(html, "data-kind", "tenant")).toHaveLength(20);
      expect(elementsWith(html, "data-kind", "change")).toHaveLength(found);
    }
  });

  it("counts each tenant in one counter, and a failed one in no other", () => {
    expect(counters(driftPage(driftOf(4)))).toEqual([
      ["failed", 1],
      ["drifted", 3],
      ["inSync", 0],
    ]);
    const calm = driftPage(driftOfNone(3));
    expect(counters(calm)).toEqual([
      ["failed", 1],
      ["drifted", 0],
      ["inSync", 2],
    ]);
    expect(calm).toContain("No drift in the 2 tenants that were read.");
    const row = /<tr data-kind="tenant" data-in="failed">.*?<\/tr>/.exec(calm)?.[0];
    expect(row).toContain("not counted: the drift failed");
    expect(counters(connectionPage(connectionsOf(3, 1)))).toEqual([
      ["failed", 1],
      ["findings", 2],
      ["clean", 0],
    ]);
  });

  it("says of each key what each tenant has", () => {
    const table = /<table class="matrix">([^]*?)<\/table>/.exec(matrixPage(matrixOf(3, 4)))?.[1] ?? "";
    const cells = [...table.matchAll(/<td class="\w+">(.*?)<\/td>/g)].map(([, text]) => text);
    expect(cells).toEqual(["missing", "not read", "as most", "differs", "not read", "as most"]);
  });
});
