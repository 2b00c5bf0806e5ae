import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectionPage } from "../rollout/src/connectionReport/page.tsx";
import { driftPage } from "../rollout/src/drift/page.tsx";
import { matrixPage } from "../rollout/src/matrix/page.tsx";
import { page as pageOf } from "../rollout/src/report/page.tsx";
import { connectionsOf, driftOf, matrixOf } from "../rollout/src/testing/fleetReports.ts";
import { hostileReport, large, replacedEverywhere, threeKinds } from "../rollout/src/testing/reports.ts";
import { accessibilityProblems, startBrowser, type OpenPage, type TestBrowser } from "./support/browser.ts";

describe("The page of a preview, in a browser,", () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  const visible = ({ page }: OpenPage, selector: string) => page.locator(`${selector}:visible`).count();

  const reports = [
    ["one connection replaced everywhere", replacedEverywhere],
    ["three kinds of change", threeKinds],
    ["many tenants and keys", () => large(15, 15)],
    ["hostile names", hostileReport],
  ] as const;
  // Colors are the same everywhere, so one report tells whether both schemes have enough contrast.
  const schemes = [
    ...reports.map(([name, report]) => ({ name, report, colorScheme: "light" as const })),
    { name: "three kinds of change", report: threeKinds, colorScheme: "dark" as const },
  ];

  it.each(schemes)("is accessible and silent with $name, $colorScheme", async ({ report, colorScheme }) => {
    await using open = await browser.open(pageOf(report()), { colorScheme });
    expect(await accessibilityProblems(open.page)).toEqual([]);
    expect(open.requests).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  it("shows the verdict, the digest, the command and the counters on its first screen", async () => {
    const report = threeKinds();
    await using open = await browser.open(pageOf(report), { viewport: { width: 1280, height: 800 } });
    for (const text of [
      "1 of 20 tenants failed.",
      report.digest,
      "prismatic-rollout up",
      "without changes",
    ]) {
      const box = await open.page.getByText(text).first().boundingBox();
      expect(box && box.y + box.height, text).toBeLessThan(800);
    }
  });

  it("filters by a counter with the keyboard alone, says so, and shows everything again", async () => {
    await using open = await browser.open(pageOf(threeKinds()));
    const { page } = open;
    const counter = page.getByRole("button", { name: "1 failed" });
    await counter.focus();
    await page.keyboard.press("Enter");
    expect(await counter.getAttribute("aria-pressed")).toBe("true");
    expect(await visible(open, "[data-kind=tenant]")).toBe(1);
    expect(await visible(open, "[data-kind=change]")).toBe(0);
    expect(await page.getByRole("status").textContent()).toBe("Shown: 1 of 20 tenants and 0 of 4 changes.");

    const risky = page.getByRole("button", { name: "1 with replacements or deletions" });
    await risky.focus();
    await page.keyboard.press("Space");
    expect(await counter.getAttribute("aria-pressed")).toBe("false");
    expect(await page.locator("[data-kind=change]:visible h3").allTextContents()).toEqual([
      "replace CustomerConnection slack-oauth",
    ]);

    await page.keyboard.press("Space");
    expect(await visible(open, "[data-kind=tenant]")).toBe(20);
    expect(await visible(open, "[data-kind=change]")).toBe(4);
  });

  it("begins with a link past the head, and has a table that scrolls by keyboard", async () => {
    await using open = await browser.open(pageOf(threeKinds()), { viewport: { width: 600, height: 800 } });
    await open.page.keyboard.press("Tab");
    expect(await open.page.locator(":focus").textContent()).toContain("Skip to what needs your eye");
    await open.page.keyboard.press("Enter");
    expect(await open.page.locator(":focus").getAttribute("id")).toBe("main");
    const table = open.page.getByRole("group", { name: "Table of tenants" });
    await table.focus();
    await open.page.keyboard.press("ArrowRight");
    await expect.poll(() => table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  });

  it("selects or copies the whole command", async () => {
    const report = threeKinds();
    await using open = await browser.open(pageOf(report), {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await open.page.getByRole("button", { name: "Copy the command" }).click();
    await expect.poll(() => open.page.locator("#copy").textContent()).toMatch(/Copied|Selected/);
    const copied = await open.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(report.upCommand);
  });

  it("shows everything without its script", async () => {
    await using open = await browser.open(pageOf(threeKinds()), { javaScriptEnabled: false });
    expect(await visible(open, "[data-kind=tenant]")).toBe(20);
    expect(await visible(open, "[data-kind=change]")).toBe(4);
    expect(await open.page.locator("button:visible:enabled").count()).toBe(0);
  });

  it("runs no other script", async () => {
    await using open = await browser.open(pageOf(threeKinds()));
    const ran = await open.page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.body.append(script);
      return "ran" in globalThis;
    });
    expect(ran).toBe(false);
    expect(open.complaints.join()).toContain("Content Security Policy");
  });

  it("prints what is folded on the screen, and nothing that only works there", async () => {
    await using open = await browser.open(pageOf(large(15, 15)));
    const folded = open.page.locator("details:not([open]) pre").first();
    expect(await folded.isVisible()).toBe(false);
    await open.page.emulateMedia({ media: "print" });
    expect(await folded.isVisible()).toBe(true);
    expect(await open.page.getByRole("navigation").isVisible()).toBe(false);
  });

  it.each(reports)("does not scroll sideways on a narrow screen with %s", async (_, report) => {
    await using open = await browser.open(pageOf(report()), { viewport: { width: 320, height: 640 } });
    expect(await open.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});

describe("The pages of drift, connections and stable keys, in a browser,", () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  const pages = [
    ["drift", () => driftPage(driftOf(15))],
    ["connections", () => connectionPage(connectionsOf(15, 8))],
    ["stable keys", () => matrixPage(matrixOf(15, 10))],
  ] as const;
  const schemes = pages.flatMap(([name, html]) =>
    (["light", "dark"] as const).map((colorScheme) => ({ name, html, colorScheme })),
  );

  it.each(schemes)("are accessible and silent: $name, $colorScheme", async ({ html, colorScheme }) => {
    await using open = await browser.open(html(), { colorScheme, viewport: { width: 320, height: 640 } });
    expect(await accessibilityProblems(open.page)).toEqual([]);
    expect([...open.requests, ...open.complaints]).toEqual([]);
    // Narrow as a phone, they do not scroll sideways.
    expect(await open.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  it("filter by a counter, and say what is shown", async () => {
    await using open = await browser.open(driftPage(driftOf(15)));
    const { page } = open;
    await page.getByRole("button", { name: "1 failed" }).click();
    expect(await page.getByRole("status").textContent()).toBe("Shown: 1 of 15 tenants and 0 of 4 rows.");
    expect(await page.locator("[data-kind=tenant]:visible").count()).toBe(1);
    await page.getByRole("button", { name: "Show everything" }).click();
    expect(await page.locator("[data-kind=tenant]:visible").count()).toBe(15);
    expect(open.complaints).toEqual([]);
  });
});
