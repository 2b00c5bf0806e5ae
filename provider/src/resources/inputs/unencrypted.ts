/** The schemes that send everything in the clear, with those that do not. */
const ENCRYPTED: ReadonlyMap<string, string> = new Map([
  ["http:", "https:"],
  ["ws:", "wss:"],
  ["ftp:", "ftps:"],
]);

/** An address whose scheme sends everything in the clear, without what is pasted into it. */
export interface UnencryptedAddress {
  /** The scheme as it is resolved: `http:`. */
  scheme: string;
  /** The scheme to type instead: `https:`. */
  encrypted: string;
  /** The host as it is resolved, without user and port: IDN as punycode, a number as an IP address. Empty if unclear. */
  host: string;
}

/**
 * The unencrypted address that a text is as a whole, read as browsers and Node.js do (WHATWG URL): `HTTP:/a.example`, or one
 * with a tab in its scheme, is an address as well. Undefined for anything else, and for addresses of this machine.
 */
export function unencryptedAddress(text: string): UnencryptedAddress | undefined {
  const parsed = URL.parse(text);
  // Where the rest is no address, the scheme tells what was meant.
  const scheme = parsed?.protocol ?? schemeOf(text);
  const encrypted = scheme === undefined ? undefined : ENCRYPTED.get(scheme);
  if (scheme === undefined || encrypted === undefined) return undefined;
  const host = parsed?.hostname ?? "";
  return isLoopback(host) ? undefined : { scheme, encrypted, host };
}

function schemeOf(text: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- those that URL ignores
  const begin = text.replace(/^[\u0000-\u0020]+/, "").slice(0, 100);
  return /^[a-z]+:/.exec(begin.replaceAll(/[\t\n\r]/g, "").toLowerCase())?.[0];
}

/** True for the names and numbers of this machine, and for no other name that looks like one. */
function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(host)
  );
}
