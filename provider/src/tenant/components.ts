import { query, type GraphQLEndpoint } from "./graphql.ts";
import { operations, type Component, type ComponentSummary } from "./operation.ts";
import { ownValue } from "./ownValue.ts";
import { once, PAGE_SIZE, readList, type List } from "./reads.ts";

/** Version number of a component that is not published yet. */
export const UNPUBLISHED = 0;

/** Key and visibility: they tell one component from another. */
export type ComponentIdentity = Pick<Component, "key" | "public">;

/** A component as a program names it: a key alone means any with that key. */
type NamedComponent = string | { key: string; public: boolean | string };

/** A component that this program publishes, where the tenant does not have it yet. */
export interface PlannedComponent extends ComponentIdentity {
  /** Signature of the tenant's newest version once this one is published. */
  signature: string;
  /** Set where the state has another bundle. */
  isAnother: boolean;
  /** Names of the inputs of each connection type until now. */
  inputsBefore: Readonly<Record<string, readonly string[]>>;
  /** Reads it from its bundle. */
  load: () => Promise<Component>;
}

/** The tenant's components, read when they are first asked for, with what this session publishes. */
export class Components {
  readonly #endpoint: GraphQLEndpoint;
  readonly #snapshot: () => Promise<List<Component>>;
  readonly #summaries: () => Promise<List<ComponentSummary>>;
  /** Keys that the lists lack and that were asked for. */
  readonly #asked = new Set<string>();
  /** Components that this session published or found newer than the snapshot; null is one that it deleted. */
  readonly #newer = new Map<string, Component | null>();
  /** The components of this program, as its bundles declare them. */
  readonly #planned = new Map<string, PlannedComponent>();
  /** Those of which the state has another bundle, also once this session has published them. */
  readonly #changed = new Map<string, PlannedComponent>();

  constructor(endpoint: GraphQLEndpoint) {
    this.#endpoint = endpoint;
    this.#snapshot = once(() =>
      readList(async (after) => {
        const answer = await query(endpoint, operations.listComponents, { first: PAGE_SIZE, after });
        return answer.components;
      }),
    );
    this.#summaries = once(() =>
      readList(async (after) => {
        const answer = await query(endpoint, operations.listComponentKeys, { first: PAGE_SIZE, after });
        return answer.components;
      }),
    );
  }

  /** Asks for components of these keys where lists of several pages lack them: then the lists have them as well. */
  async lookUp(keys: readonly string[]): Promise<void> {
    const lists = [await this.#snapshot(), await this.#summaries()];
    const missing = [...new Set(keys)].filter(
      (key) =>
        !this.#asked.has(key) &&
        lists.some(({ nodes, isProof }) => !isProof && !nodes.some((each) => each.key === key)),
    );
    if (missing.length === 0) return;
    const { components } = await query(this.#endpoint, operations.findComponents, { keys: missing });
    for (const key of missing) this.#asked.add(key);
    for (const found of components.nodes) {
      // What this session published or deleted is newer.
      if (!this.#newer.has(nameOf(found))) this.#newer.set(nameOf(found), found);
    }
  }

  /** All components that have a connection type, as the tenant has them. */
  async withConnections(): Promise<Component[]> {
    return hasConnections(merged((await this.#snapshot()).nodes, this.#newer));
  }

  /** Like {@link withConnections}, as they will be once this program has published what it is about to publish. */
  async asPlanned(): Promise<Component[]> {
    const current = new Map(
      (await this.withConnections()).map((component) => [nameOf(component), component]),
    );
    for (const [name, planned] of this.#planned) {
      if (current.get(name)?.signature !== planned.signature) current.set(name, await planned.load());
    }
    return hasConnections([...current.values()]);
  }

  /** All components, also those without a connection type. */
  async all(): Promise<ComponentSummary[]> {
    return merged((await this.#summaries()).nodes, this.#newer);
  }

  /** Like {@link all}, as listed: several customers may have components of the same key. */
  async ofEveryOwner(): Promise<ComponentSummary[]> {
    return (await this.#summaries()).nodes;
  }

  /** The keys of {@link all}. */
  async keys(): Promise<string[]> {
    return (await this.all()).map(({ key }) => key);
  }

  /** Takes note of a component that this program publishes. */
  plan(component: PlannedComponent): void {
    this.#planned.set(nameOf(component), component);
    if (component.isAnother) this.#changed.set(nameOf(component), component);
  }

  /** Tells that this program is about to publish another bundle of the component. */
  isAboutToChange(component: NamedComponent): boolean {
    return names(this.#planned.values(), component);
  }

  /** Tells that this program publishes another bundle of the component, or has just done so; of any where none is named. */
  isChanged(component: NamedComponent | undefined): boolean {
    return component === undefined ? this.#changed.size > 0 : names(this.#changed.values(), component);
  }

  /** The inputs that a connection type had before this program changed its component; undefined where it does not. */
  inputsBefore(component: ComponentIdentity, connectionType: string): readonly string[] | undefined {
    const changed = this.#changed.get(nameOf(component));
    return changed && (ownValue(changed.inputsBefore, connectionType) ?? []);
  }

  /** Takes note of a component as the tenant has it now. */
  remember(component: Component): void {
    this.#newer.set(nameOf(component), component);
    this.#planned.delete(nameOf(component));
  }

  /** Takes note that the tenant no longer has the component. */
  forget(component: ComponentIdentity): void {
    this.#newer.set(nameOf(component), null);
  }
}

/** True where another bundle of the component is among those of a program. */
function names(planned: Iterable<PlannedComponent>, component: NamedComponent): boolean {
  return [...planned].some(
    ({ isAnother, key, public: isPublic }) =>
      isAnother &&
      (typeof component === "string"
        ? component === key
        : component.key === key && component.public === isPublic),
  );
}

function nameOf({ key, public: isPublic }: ComponentIdentity): string {
  return `${isPublic ? "public" : "private"} ${key}`;
}

/** The members of `older` with those of `newer` in their place. */
function merged<Each extends ComponentIdentity>(
  older: readonly Each[],
  newer: ReadonlyMap<string, Each | null>,
): Each[] {
  const all = new Map<string, Each | null>([...older.map((each) => [nameOf(each), each] as const), ...newer]);
  return [...all.values()].filter((each) => each !== null);
}

function hasConnections(components: Component[]): Component[] {
  return components.filter(({ connections }) => connections.nodes.length > 0);
}
