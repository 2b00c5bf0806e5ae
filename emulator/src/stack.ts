import { Clock } from "./clock.ts";
import { Collection, type Database } from "./database.ts";
import { Faults } from "./faults.ts";
import { newSecret } from "./ids.ts";
import type { PersonRecord, TenantRecord } from "./model.ts";
import { RateLimit } from "./rateLimit.ts";
import { RequestLog } from "./requestLog.ts";
import { changedSwitches, type Switches } from "./switches.ts";
import { Tenant, type Surroundings } from "./tenant.ts";
import { signToken, verifyToken } from "./tokens.ts";
import { UploadAddresses } from "./uploads.ts";

/** The options of every stack. */
export interface StackOptions {
  switches: Switches;
  requestsPerSecond: number;
  accessTokenLifetimeSeconds: number;
  /** The request log keeps the values that programs send. */
  logValues: boolean;
}

/** A stack (a region): an address, its tenants and the people who reach them. */
export class Stack implements Surroundings {
  readonly name: string;
  readonly database: Database;
  readonly people: Collection<PersonRecord>;
  readonly clock: Clock;
  readonly rateLimit: RateLimit;
  readonly log = new RequestLog();
  readonly faults = new Faults();
  readonly uploads: UploadAddresses;
  /** The request log keeps the values that programs send. */
  readonly logsValues: boolean;
  /** Known once the stack listens. */
  url = "";
  /** The `host:port` that exchanges tokens by https. */
  tokenDomain = "";
  switches: Switches;
  /** The time that it takes to process an uploaded package. */
  processingSeconds = 0.2;
  #requests = 0;
  readonly #options: StackOptions;
  readonly #tenantRecords: Collection<TenantRecord>;
  readonly #tenants = new Map<string, Tenant>();
  readonly #tokenKey: string;

  constructor(name: string, database: Database, options: StackOptions) {
    this.name = name;
    this.database = database;
    this.#options = options;
    this.switches = options.switches;
    this.logsValues = options.logValues;
    this.rateLimit = new RateLimit(options.requestsPerSecond);
    this.people = new Collection(database, name, "people");
    this.#tenantRecords = new Collection(database, name, "tenants");
    this.clock = new Clock(Number(this.#setting("clock", "0")), (offset) =>
      this.#keep("clock", String(offset)),
    );
    this.#tokenKey = this.#setting("tokenKey", newSecret());
    this.uploads = new UploadAddresses(this.#tokenKey, this.clock);
    for (const record of this.#tenantRecords.all()) this.#open(record);
  }

  get tenants(): Tenant[] {
    return [...this.#tenants.values()];
  }

  tenant(id: string): Tenant | undefined {
    return this.#tenants.get(id);
  }

  addTenant(record: TenantRecord): Tenant {
    this.#tenantRecords.put(record);
    return this.#open(record);
  }

  /** Suspends a tenant, or ends that; refuses an unknown one. */
  suspend(id: string, suspended: boolean): void {
    const tenant = this.#tenants.get(id);
    const record = this.#tenantRecords.get(id);
    if (!tenant || !record) throw new Error(`There is no tenant ${id}`);
    this.#tenantRecords.put({ ...record, suspended });
    tenant.suspended = suspended;
  }

  changeSwitches(change: unknown): Switches {
    this.switches = changedSwitches(this.switches, change);
    return this.switches;
  }

  person(refreshToken: unknown): PersonRecord | undefined {
    return this.people.all().find((person) => person.refreshToken === refreshToken && !person.revoked);
  }

  /** An access token of a person for one tenant. */
  issueToken(person: PersonRecord, tenantId: string): { accessToken: string; expiresIn: number } {
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const expiresIn = this.#options.accessTokenLifetimeSeconds;
    const claims = {
      iss: this.name,
      sub: person.id,
      tenant_id: tenantId,
      iat: issuedAt,
      exp: issuedAt + expiresIn,
    };
    return { accessToken: signToken({ ...claims, generation: this.#generation }, this.#tokenKey), expiresIn };
  }

  /** The person and the tenant of an access token; undefined for an unknown, expired or refused one. */
  authenticate(token: string): { person: PersonRecord; tenant: Tenant } | undefined {
    const claims = verifyToken(token, this.#tokenKey);
    if (!claims || claims.generation !== this.#generation) return undefined;
    if (claims.exp * 1000 <= this.clock.now().getTime()) return undefined;
    const person = this.people.get(claims.sub);
    const tenant = this.tenant(claims.tenant_id);
    return person && tenant ? { person, tenant } : undefined;
  }

  /** Refuses every access token issued so far. */
  expireTokens(): void {
    this.#keep("tokenGeneration", String(this.#generation + 1));
  }

  nextRequestNumber(): number {
    this.#requests += 1;
    return this.#requests;
  }

  get #generation(): number {
    return Number(this.#setting("tokenGeneration", "0"));
  }

  #open(record: TenantRecord): Tenant {
    const tenant = new Tenant(record, this.database, this);
    this.#tenants.set(record.id, tenant);
    return tenant;
  }

  #setting(name: string, initial: string): string {
    const kept = this.database.setting(`${this.name}/${name}`);
    if (kept === undefined) this.#keep(name, initial);
    return kept ?? initial;
  }

  #keep(name: string, value: string): void {
    this.database.setSetting(`${this.name}/${name}`, value);
  }
}
