import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { parse } from "parse5";
import { files, placeOf, root } from "./pages.mjs";

/**
 * Address for a link of a document: a page of the site, or undefined for a file that has none.
 * @param {string} file path of the document in the repository
 * @param {string} href
 * @throws Error where the repository has no such file
 */
export function addressOf(file, href) {
  const [path = "", anchor] = href.split("#");
  const target = posix.normalize(posix.join(posix.dirname(file), decodeURI(path))).replace(/\/$/, "");
  const page = [target, `${target}/README.md`].find((each) => files.includes(each));
  if (page !== undefined) return `/${placeOf(page)}${anchor === undefined ? "" : `#${anchor}`}`;
  if (!existsSync(join(root, target)))
    throw new Error(`${file} links to ${href}, and there is no ${target}.`);
  return undefined;
}

/**
 * The anchor of a heading, as GitHub makes it, so that a link works in both places.
 * @param {string} heading
 */
export function anchorOf(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

/**
 * A plug-in for markdown-it: links of documents, which lead through the repository, lead through the site. Those to sources
 * become plain text.
 * @param {{ core: { ruler: { push: (name: string, rule: (state: State) => void) => void } } }} markdown
 */
export function siteLinks({ core }) {
  const sources = new Map(files.map((file) => [placeOf(file), file]));
  core.ruler.push("site-links", ({ tokens, env }) => {
    const file = sources.get(env.relativePath) ?? env.relativePath;
    for (const token of tokens) {
      // Indented code gets what the generator gives to fenced code: a frame that scrolls.
      if (token.type === "code_block") Object.assign(token, { type: "fence", info: "txt" });
      if (token.children) relink(file, token.children);
    }
  });
}

/**
 * @typedef {{ type: string, children: Token[] | null, tag: string,
 *   attrGet: (name: string) => string | null, attrSet: (name: string, value: string) => void }} Token
 * @typedef {{ tokens: Token[], env: { relativePath: string } }} State
 */

function relink(/** @type {string} */ file, /** @type {Token[]} */ tokens) {
  for (const [index, token] of tokens.entries()) {
    // The generator takes braces for expressions of its own.
    if (token.type === "code_inline") token.attrSet("v-pre", "");
    const href = token.type === "link_open" ? token.attrGet("href") : null;
    if (href === null || /^(?:[a-z]+:|#|\/)/i.test(href)) continue;
    const address = addressOf(file, href);
    if (address !== undefined) token.attrSet("href", address);
    else {
      const close = tokens.slice(index).find(({ type }) => type === "link_close");
      for (const each of [token, close]) if (each) Object.assign(each, { tag: "span", attrs: null });
    }
  }
}

/**
 * Lists the links of a built site that lead nowhere, anchors included, and everything that it would load from another host.
 * @param {string} folder
 */
export function brokenLinks(folder) {
  const pages = new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".html"))
      .map((name) => [`/${name.split(sep).join("/")}`, contentsOf(readFileSync(join(folder, name), "utf8"))]),
  );
  return [...pages].flatMap(([page, { links, loaded }]) => [
    ...loaded.filter((url) => /^(?:https?:)?\/\//.test(url)).map((url) => `${page} loads ${url}`),
    ...links.flatMap((href) => {
      const url = new URL(href, `http://site${page}`);
      if (url.host !== "site") return [];
      const path = url.pathname.endsWith("/") ? `${url.pathname}index.html` : url.pathname;
      const target = pages.get(path);
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (target === undefined) return existsSync(join(folder, path)) ? [] : [`${page} links to ${href}`];
      return anchor === "" || target.ids.has(anchor)
        ? []
        : [`${page} links to ${href}, which has no such anchor`];
    }),
  ]);
}

/** @typedef {{ attrs?: { name: string, value: string }[], nodeName: string, childNodes?: HtmlNode[] }} HtmlNode */

function contentsOf(/** @type {string} */ html) {
  const found = {
    ids: /** @type {Set<string>} */ (new Set()),
    links: /** @type {string[]} */ ([]),
    loaded: /** @type {string[]} */ ([]),
  };
  const visit = (/** @type {HtmlNode} */ { attrs = [], nodeName, childNodes = [] }) => {
    for (const { name, value } of attrs) {
      if (name === "id") found.ids.add(value);
      else if (name === "src" || (name === "href" && nodeName === "link")) found.loaded.push(value);
      else if (name === "href") found.links.push(value);
    }
    childNodes.forEach(visit);
  };
  visit(/** @type {HtmlNode} */ (parse(html)));
  return found;
}
