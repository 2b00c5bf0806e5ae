import { createHash } from "node:crypto";
import type {
  ActionDefinition,
  ComponentDefinition,
  ConnectionTypeDefinition,
  InputDefinition,
} from "./catalogData.ts";
import { derivedId, derivedUuid } from "./ids.ts";
import type { ComponentVersionRecord, Publication } from "./publication.ts";

/** A component version in a tenant, with the ids that it has there. */
export interface CatalogComponent {
  id: string;
  definition: ComponentDefinition;
  createdAt: string;
  /** The client's words when it published the version; undefined for one that no client published. */
  publication: Publication | undefined;
  signature: string;
  versionSequenceId: string;
  connectionTypes: CatalogConnectionType[];
  actions: CatalogAction[];
}

/** A connection type in a tenant. */
export interface CatalogConnectionType {
  id: string;
  definition: ConnectionTypeDefinition;
  component: CatalogComponent;
  order: number;
  inputs: CatalogInput[];
}

/** An action, trigger or data source in a tenant. */
export interface CatalogAction {
  id: string;
  definition: ActionDefinition;
  component: CatalogComponent;
  inputs: CatalogInput[];
}

/** An input of a connection type or of an action in a tenant. */
export interface CatalogInput {
  id: string;
  definition: InputDefinition;
  /** The input that it is a part of. */
  parentId: string | null;
  /** Its connection type or action: one of the two. */
  connectionType: CatalogConnectionType | null;
  action: CatalogAction | null;
}

/** The name of the sequence in which versions are counted: those of one key and visibility. */
export const sequenceOf = ({ key, public: isPublic }: Pick<ComponentDefinition, "key" | "public">): string =>
  `${isPublic ? "public" : "private"}/${key}`;

/** Gives a component version the ids that it has in the tenant with this secret. */
export function placeComponent(
  secret: string,
  version: Omit<ComponentVersionRecord, "id">,
  ownId?: string,
): CatalogComponent {
  const { definition, createdAt, publication } = version;
  const sequence = sequenceOf(definition);
  const root = ownId ?? `${sequence}/${definition.versionNumber}`;
  const id = (type: string, rest: string): string => derivedId(type, secret, `${root}${rest}`);
  const inputs = (
    path: string,
    declared: InputDefinition[],
    owner: Pick<CatalogInput, "connectionType" | "action">,
  ): CatalogInput[] => {
    const inputId = (keys: string[]): string => id("InputField", `/${path}/${keys.join("/")}`);
    return declared.map((input) => {
      const parents = input.parents ?? [];
      const parentId = parents.length > 0 ? inputId(parents) : null;
      return { id: inputId([...parents, input.key]), definition: input, parentId, ...owner };
    });
  };
  const component: CatalogComponent = {
    id: ownId ?? id("Component", ""),
    definition,
    createdAt,
    publication,
    signature: publication
      ? (publication.signature ?? "")
      : createHash("sha1").update(JSON.stringify(definition)).digest("hex"),
    versionSequenceId: derivedUuid(secret, sequence),
    connectionTypes: [],
    actions: [],
  };
  component.connectionTypes = definition.connections.map((definition, order) => {
    const connectionType: CatalogConnectionType = {
      id: id("Connection", `/${definition.key}`),
      definition,
      component,
      order,
      inputs: [],
    };
    connectionType.inputs = inputs(definition.key, definition.inputs, { connectionType, action: null });
    return connectionType;
  });
  component.actions = definition.actions.map((definition) => {
    const name = `${kindOf(definition)}/${definition.key}`;
    const action: CatalogAction = { id: id("Action", `/${name}`), definition, component, inputs: [] };
    action.inputs = inputs(name, definition.inputs, { connectionType: null, action });
    return action;
  });
  return component;
}

const kindOf = ({ isTrigger, isDataSource }: ActionDefinition): string =>
  isTrigger ? "trigger" : isDataSource ? "dataSource" : "action";
