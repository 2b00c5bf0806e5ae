import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { adminPrefix } from "./admin.ts";
import { errorAnswer, type Answer } from "./answer.ts";

/** Names of this machine for itself. A name that merely leads here belongs to a web page that wants to read answers. */
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Refuses requests that a foreign web page makes a browser send, and requests for the emulator's own addresses without
 * its token; undefined for all others.
 */
export function refuseForeign(
  { host = "", origin, authorization = "" }: IncomingHttpHeaders,
  path: string,
  adminToken: string,
): Answer | undefined {
  const address = URL.parse(`http://${host}`);
  if (address === null || !LOOPBACK.includes(address.hostname)) {
    return errorAnswer(
      403,
      `The emulator answers on this machine only, by ${LOOPBACK.join(", ")}; the Host of this request is "${host}".`,
    );
  }
  if (origin !== undefined && URL.parse(origin)?.host !== address.host) {
    return errorAnswer(
      403,
      `The emulator does not answer web pages of others; this request is of "${origin}".`,
    );
  }
  if (!path.startsWith(adminPrefix) || isSame(authorization, `Bearer ${adminToken}`)) return undefined;
  return errorAnswer(
    401,
    `${adminPrefix} needs the adminToken of the line that the emulator printed when it started: ` +
      "Authorization: Bearer <adminToken>",
  );
}

/** Compares in a time that tells nothing. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
