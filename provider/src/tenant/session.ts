import { Agent } from "undici";
import { Calls } from "./calls.ts";
import { CodeNative } from "./codeNative.ts";
import { Components } from "./components.ts";
import { Connections } from "./connections.ts";
import { Credentials } from "./credentials.ts";
import { Customers } from "./customers.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import { ownPermissions, verifyTenant, type TenantIdentity, type VerifiedTenant } from "./identity.ts";
import { Instances } from "./instances.ts";
import { Integrations } from "./integrations.ts";
import { bounded } from "./interceptors/bounds.ts";
import { authorize } from "./interceptors/authorize.ts";
import { rateLimit } from "./interceptors/rateLimit.ts";
import { retrySafely } from "./interceptors/retry.ts";
import { Mutations } from "./mutations.ts";
import { identityOperations as operations } from "./identityOperations.ts";
import { Journal } from "./journal.ts";
import { nameOf } from "./origins.ts";
import { Overview } from "./overview.ts";
import { Proxies, throughProxies, type Environment } from "./proxies.ts";
import { Publishing } from "./publishing.ts";
import { RateLimitWaits } from "./rateLimitWaits.ts";
import { once, Reads } from "./reads.ts";
import { requestBudget } from "./requestBudget.ts";
import type { Settings } from "./settings.ts";
import { AccessTokens } from "./tokens.ts";
import { Uploads } from "./uploads.ts";

/** Megabytes of one answer. A page of a hundred components with all their inputs has fewer than ten. */
const MOST_MEGABYTES = 64;

/** The surroundings of a session. */
export interface Surroundings {
  /** Names the proxies; left out: the process's environment. */
  environment?: Environment;
  /** Shows a line to the operator; left out: on the standard output, which Pulumi prints. */
  tell?: (line: string) => void;
  /** Sentence about what a failure leaves behind, for a session that does not know the whole run. */
  unchanged?: string | undefined;
  /** Requests that the session may send at most; left out: any number. */
  requests?: number | undefined;
}

/** Everything that one process knows of one tenant. Opening a session sends nothing. */
export class TenantSession {
  readonly settings: Settings;
  readonly components: Components;
  readonly connections: Connections;
  readonly credentials: Credentials;
  readonly customers: Customers;
  readonly instances: Instances;
  readonly publishing: Publishing;
  readonly integrations: Integrations;
  readonly overview: Overview;
  readonly codeNative: CodeNative;
  /** The calls that reach the session from outside. */
  readonly calls = new Calls();
  /** The tenant in the words of an error message. */
  readonly tenant: string;
  /**
   * Asks once which tenant the token belongs to. Every request of the session waits for it.
   *
   * @throws WrongTenantError
   */
  readonly verify: () => Promise<VerifiedTenant>;
  /** Tells organizations in which users configure integrations; asked once. Prismatic switches it on, on request. */
  readonly allowsUserLevelConfig: () => Promise<boolean>;
  /**
   * Tells organizations whose plan has the embedded workflow builder or the embedded designer; asked once. A customer has
   * one switch for both.
   */
  readonly allowsEmbeddedBuilding: () => Promise<boolean>;
  /** Names of the permissions that the token's owner has on the organization; asked once, where something is missing. */
  readonly permissions: () => Promise<readonly string[]>;
  /** Tells what the session has changed. */
  readonly journal: Journal;
  readonly #tokens: AccessTokens;
  readonly #stopping = new AbortController();

  /** @throws ConfigurationError where the environment names a proxy that is none */
  constructor(
    settings: Settings,
    { environment = process.env, tell = console.log, unchanged, requests }: Surroundings = {},
  ) {
    this.settings = settings;
    this.journal = new Journal(unchanged);
    this.tenant = settings.tenantId
      ? `Tenant ${settings.tenantId} at ${settings.url}`
      : `Prismatic at ${settings.url}`;
    const { url, timeoutSeconds, requestsPerSecond, rateLimitWaitSeconds: waitSeconds } = settings;
    const { tenant, journal } = this;
    const waits = new RateLimitWaits({ tenant, waitSeconds, requestsPerSecond, tell, origins: settings });
    const proxies = new Proxies(environment, timeoutSeconds);
    const agent = new Agent({ connectTimeout: timeoutSeconds * 1000 }).compose(
      throughProxies(proxies),
      bounded({ seconds: 2 * timeoutSeconds, megabytes: MOST_MEGABYTES }),
    );
    const limited = agent.compose(rateLimit(requestsPerSecond, waits));
    const way = { proxies, journal, waits, urlName: nameOf("url", settings) };
    this.#tokens = new AccessTokens(settings, { ...way, dispatcher: limited.compose(retrySafely(waits)) });
    // The first interceptor of `compose` is the innermost, the last one sees a request first.
    const dispatcher = limited.compose(authorize(this.#tokens), retrySafely(waits));
    const { signal } = this.#stopping;
    const endpoint: GraphQLEndpoint = { ...way, url, tenant, dispatcher, timeoutSeconds, signal };
    // Nothing of a tenant is read or written before the token is known to be that tenant's.
    this.verify = once(() => verifyTenant(endpoint, settings, this.#tokens));
    const take = requestBudget(requests, tenant);
    const before = () => {
      take();
      return this.verify();
    };
    const verified: GraphQLEndpoint = { ...endpoint, before: requests === undefined ? this.verify : before };
    const organization = once(
      async () => (await query(verified, operations.readOrganization, {})).organization,
    );
    this.allowsUserLevelConfig = async () => (await organization())?.allowUserLevelConfig === true;
    this.allowsEmbeddedBuilding = async () => {
      const { allowEmbeddedDesigner, allowEmbeddedWorkflowBuilder } = (await organization()) ?? {};
      return allowEmbeddedDesigner === true || allowEmbeddedWorkflowBuilder === true;
    };
    this.permissions = once(() => ownPermissions(verified));
    this.components = new Components(verified);
    const reads = new Reads(this.calls);
    const mutations = new Mutations(verified, this.calls, settings.batchSize);
    this.customers = new Customers(verified, mutations);
    this.connections = new Connections(verified, reads, mutations);
    // Presigned addresses take no token, and object storage is not part of the API's rate limit.
    const uploads = new Uploads({
      dispatcher: agent.compose(retrySafely()),
      proxies,
      tenantUrl: url,
      timeoutSeconds,
      signal,
    });
    this.publishing = new Publishing(verified, reads, mutations, uploads);
    this.credentials = new Credentials(verified, reads, mutations, this.connections);
    this.instances = new Instances(verified, reads, mutations);
    this.integrations = new Integrations(verified, mutations);
    this.overview = new Overview(verified, reads);
    this.codeNative = new CodeNative(verified, reads, mutations, uploads);
  }

  /** The tenant as far as the configuration tells. */
  get configured(): TenantIdentity {
    return { url: this.settings.url, id: this.settings.tenantId };
  }

  /** Aborted once the session stops. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Sends nothing any more; requests under way are aborted. */
  stop(): void {
    this.#stopping.abort(new Error("the command was ended"));
  }
}
