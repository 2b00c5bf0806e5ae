/** Shortest line of a secret of several lines, such as a private key, that is looked for by itself. */
const SHORTEST_LINE = 8;

/** Shortest secret of which the base64 form is looked for. */
const SHORTEST_ENCODED = 6;

/**
 * The forms in which a server may repeat a secret: as it is, without white space around it, line by line, and each of these
 * as it stands in JSON, in a text of Python, in HTML, in an address, and in base64, alone or inside a longer text.
 */
export function formsOf(secret: string): Set<string> {
  return new Set(plainFormsOf(secret).flatMap(written));
}

/** The secret as it is, without white space around it, and line by line. */
export function plainFormsOf(secret: string): string[] {
  const trimmed = secret.trim();
  if (!/[\r\n]/.test(trimmed)) return trimmed === secret ? [secret] : [secret, trimmed];
  const lines = trimmed.split(/[\r\n]+/).map((line) => line.trim());
  return [secret, trimmed, ...lines.filter((line) => line.length >= SHORTEST_LINE)];
}

/** Most secrets are made of characters that are the same everywhere. */
function written(text: string): string[] {
  const encoded = text.length < SHORTEST_ENCODED ? [] : base64Forms(text);
  if (/^[\w.-]*$/.test(text)) return [text, ...encoded];
  const json = JSON.stringify(text).slice(1, -1);
  const form = new URLSearchParams([["", text]]).toString().slice(1);
  const address = form.replaceAll("+", "%20");
  return [
    text,
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('\\"', '"').replaceAll("'", "\\'"),
    ...htmlForms(text),
    ...[form, address, asJavaScriptWrites(address)].flatMap((each) => [
      each,
      each.replaceAll(/%../g, (code) => code.toLowerCase()),
    ]),
    ...encoded,
  ];
}

/** `encodeURIComponent` leaves some characters that forms encode. */
const asJavaScriptWrites = (address: string): string => address.replaceAll(/%2[1789A]/g, decodeURIComponent);

function htmlForms(text: string): string[] {
  const html = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return ["&#x27;", "&#39;", "&apos;"].map((quote) => html.replaceAll('"', "&quot;").replaceAll("'", quote));
}

/**
 * Base64 of the text, and of the text at each of the three places that it may have in a longer one: there the characters at
 * both ends hold parts of its neighbors.
 */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text);
  const inner = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const whole = (bytes.length + offset) % 3 === 0;
    return encoded.slice(offset === 0 ? 0 : offset + 1, whole ? undefined : -1);
  });
  const all = [bytes.toString("base64"), bytes.toString("base64").replace(/=+$/, ""), ...inner];
  return all.flatMap((each) => [each, each.replaceAll("+", "-").replaceAll("/", "_")]);
}
