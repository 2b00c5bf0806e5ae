import {
  builtInComponents,
  type ActionDefinition,
  type ComponentDefinition,
  type ConnectionTypeDefinition,
  type InputDefinition,
} from "./catalogData.ts";
import type { Collection, Stored } from "./database.ts";
import { derivedId, derivedUuid } from "./ids.ts";
import type { ConnectionTypeReference } from "./model.ts";

/** A component version that was added to a tenant after its start. */
export interface ComponentVersionRecord extends Stored {
  definition: ComponentDefinition;
  createdAt: string;
}

/** A component version in a tenant, with the ids that it has there. */
export interface CatalogComponent {
  id: string;
  definition: ComponentDefinition;
  createdAt: string;
  versionSequenceId: string;
  connectionTypes: CatalogConnectionType[];
  actions: { id: string; definition: ActionDefinition; component: CatalogComponent }[];
}

/** A connection type in a tenant. */
export interface CatalogConnectionType {
  id: string;
  definition: ConnectionTypeDefinition;
  component: CatalogComponent;
  order: number;
  inputs: { id: string; definition: InputDefinition }[];
}

/** The components that one tenant knows, every version of each. */
export class Catalog {
  readonly #secret: string;
  readonly #added: Collection<ComponentVersionRecord>;
  readonly #builtIn: CatalogComponent[];
  #components: CatalogComponent[] = [];
  #addedRevision = -1;

  constructor(secret: string, added: Collection<ComponentVersionRecord>, createdAt: string) {
    this.#secret = secret;
    this.#added = added;
    this.#builtIn = builtInComponents.map((definition) => this.#place(definition, createdAt));
  }

  /** All versions of all components, a component's versions in ascending order. */
  all(): CatalogComponent[] {
    if (this.#addedRevision !== this.#added.revision) {
      const added = this.#added.all().map((record) => this.#place(record.definition, record.createdAt));
      this.#components = [...this.#builtIn, ...added];
      this.#addedRevision = this.#added.revision;
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

  /** Adds the next version of a component. */
  addVersion(definition: Omit<ComponentDefinition, "versionNumber">, createdAt: string): CatalogComponent {
    const versionNumber = (this.latest(definition.key, definition.public)?.definition.versionNumber ?? 0) + 1;
    const component = this.#place({ ...definition, versionNumber }, createdAt);
    this.#added.put({ id: component.id, definition: component.definition, createdAt });
    return this.component(component.id) ?? component;
  }

  #place(definition: ComponentDefinition, createdAt: string): CatalogComponent {
    const sequence = `${definition.public ? "public" : "private"}/${definition.key}`;
    const path = `${sequence}/${definition.versionNumber}`;
    const id = (type: string, rest: string): string => derivedId(type, this.#secret, `${path}${rest}`);
    const component: CatalogComponent = {
      id: id("Component", ""),
      definition,
      createdAt,
      versionSequenceId: derivedUuid(this.#secret, sequence),
      connectionTypes: [],
      actions: [],
    };
    component.connectionTypes = definition.connections.map((type, order) => ({
      id: id("Connection", `/${type.key}`),
      definition: type,
      component,
      order,
      inputs: type.inputs.map((input) => ({
        id: id("InputField", `/${type.key}/${input.key}`),
        definition: input,
      })),
    }));
    component.actions = definition.actions.map((action) => ({
      id: id("Action", `/${action.isTrigger ? "trigger" : "action"}/${action.key}`),
      definition: action,
      component,
    }));
    return component;
  }
}
