import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import chromium from "@sparticuz/chromium";
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

/** Features that keep a browser from starting in a container, or that it does not need there. */
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

/** A page that was opened, with everything that it asked for or complained of. */
export interface OpenPage {
  page: Page;
  /** Requests other than for the page itself. */
  requests: string[];
  complaints: string[];
  [Symbol.asyncDispose]: () => Promise<void>;
}

export interface TestBrowser {
  open: (html: string, options?: BrowserContextOptions) => Promise<OpenPage>;
  /** Opens what a server answers. */
  visit: (url: string, options?: BrowserContextOptions) => Promise<OpenPage>;
  close: () => Promise<void>;
}

/** Starts Chromium: the one from npm on Linux, elsewhere an installed Chrome. */
export async function startBrowser(): Promise<TestBrowser> {
  const found =
    process.platform === "linux"
      ? { executablePath: await chromium.executablePath() }
      : { channel: "chrome" };
  const browser = await playwright.launch({ ...found, args: ARGUMENTS });
  const folder = await mkdtemp(join(tmpdir(), "page-"));
  let files = 0;
  return {
    open: async (html, options) => {
      const file = join(folder, `${++files}.html`);
      await writeFile(file, html);
      return openPage(browser, pathToFileURL(file).href, options);
    },
    visit: (url, options) => openPage(browser, url, options),
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function openPage(browser: Browser, url: string, options?: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (request.url() !== url && request.url() !== "data:,") requests.push(request.url());
  });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => complaints.push(`dialog ${dialog.message()}`));
  await page.goto(url);
  return { page, requests, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Findings of axe against WCAG 2.2 AA and its own good practice, each in a line with the first element. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.length} times, first ${nodes[0]?.html}`);
  });
}
