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
  readonly signature: string;
  versionSequenceId: string;
  readonly connectionTypes: CatalogConnectionType[];
  readonly actions: CatalogAction[];
}

/** A connection type in a tenant. */
export interface CatalogConnectionType {
  id: string;
  definition: ConnectionTypeDefinition;
  component: CatalogComponent;
  order: number;
  readonly inputs: CatalogInput[];
}

/** An action, trigger or data source in a tenant. */
export interface CatalogAction {
  id: string;
  definition: ActionDefinition;
  component: CatalogComponent;
  readonly inputs: CatalogInput[];
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

/**
 * Gives a component version the ids that it has in the tenant with this secret. Those of its parts are derived when they
 * are asked for: a catalog has thousands, and a tenant's clients see few.
 */
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
  ) => {
    const inputId = (keys: string[]): string => id("InputField", `/${path}/${keys.join("/")}`);
    return once((): CatalogInput[] =>
      declared.map((input) => {
        const parents = input.parents ?? [];
        const parentId = parents.length > 0 ? inputId(parents) : null;
        return { id: inputId([...parents, input.key]), definition: input, parentId, ...owner };
      }),
    );
  };
  const connectionTypes = once(() =>
    definition.connections.map((declared, order): CatalogConnectionType => {
      const connectionType: CatalogConnectionType = {
        id: id("Connection", `/${declared.key}`),
        definition: declared,
        component,
        order,
        get inputs() {
          return ofConnectionType();
        },
      };
      const ofConnectionType = inputs(declared.key, declared.inputs, { connectionType, action: null });
      return connectionType;
    }),
  );
  const actions = once(() =>
    definition.actions.map((declared): CatalogAction => {
      const name = `${kindOf(declared)}/${declared.key}`;
      const action: CatalogAction = {
        id: id("Action", `/${name}`),
        definition: declared,
        component,
        get inputs() {
          return ofAction();
        },
      };
      const ofAction = inputs(name, declared.inputs, { connectionType: null, action });
      return action;
    }),
  );
  const signature = once(() =>
    publication
      ? (publication.signature ?? "")
      : createHash("sha1").update(JSON.stringify(definition)).digest("hex"),
  );
  const component: CatalogComponent = {
    id: ownId ?? id("Component", ""),
    definition,
    createdAt,
    publication,
    versionSequenceId: derivedUuid(secret, sequence),
    get signature() {
      return signature();
    },
    get connectionTypes() {
      return connectionTypes();
    },
    get actions() {
      return actions();
    },
  };
  return component;
}

/** A function that computes its answer when it is first called. */
function once<Value>(compute: () => Value): () => Value {
  let found: { value: Value } | undefined;
  return () => (found ??= { value: compute() }).value;
}

const kindOf = ({ isTrigger, isDataSource }: ActionDefinition): string =>
  isTrigger ? "trigger" : isDataSource ? "dataSource" : "action";
