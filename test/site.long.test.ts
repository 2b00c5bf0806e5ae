import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RESOURCE_CLASSES } from "../provider/src/resources/names.ts";
import { run } from "../tools/setup/run.mjs";
import { root } from "../tools/setup/paths.mjs";
import { accessibilityProblems, startBrowser, type OpenPage, type TestBrowser } from "./support/browser.ts";
import { serveFolder, type StaticServer } from "./support/staticServer.ts";

const dist = join(root, "site", "dist");

/** Pages of each kind: the overview, the index and a class of the reference, and long documents with tables and code. */
const PAGES = ["/", "/reference/", "/reference/CustomerConnection.html", "/resources.html", "/policies.html"];

const DESKTOP = { viewport: { width: 1280, height: 900 } };
const NARROW = { viewport: { width: 375, height: 760 } };

describe("The site", () => {
  let server: StaticServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    // A link that leads nowhere fails it.
    const { code, output } = await run(process.execPath, [join(root, "tools", "site.mjs")], { cwd: root });
    expect(output).toContain("The site is in site/dist");
    expect(code).toBe(0);
    server = await serveFolder(dist);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  const search = async ({ page }: OpenPage, words: string) => {
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.getByRole("searchbox").fill(words);
    await page.locator("#localsearch-list a").first().waitFor();
    return page.locator("#localsearch-list a").allInnerTexts();
  };

  it("has a page for each class", () => {
    for (const name of RESOURCE_CLASSES)
      expect(existsSync(join(dist, "reference", `${name}.html`)), name).toBe(true);
  });

  it("finds an argument without a server, and leads to it", async () => {
    await using open = await browser.visit(server.url, DESKTOP);
    const found = await search(open, "redeployInstances");
    expect(found.join(" ")).toContain("redeployInstances");
    await open.page.keyboard.press("Enter");
    await open.page.waitForURL(/#redeployinstances$/);
    expect(open.complaints).toEqual([]);
  });

  it.each(["light", "dark"] as const)(
    "can be read in %s, wide and narrow, asks no other host, and has no problem of accessibility",
    async (colorScheme) => {
      for (const size of [DESKTOP, NARROW]) {
        for (const path of PAGES) {
          await using open = await browser.visit(server.url + path, { ...size, colorScheme });
          await open.page.waitForLoadState("networkidle");
          expect(open.requests.filter((url) => !url.startsWith(server.url))).toEqual([]);
          expect(open.complaints).toEqual([]);
          expect(await accessibilityProblems(open.page), path).toEqual([]);
          const width = await open.page.evaluate("document.documentElement.scrollWidth");
          expect(width, path).toBe(size.viewport.width);
        }
        await using open = await browser.visit(server.url, { ...size, colorScheme });
        expect((await search(open, "write-only")).length).toBeGreaterThan(3);
        expect(await accessibilityProblems(open.page)).toEqual([]);
      }
    },
  );
});
