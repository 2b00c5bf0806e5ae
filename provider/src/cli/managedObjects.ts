import { classOf, type ResourceClass } from "../resources/names.ts";
import { TEST } from "../resources/connection/state.ts";
import { ownValue } from "../tenant/ownValue.ts";

/** A resource of a stack's state, as `pulumi stack export` shows it; its secrets may be encrypted. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string | undefined;
  /** True for one that is only still to be deleted. */
  delete?: boolean | undefined;
  outputs?: Readonly<Record<string, unknown>> | undefined;
}

/** A stack of a project, and the resources of its state. */
export interface StackState {
  stack: string;
  resources: readonly StateResource[];
}

/** A component's key and visibility in a state. */
interface ComponentKey {
  key: string;
  public: boolean;
}

/** The objects of tenants that stacks manage already. */
export class ManagedObjects {
  /** By class and id. */
  readonly #byId = new Map<string, { stack: string; outputs: Readonly<Record<string, unknown>> }>();
  readonly #components = new Map<string, string>();
  readonly #names = new Map<string, Map<string, Set<string>>>();

  constructor(states: readonly StackState[] = []) {
    for (const { stack, resources } of states) {
      for (const { urn, type, id, delete: isGoing, outputs = {} } of resources) {
        const name = classOf(type);
        if (name === undefined || isGoing === true) continue;
        if (id !== undefined) this.#byId.set(`${name} ${id}`, { stack, outputs });
        const { key, public: isPublic } = outputs;
        if (name === "Component" && typeof key === "string") {
          this.#components.set(`${isPublic === true} ${key}`, stack);
        }
        this.#take(stack, name, urn.split("::").slice(3).join("::"));
      }
    }
  }

  /** The stack that has a resource of one of these classes with this id. */
  stackOf(classes: readonly ResourceClass[], id: string): string | undefined {
    return this.#found(classes, id)?.stack;
  }

  stackOfComponent({ key, public: isPublic }: ComponentKey): string | undefined {
    return this.#components.get(`${isPublic} ${key}`);
  }

  /** True where the connection of this id declares its test credentials itself. */
  declaresTest(classes: readonly ResourceClass[], id: string): boolean {
    return ownValue(this.#found(classes, id)?.outputs ?? {}, TEST) !== undefined;
  }

  /** Names in lower case that a stack's resources have, by class. Pulumi Cloud may name it with its organization. */
  namesIn(stack: string): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#names.get(lastPart(stack)) ?? new Map();
  }

  #found(classes: readonly ResourceClass[], id: string) {
    return classes.map((name) => this.#byId.get(`${name} ${id}`)).find((found) => found !== undefined);
  }

  #take(stack: string, className: ResourceClass, name: string): void {
    const ofStack = this.#names.get(lastPart(stack)) ?? new Map<string, Set<string>>();
    this.#names.set(lastPart(stack), ofStack);
    ofStack.set(className, (ofStack.get(className) ?? new Set()).add(name.toLowerCase()));
  }
}

const lastPart = (stack: string): string => stack.split("/").at(-1) ?? stack;
