import { ProxyAgent, type Dispatcher } from "undici";
import { ConfigurationError } from "./errors.ts";

/** A proxy that the environment names. */
export interface Proxy {
  /** The variable that names it. */
  variable: string;
  /** Host and port, without credentials. */
  host: string;
  agent: Dispatcher;
}

/** The variables for one scheme, the first that is set wins; `prism` looks at the upper-case one first. */
const VARIABLES = {
  "https:": ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"],
  "http:": ["HTTP_PROXY", "http_proxy"],
} as const;

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxies of an environment: `HTTPS_PROXY` (else `HTTP_PROXY`) for https, `HTTP_PROXY` for http, and `NO_PROXY` for the
 * hosts that need none; in lower case as well.
 *
 * An entry of `NO_PROXY`, set apart by commas or spaces, is a host with its subdomains (`example.com`, `.example.com`),
 * subdomains alone (`*.example.com`), either with a port (`example.com:8443`), an IP address, or `*` for every host.
 */
export class Proxies {
  readonly #byScheme: ReadonlyMap<string, Proxy>;
  readonly #exceptions: Exception[];

  /**
   * @param connectSeconds seconds to wait for a connection
   * @throws ConfigurationError that names the variable, and never shows its value: it may hold a password
   */
  constructor(environment: Environment, connectSeconds: number) {
    const of = (scheme: keyof typeof VARIABLES) => {
      const variable = VARIABLES[scheme].find((name) => environment[name]?.trim());
      return variable && proxy(variable, environment[variable]?.trim() ?? "", connectSeconds);
    };
    const used = (["https:", "http:"] as const).flatMap((scheme) => {
      const found = of(scheme);
      return found ? [[scheme, found] as const] : [];
    });
    this.#byScheme = new Map(used);
    this.#exceptions = exceptions(environment.NO_PROXY?.trim() || environment.no_proxy || "");
  }

  /** The proxy on the way to an address; undefined where there is none. */
  of(address: string | URL): Proxy | undefined {
    const { protocol, hostname, port } = new URL(address);
    const host = bare(hostname);
    const usedPort = port || (protocol === "https:" ? "443" : "80");
    return this.#exceptions.some((exception) => covers(exception, host, usedPort))
      ? undefined
      : this.#byScheme.get(protocol);
  }

  /** The proxy on the way to an address in the words of a message; empty where there is none. */
  via(address: string): string {
    const used = this.of(address);
    return used === undefined ? "" : ` through the proxy ${used.host} of ${used.variable}`;
  }
}

/** Sends requests through the proxies that are meant for their addresses. */
export function throughProxies(proxies: Proxies): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const used = options.origin === undefined ? undefined : proxies.of(options.origin);
    return used === undefined ? dispatch(options, handler) : used.agent.dispatch(options, handler);
  };
}

/** Status with which a proxy refused to connect; undefined for any other error. */
export function refusalOfProxy(error: Error): number | undefined {
  // undici has neither a code nor a property for it.
  const [, status] = /^Proxy (?:response|Authentication Required) \((\d+)\)/.exec(error.message) ?? [];
  return status === undefined ? undefined : Number(status);
}

function proxy(variable: string, value: string, connectSeconds: number): Proxy {
  // Many tools take a host and a port alone.
  const uri = value.includes("://") ? value : `http://${value}`;
  const parsed = URL.parse(uri);
  if (parsed !== null && parsed.hostname !== "") {
    try {
      const agent = new ProxyAgent({ uri, connectTimeout: connectSeconds * 1000 });
      return { variable, host: parsed.host, agent };
    } catch {
      // Not kept as a cause: it may show the address.
    }
  }
  throw new ConfigurationError(
    `The environment variable ${variable} is not the address of a proxy, so nothing was sent. Expected, for example: ` +
      `${variable}=http://proxy.example:3128 (in a user name and a password, write @ as %40, # as %23, / as %2F, % as %25).`,
  );
}

interface Exception {
  host: string;
  port: string | undefined;
  onlySubdomains: boolean;
}

function exceptions(list: string): Exception[] {
  const entries = list.toLowerCase().split(/[,\s]+/);
  return entries.filter(Boolean).map((entry) => {
    const [, host = entry, port] = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
    const name = host === "*" ? host : bare(host.replace(/^\*?\./, ""));
    return { host: name, port, onlySubdomains: host.startsWith("*.") };
  });
}

function covers({ host, port, onlySubdomains }: Exception, wanted: string, usedPort: string): boolean {
  if (port !== undefined && port !== usedPort) return false;
  return host === "*" || (!onlySubdomains && wanted === host) || wanted.endsWith(`.${host}`);
}

/** A host name without what does not matter: the brackets of IPv6, and the dot at its end. */
function bare(host: string): string {
  return host.replace(/^\[(.+)\]$/, "$1").replace(/(.)\.$/, "$1");
}
