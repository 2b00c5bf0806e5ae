import { Catalog } from "./catalog.ts";
import type { CatalogConnectionType } from "./catalogComponent.ts";
import type { Clock } from "./clock.ts";
import { Collection, type Database } from "./database.ts";
import type { Faults } from "./faults.ts";
import { derivedId } from "./ids.ts";
import type {
  ConnectionRecord,
  CredentialsRecord,
  CustomerRecord,
  InstanceRecord,
  IntegrationRecord,
  PersonRecord,
  SpentStableKey,
  TenantRecord,
  UploadedFile,
  WorkflowRecord,
} from "./model.ts";
import type { ComponentVersionRecord } from "./publication.ts";
import type { Switches } from "./switches.ts";

/** The part of a stack that its tenants share. */
export interface Surroundings {
  readonly url: string;
  readonly clock: Clock;
  readonly switches: Switches;
  readonly faults: Faults;
  readonly people: Collection<PersonRecord>;
}

/** The records of each table that a tenant has. */
export interface Rows {
  connections: ConnectionRecord;
  credentials: CredentialsRecord;
  customers: CustomerRecord;
  integrations: IntegrationRecord;
  instances: InstanceRecord;
  workflows: WorkflowRecord;
}

/** The tables of a tenant, by name. */
export type Tables = { readonly [Name in keyof Rows]: Collection<Rows[Name]> };

/** Everything that one tenant holds. */
export class Tenant implements Tables {
  readonly id: string;
  readonly name: string;
  suspended: boolean;
  readonly allowUserLevelConfig: boolean;
  readonly allowEmbeddedDesigner: boolean;
  readonly allowEmbeddedWorkflowBuilder: boolean;
  readonly stack: Surroundings;
  readonly catalog: Catalog;
  readonly connections: Collection<ConnectionRecord>;
  readonly credentials: Collection<CredentialsRecord>;
  readonly customers: Collection<CustomerRecord>;
  readonly integrations: Collection<IntegrationRecord>;
  readonly instances: Collection<InstanceRecord>;
  readonly workflows: Collection<WorkflowRecord>;
  readonly spentStableKeys: Collection<SpentStableKey>;
  readonly files: Collection<UploadedFile>;
  readonly #secret: string;

  constructor(record: TenantRecord, database: Database, stack: Surroundings) {
    this.id = record.id;
    this.name = record.name;
    this.suspended = record.suspended ?? false;
    this.allowUserLevelConfig = record.allowUserLevelConfig ?? true;
    this.allowEmbeddedDesigner = record.allowEmbeddedDesigner ?? true;
    this.allowEmbeddedWorkflowBuilder = record.allowEmbeddedWorkflowBuilder ?? true;
    this.stack = stack;
    this.#secret = record.secret;
    const componentVersions = new Collection<ComponentVersionRecord>(
      database,
      record.id,
      "componentVersions",
    );
    this.catalog = new Catalog(record.secret, componentVersions, stack.clock, builtInSince);
    this.connections = new Collection(database, record.id, "connections");
    this.credentials = new Collection(database, record.id, "credentials");
    this.customers = new Collection(database, record.id, "customers");
    this.integrations = new Collection(database, record.id, "integrations");
    this.instances = new Collection(database, record.id, "instances");
    this.workflows = new Collection(database, record.id, "workflows");
    this.spentStableKeys = new Collection(database, record.id, "spentStableKeys");
    this.files = new Collection(database, record.id, "files");
  }

  get switches(): Switches {
    return this.stack.switches;
  }

  /** The id of an object that is computed rather than stored. */
  derivedId(type: string, name: string): string {
    return derivedId(type, this.#secret, name);
  }

  /** The connection type of a connection, at the component version that it follows or is pinned to. */
  connectionTypeOf(connection: ConnectionRecord): CatalogConnectionType | undefined {
    return connection.type === null
      ? undefined
      : this.catalog.resolve(connection.type, this.switches["component-versions"] === "pinned");
  }
}

/** The date of what every tenant has from its start. */
export const builtInSince = "2025-01-01T00:00:00.000Z";
