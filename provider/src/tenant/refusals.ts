import { z } from "zod";
import { AuthenticationError, UnreachableError } from "./errors.ts";
import { MAY_HAVE_CHANGED, RUN_AGAIN, type Destination } from "./failures.ts";
import type { Headers } from "./retryAfter.ts";
import { foreignText } from "./foreignText.ts";

/** An answer as it came. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** Longest part of an answer that a message repeats, in characters. */
const LONGEST_QUOTE = 120;

/** Answers to requests that are too large as a whole, in their address or in their headers. */
const TOO_LARGE = [413, 414, 431];

/** Answers about which neither the size nor the content of a request matters. */
const OF_ANY_REQUEST = [401, 404, 407, 408];

/** Tells web pages from what an API answers. */
export function isWebPage(headers: Headers): boolean {
  return String(headers["content-type"] ?? "").includes("html");
}

const said = z.object({
  errors: z.array(z.object({ message: z.string() })).optional(),
  message: z.string().optional(),
  error_description: z.string().optional(),
});

/** Words with which a server explains an answer in JSON, or the title of a web page; in quotation marks. */
export function quoted({ text }: Pick<RawAnswer, "text">): string | undefined {
  const parsed = said.safeParse(parseJson(text)).data;
  const words =
    parsed?.errors?.map(({ message }) => message).join("; ") ||
    parsed?.error_description ||
    parsed?.message ||
    /<title>([^<]*)<\/title>/i.exec(text)?.[1];
  const clean = words && foreignText(words).slice(0, LONGEST_QUOTE);
  return clean ? `"${clean}"` : undefined;
}

/** A refusal by the API itself, as far as an answer can tell: GraphQL's errors, or any JSON of a 401. */
export function isOfApi({ status, text }: RawAnswer): boolean {
  const parsed = said.safeParse(parseJson(text));
  if (!parsed.success) return false;
  return status === 401 || (parsed.data.errors ?? []).length > 0;
}

/**
 * The error of an answer that no GraphQL server gave: a refusal by the API, an answer of what stands in between, or a
 * server that is out of order.
 *
 * @param request its name, the length of its body in bytes, and whether it may be sent twice
 */
export function refusal(
  destination: Destination,
  answer: RawAnswer,
  request: { name: string; size: number; idempotent: boolean },
): AuthenticationError | UnreachableError {
  const { server, journal } = destination;
  const { status } = answer;
  if ([401, 403].includes(status) && isOfApi(answer)) {
    const words = quoted(answer);
    return new AuthenticationError(
      `${server} refused the access token (HTTP ${status}${words ? `: ${words}` : ""}), also after it was renewed. ` +
        journal.unchanged,
      {
        advice:
          "Check that the token's owner may manage integrations (org_manage_integrations) in this tenant.",
      },
    );
  }
  const isRefusal = status >= 300 && status < 500;
  if (isRefusal && (TOO_LARGE.includes(status) || !isOfApi(answer))) {
    return refusedOnTheWay(destination, answer, request);
  }
  const words = quoted(answer);
  const outcomeUnknown = !request.idempotent && !isRefusal && status !== 503;
  return new UnreachableError(
    `${server} answered HTTP ${status}${words ? `, ${words},` : ""} to ${request.name}` +
      `${destination.proxies.via(destination.url)}. ${outcomeUnknown ? MAY_HAVE_CHANGED : journal.unchanged}`,
    { outcomeUnknown, advice: RUN_AGAIN },
  );
}

function refusedOnTheWay(
  { url, server, proxies, journal, urlName }: Destination,
  answer: RawAnswer,
  { name, size }: { name: string; size: number },
): UnreachableError {
  const { status, headers } = answer;
  const words = quoted(answer);
  const form = isWebPage(headers) ? "with a web page" : "without GraphQL's JSON";
  const large = TOO_LARGE.includes(status);
  const fact = large
    ? `${name} (${sizeOf(size)}) is too large for ${server}, or for a firewall before it`
    : `${name} to ${server} was answered ${form}`;
  return new UnreachableError(
    `${fact}${proxies.via(url)} (HTTP ${status}${words ? `: ${words}` : ""}${redirectedTo(headers, url)}). ` +
      journal.unchanged,
    {
      outcomeUnknown: false,
      refusedUnread: large || (status >= 400 && !OF_ANY_REQUEST.includes(status)),
      advice: adviceFor(status, url, urlName),
    },
  );
}

function adviceFor(status: number, url: string, urlName: string): string {
  if (TOO_LARGE.includes(status)) {
    return `Let requests of this size to ${url}/api pass; it does not depend on the token.`;
  }
  if (status === 404) return `Check ${urlName}.`;
  return (
    "This is not Prismatic's own refusal, so the token is not the reason: a firewall, a proxy or a login page stands in " +
    `between. Let POST requests to ${url}/api pass, or set HTTPS_PROXY or NO_PROXY.`
  );
}

function redirectedTo({ location }: Headers, url: string): string {
  const host = typeof location === "string" ? URL.parse(location, url)?.host : undefined;
  return host === undefined ? "" : `, which leads to ${host}`;
}

function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.ceil(bytes / 1024)} KB`;
}

/** A text's value, or undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
