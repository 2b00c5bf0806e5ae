import {
  placeComponent,
  sequenceOf,
  type CatalogAction,
  type CatalogComponent,
  type CatalogConnectionType,
} from "./catalogComponent.ts";
import { builtInComponents, type ComponentDefinition } from "./catalogData.ts";
import type { Clock } from "./clock.ts";
import type { Collection } from "./database.ts";
import { newId } from "./ids.ts";
import type { ConnectionTypeReference } from "./model.ts";
import { stateOf, type ComponentVersionRecord, type Publication } from "./publication.ts";

/** The components of one tenant, every available version of each. */
export class Catalog {
  readonly #secret: string;
  readonly #added: Collection<ComponentVersionRecord>;
  readonly #clock: Clock;
  readonly #builtIn: CatalogComponent[];
  #components: CatalogComponent[] = [];
  #state = "";

  constructor(secret: string, added: Collection<ComponentVersionRecord>, clock: Clock, createdAt: string) {
    this.#secret = secret;
    this.#added = added;
    this.#clock = clock;
    this.#builtIn = builtInComponents.map((definition) => placeComponent(secret, { definition, createdAt }));
  }

  /** All available versions of all components, a component's versions in ascending order. */
  all(): CatalogComponent[] {
    const now = this.#clock.now();
    const available = this.#added.all().filter((record) => stateOf(record, now) === "available");
    const state = `${this.#added.revision}/${available.length}`;
    if (state !== this.#state) {
      this.#components = [...this.#builtIn, ...available.map((record) => this.#place(record))];
      this.#state = state;
    }
    return this.#components;
  }

  versions(key: string, isPublic: boolean): CatalogComponent[] {
    return this.all().filter(({ definition }) => definition.key === key && definition.public === isPublic);
  }

  latest(key: string, isPublic: boolean): CatalogComponent | undefined {
    return this.versions(key, isPublic).at(-1);
  }

  isLatest(component: CatalogComponent): boolean {
    return this.latest(component.definition.key, component.definition.public) === component;
  }

  /** The actions, triggers and data sources of all available versions. */
  actions(): CatalogAction[] {
    return this.all().flatMap((component) => component.actions);
  }

  component(id: string): CatalogComponent | undefined {
    return this.all().find((component) => component.id === id);
  }

  connectionType(id: string): CatalogConnectionType | undefined {
    for (const component of this.all()) {
      const found = component.connectionTypes.find((type) => type.id === id);
      if (found) return found;
    }
    return undefined;
  }

  /** Finds a connection type, at the latest version that has it or at the version of the reference. */
  resolve(reference: ConnectionTypeReference, pinned: boolean): CatalogConnectionType | undefined {
    const types = this.versions(reference.component, reference.isPublic)
      .filter(({ definition }) => !pinned || definition.versionNumber === reference.version)
      .flatMap((component) => component.connectionTypes)
      .filter(({ definition }) => definition.key === reference.connectionType);
    return types.at(-1);
  }

  /** The versions that were added to the tenant, whether or not they are available yet. */
  added(): ComponentVersionRecord[] {
    return this.#added.all();
  }

  /** Tells a component that the tenant had from the start. */
  isBuiltIn(component: Pick<ComponentDefinition, "key" | "public">): boolean {
    return this.#builtIn.some(({ definition }) => sequenceOf(definition) === sequenceOf(component));
  }

  /** Adds the next version of a component; one that a client publishes is available once it is processed. */
  addVersion(
    definition: Omit<ComponentDefinition, "versionNumber">,
    createdAt: string,
    publication?: Publication,
  ): CatalogComponent {
    const version = {
      definition: { ...definition, versionNumber: this.#lastNumber(definition) + 1 },
      createdAt,
      publication,
    };
    const id = publication ? newId("Component") : placeComponent(this.#secret, version).id;
    return this.#place(this.#added.put({ id, ...version }));
  }

  /** Keeps the state of a published version. */
  updatePublication(record: ComponentVersionRecord, publication: Publication): void {
    this.#added.put({ ...record, publication });
  }

  /** Removes every version of a component that was added. */
  remove(component: Pick<ComponentDefinition, "key" | "public">): void {
    for (const { id, definition } of this.#added.all()) {
      if (sequenceOf(definition) === sequenceOf(component)) this.#added.delete(id);
    }
  }

  /** The highest number given so far; a version that never became available has spent its own. */
  #lastNumber(component: Pick<ComponentDefinition, "key" | "public">): number {
    const numbers = [...this.#builtIn, ...this.#added.all()]
      .filter(({ definition }) => sequenceOf(definition) === sequenceOf(component))
      .map(({ definition }) => definition.versionNumber);
    return Math.max(0, ...numbers);
  }

  #place(record: ComponentVersionRecord): CatalogComponent {
    return placeComponent(this.#secret, record, record.publication ? record.id : undefined);
  }
}
