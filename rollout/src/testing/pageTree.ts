import { defaultTreeAdapter as tree, parse, serialize, type DefaultTreeAdapterTypes as Tree } from "parse5";

/** Parts of a page of ours; anything else came from a text that was not escaped. */
const ELEMENTS = new Set(
  `html head meta link title style body a header main nav section article h1 h2 h3 p span b strong div pre code button
  ul li dl dt dd table caption thead tbody tfoot tr th td details summary script`.split(/\s+/),
);
const ATTRIBUTES = new Set(
  `lang charset http-equiv content name rel href class id tabindex role hidden type disabled scope colspan open
  aria-label aria-labelledby aria-pressed data-outcome data-kind data-in data-items`.split(/\s+/),
);
const ONE_EACH = ["title", "style", "script", "main", "h1", "header", "nav"];

/** Everything in a page that is not of our own making, or not as HTML has it. */
export function foreignInPage(html: string): string[] {
  const found: string[] = [];
  const document = parse(html, {
    onParseError: ({ code, startLine }) => found.push(`${code} in line ${startLine}`),
  });
  const elements = elementsOf(document);
  for (const { tagName, attrs } of elements) {
    if (!ELEMENTS.has(tagName)) found.push(`element ${tagName}`);
    for (const { name, value } of attrs) {
      if (!ATTRIBUTES.has(name)) found.push(`attribute ${name}`);
      if (name === "href" && !/^(#[a-z0-9-]+|data:,)$/.test(value)) found.push(`link to ${value}`);
    }
  }
  for (const name of ONE_EACH) {
    const count = elements.filter(({ tagName }) => tagName === name).length;
    if (count !== 1) found.push(`${count} of ${name}`);
  }
  const ids = elements.flatMap(({ attrs }) =>
    attrs.filter(({ name }) => name === "id").map(({ value }) => value),
  );
  if (new Set(ids).size < ids.length) found.push("an id twice");
  if (serialize(parse(serialize(document))) !== serialize(document))
    found.push("another tree when it is written again");
  const acting = html.match(/[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/u);
  if (acting) found.push(`character ${acting[0].codePointAt(0)?.toString(16)}`);
  return found;
}

/** The elements that have an attribute with this value. */
export function elementsWith(html: string, attribute: string, value: string): Tree.Element[] {
  return elementsOf(parse(html)).filter(({ attrs }) =>
    attrs.some((found) => found.name === attribute && found.value === value),
  );
}

function elementsOf(node: Tree.Node): Tree.Element[] {
  const own = tree.isElementNode(node) ? [node] : [];
  const children = "childNodes" in node ? node.childNodes.flatMap(elementsOf) : [];
  return [...own, ...children];
}
