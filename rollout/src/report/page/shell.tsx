import { createHash } from "node:crypto";
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing is loaded from anywhere, and nothing runs but the page's own script. */
const POLICY = [
  "default-src 'none'",
  "img-src data:",
  `style-src ${hash(STYLE)}`,
  `script-src ${hash(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Parts of a page that are its own. */
export interface PageParts {
  title: string;
  /** Text of the link past the head. */
  skip: string;
  head: ComponentChildren;
  main: ComponentChildren;
}

/** Makes one HTML file that needs nothing else, and reads without its script as well. */
export function pageOf({ title, skip, head, main }: PageParts): string {
  const html = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <a class="skip" href="#main">
          {skip}
        </a>
        {head}
        <main id="main" tabIndex={-1}>
          {main}
        </main>
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>,
  );
  return `<!doctype html>\n${html}\n`;
}
