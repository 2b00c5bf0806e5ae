import { describe, expect, it } from "vitest";
import { connectionComment } from "../connectionReport/comment.ts";
import { driftComment } from "../drift/comment.ts";
import { matrixComment } from "../matrix/comment.ts";
import { COMMENT_LIMIT } from "../report/markdown/cutting.ts";
import { foreignParts } from "../testing/commentTree.ts";
import { connectionsOf, driftOf, driftOfNone, matrixOf } from "../testing/fleetReports.ts";

const rows = (text: string) => text.split("\n").filter((line) => /^\| \d+ \|/.test(line));

describe("The comment of drift", () => {
  it("has every kind once, the worst first, and counts every tenant once", () => {
    const text = driftComment(driftOf(4));
    expect(text.split("\n").slice(0, 2)).toEqual([
      "<!-- prismatic-rollout drift acme-connections -->",
      "## Drift of `acme-connections`: 1 of 4 tenants failed; 3 of 4 tenants have drifted: 1 lost, 3 edited and 1 secret touched",
    ]);
    expect(text).toContain("**4 tenants** = 1 failed + 3 drifted + 0 in sync");
    expect(text).toContain(
      "15 compared, 1 lost, 3 edited, 1 with touched secrets, 1 changed by the server; not counted in 1 tenant that failed",
    );
    expect(rows(text)).toEqual([
      "| 1 | **lost** | `CustomerConnection` `hubspot` | `acme-ap-3` |",
      "| 2 | edited | `CustomerConnection` `slack` | 3 of 4 |",
      "| 3 | secret touched | `CustomerConnection` `salesforce` | `acme-eu-1` |",
      "| 4 | made by the server | `CustomerConnection` `netsuite` | `acme-eu-1` |",
    ]);
    expect(foreignParts(text)).toEqual([]);
  });

  it("shows state and tenant, what is equal once, and of a secret its revision alone", () => {
    const text = driftComment(driftOf(4));
    expect(
      text.match(/^- globalValues\.scopes: chat:write\n\+ globalValues\.scopes: everything$/gm),
    ).toHaveLength(1);
    expect(text.match(/^\| `Slack` \| `Slack of acme-\S+` \|/gm)).toHaveLength(3);
    expect(text).toContain("- clientSecret: revision 3\n+ clientSecret: (not shown)");
    const secret = structuredClone(driftOf(4));
    Object.assign(secret.rows[2]?.changes[0]?.difference ?? {}, {
      shared: { before: { text: "hush" }, after: { text: "hush too" } },
    });
    expect(driftComment(secret)).not.toContain("hush");
  });

  it("never says of a tenant that failed that it has no drift", () => {
    const text = driftComment(driftOfNone(3));
    expect(text.split("\n")[1]).toBe(
      "## Drift of `acme-connections`: 1 of 3 tenants failed; no drift in the 2 tenants that were read",
    );
    const [, failed = ""] = driftOfNone(3).stacks.map(({ stack }) => stack);
    const row = text.split("\n").find((line) => line.startsWith(`| \`${failed}\``));
    expect(row?.match(/not counted/g)).toHaveLength(5);
    expect(text).toContain("**Next:** `Set PULUMI_CONFIG_PASSPHRASE");
    const report = driftOfNone(3);
    const alone = { ...report, stacks: report.stacks.filter(({ status }) => status === "failed") };
    expect(driftComment(alone).split("\n")[1]).toBe("## Drift of `acme-connections`: 1 of 1 tenant failed");
    expect(driftComment(alone)).not.toMatch(/no drift/i);
    expect(driftComment({ ...report, stacks: [] })).toContain(": No tenant was chosen");
  });
});

describe("The comment of connections", () => {
  it("has a row for the same finding of many tenants, with the customers of each", () => {
    const text = connectionComment(connectionsOf(4, 12));
    expect(rows(text)).toEqual([
      "| 1 | **fails** | `slack` | 1 customer | `ERROR` | `acme-ap-3` |",
      "| 2 | unknown status | `odd` | its test credentials | `REVOKED` | `acme-ap-3` |",
      "| 3 | waits | `slack` | 36 customers | `PENDING` | 3 of 4 |",
      "| 4 | used by nothing | `hubspot` | the connection |  | 3 of 4 |",
    ]);
    expect(text).toContain("- 1. `slack`: `acme-ap-3`: `globex`\n- 3. `slack`: `acme-ap-3`: `customer-1`,");
    expect(text).toContain(" and 2 more customers; `acme-eu-1`:");
    expect(text).toContain("**4 tenants** = 1 failed + 3 with findings + 0 clean");
    expect(foreignParts(text)).toEqual([]);
  });
});

describe("A comment that is too long", () => {
  it("goes without what weighs least, says so, and keeps failures, losses and sums", () => {
    const drift = driftOf(200);
    const many = Array.from({ length: 200 }, (_, index) => index);
    drift.rows = drift.rows.flatMap((row) => many.map((index) => ({ ...row, key: `${row.key}-${index}` })));
    const text = driftComment(drift);
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text).toContain("parts are left out: tables of tenants, values by tenant");
    expect(rows(text).filter((row) => row.includes("**lost**"))).toHaveLength(200);
    expect(text).toContain("**Next:** `Set PULUMI_CONFIG_PASSPHRASE");
    expect(text).toContain("**200 tenants** = 1 failed + 199 drifted + 0 in sync");
    expect(foreignParts(text)).toEqual([]);
  });

  it("fits for findings and stable keys as well", () => {
    const findings = connectionsOf(100, 30);
    findings.findings = findings.findings.map((finding, index) => ({
      ...finding,
      key: `key-${index % 900}`,
    }));
    for (const text of [connectionComment(findings), matrixComment(matrixOf(100, 1600))]) {
      expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      expect(text).toContain("parts are left out");
      expect(text).toContain("**100 tenants** = 1 failed + 99 ");
      expect(foreignParts(text)).toEqual([]);
    }
  });
});
