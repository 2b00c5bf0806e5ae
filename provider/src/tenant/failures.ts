import { UnexpectedAnswerError, UnreachableError } from "./errors.ts";
import type { Journal } from "./journal.ts";
import { refusalOfProxy, type Proxies } from "./proxies.ts";

/** Sentence about a request that may have been carried out although no usable answer came. */
export const MAY_HAVE_CHANGED = "The last change may have been carried out.";

/** Advice about what the program is no reason for. */
export const RUN_AGAIN =
  "Run the command again later; where it stays like this, show this message to Prismatic's support.";

/** The error of a change whose answer lacks what it made: `did` goes on after the tenant. */
export function notReturned(tenant: string, did: string): UnexpectedAnswerError {
  return new UnexpectedAnswerError(`${tenant} ${did}. ${MAY_HAVE_CHANGED}`, {
    outcomeUnknown: true,
    advice: RUN_AGAIN,
  });
}

/** An error of the network, as undici and Node.js throw it. */
export type NetworkError = Error & { code?: string };

/** An answer that was given up because of its length or duration; the message goes on after "the answer". */
export class BoundError extends Error {}

/** Failures to connect: nothing was sent, so any request may be sent again. */
const NOT_CONNECTED = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_PRX_CONN",
];

/** Certificates that are not trusted, or not of the host: nothing was sent, and sending again does not help. */
const NOT_TRUSTED = [
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "CERT_UNTRUSTED",
];

const WRONG_CERTIFICATE = [
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "UND_ERR_PRX_TLS",
];

/** Tells failures in which nothing reached the server: a mutation was not carried out. */
export function nothingWasSent(error: NetworkError): boolean {
  return (
    [...NOT_CONNECTED, ...NOT_TRUSTED, ...WRONG_CERTIFICATE].includes(error.code ?? "") ||
    refusalOfProxy(error) !== undefined
  );
}

/** Tells failures that the same request meets again, however often it is sent. */
export function isFinal(error: NetworkError): boolean {
  const status = refusalOfProxy(error);
  return (
    error instanceof BoundError ||
    [...NOT_TRUSTED, ...WRONG_CERTIFICATE].includes(error.code ?? "") ||
    (status !== undefined && status >= 400 && status < 500)
  );
}

/** Name of a failure in a message: `ECONNREFUSED`, or `HTTP 407 of the proxy`. */
export function nameOfFailure(error: NetworkError): string {
  if (error instanceof BoundError) return `it ${error.message}`;
  const status = refusalOfProxy(error);
  return status === undefined ? (error.code ?? error.message) : `HTTP ${status} of the proxy`;
}

/** The destination of a request. */
export interface Destination {
  url: string;
  /** The server in the words of a message. */
  server: string;
  proxies: Proxies;
  journal: Journal;
  /** Origin of the address in the words of a message. */
  urlName: string;
}

/** The error of a request that got no answer. */
export function unreachable(
  { url, server, proxies, journal, urlName }: Destination,
  error: NetworkError,
  idempotent: boolean,
): UnreachableError {
  const outcomeUnknown = !idempotent && !nothingWasSent(error);
  const left = outcomeUnknown ? MAY_HAVE_CHANGED : journal.unchanged;
  const fact =
    error instanceof BoundError
      ? `An answer of ${server}${proxies.via(url)} ${error.message}.`
      : `${server} could not be reached${proxies.via(url)} (${nameOfFailure(error)}).`;
  return new UnreachableError(`${fact} ${left}`, {
    cause: error,
    outcomeUnknown,
    advice: adviceFor(error, url, proxies, urlName),
  });
}

function adviceFor(error: NetworkError, url: string, proxies: Proxies, urlName: string): string {
  if (error instanceof BoundError) {
    return (
      `Check that ${urlName} leads to Prismatic, then run the command again. Where its answers take that long, raise ` +
      "prismatic:timeoutSeconds."
    );
  }
  if (NOT_TRUSTED.includes(error.code ?? "")) {
    return (
      "Node.js does not know the authority that signed the certificate. Where the network has an authority of its own, " +
      "name the file of its certificate: NODE_EXTRA_CA_CERTS=/path/to/ca.pem"
    );
  }
  const proxy = proxies.of(url);
  if (proxy === undefined) return `Check ${urlName} and the network, then run the command again.`;
  const { variable, host } = proxy;
  const { hostname } = new URL(url);
  const past = `To go past the proxy: NO_PROXY=${hostname}`;
  switch (refusalOfProxy(error)) {
    case 407:
      return `The proxy asks for credentials: ${variable}=http://<user>:<password>@${host}. ${past}`;
    case undefined:
      return `Check ${variable}, the proxy and ${urlName}, then run the command again. ${past}`;
    default:
      return `Ask those who run the proxy to let requests to ${hostname} pass. ${past}`;
  }
}
