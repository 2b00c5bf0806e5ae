import { RESOURCE_CLASSES, type ResourceClass } from "../../provider/src/resources/names.ts";
import type { DynamicProvider } from "../support/dynamicProvider.ts";
import { ProviderCallError, type Properties } from "../support/grpc.ts";
import type { Provider } from "../support/provider.ts";

/** A resource that a program declares. */
export interface Declared {
  name: string;
  type: ResourceClass;
  args: Properties;
}

/** A resource in the state. */
export interface Known {
  type: ResourceClass;
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** True after a creation or an update of which a part failed: it is updated next time, whatever `diff` says. */
  isHalfMade: boolean;
}

/** The state of a stack. */
export interface State {
  resources: ReadonlyMap<string, Known>;
  /** Resources that were replaced and are still to be deleted. */
  leaving: readonly (Known & { name: string })[];
}

/** A failure that a person is shown. */
export interface Refusal {
  /** Name of the resource and the call that failed, such as `update of slack`. */
  of: string;
  message: string;
  /** Changes of the tenant until then, as the command was told of them. */
  after: readonly string[];
}

/** End of a command. */
export interface Ended {
  state: State;
  /** Steps that the command took, or would take. */
  steps: string[];
  refusals: Refusal[];
  /** All that the provider's process printed. */
  printed: string;
}

export const EMPTY: State = { resources: new Map(), leaving: [] };

const DOORS: Readonly<Record<ResourceClass, keyof Provider>> = {
  CustomerConnection: "customer",
  OrganizationCustomerConnection: "supplied",
  OrganizationGlobalConnection: "global",
  UserConnection: "user",
  GlobalValues: "values",
  TestCredentials: "testCredentials",
  CustomerCredentials: "credentials",
  CustomerCredentialsSet: "credentialsSet",
  EmbeddedWorkflowFlag: "flag",
  CustomerEmbeddedAccess: "access",
  Component: "component",
  Integration: "integration",
  CodeNativeIntegration: "codeNative",
};

/** The classes of the registry, in its order. */
export const CLASSES: readonly ResourceClass[] = RESOURCE_CLASSES;

/**
 * Commands of Pulumi's engine on one provider process: the same calls in the same order, and a state that keeps what the
 * engine's keeps. Resources that do not depend on each other are changed at the same time, as with `--parallel`.
 */
export class Command {
  readonly #provider: Provider;
  readonly #resources: Map<string, Known>;
  #leaving: (Known & { name: string })[];
  readonly #steps: string[] = [];
  readonly #refusals: Refusal[] = [];
  readonly #changes: () => readonly string[];

  /** @param changes lists what has changed the tenant so far */
  constructor(
    provider: Provider,
    { resources, leaving }: State,
    changes: () => readonly string[] = () => [],
  ) {
    this.#provider = provider;
    this.#changes = changes;
    this.#resources = new Map(resources);
    this.#leaving = [...leaving];
  }

  /** `pulumi up`; with `refresh` as `pulumi up --refresh`, with `preview` as `pulumi preview`. */
  async up(
    declared: readonly Declared[],
    { refresh = false, preview = false }: { refresh?: boolean; preview?: boolean } = {},
  ): Promise<Ended> {
    if (refresh) await this.#refreshAll();
    if (this.#refusals.length > 0) return this.#ended();
    const steps: (() => Promise<void>)[] = [];
    for (const each of declared) {
      const step = await this.#planned(each);
      if (this.#refusals.length > 0) break;
      if (step !== undefined) steps.push(step);
    }
    if (preview) return this.#ended();
    await Promise.all(steps.map((step) => step()));
    if (this.#refusals.length === 0) {
      await this.#deleteLeaving();
      await this.#deleteAllBut(declared.map(({ name }) => name));
    }
    return this.#ended();
  }

  /** `pulumi refresh`. */
  async refresh(): Promise<Ended> {
    await this.#refreshAll();
    return this.#ended();
  }

  /** `pulumi destroy`. */
  async destroy(): Promise<Ended> {
    await this.#deleteLeaving();
    await this.#deleteAllBut([]);
    return this.#ended();
  }

  #refuse(of: string, message: string): void {
    this.#refusals.push({ of, message, after: [...this.#changes()] });
  }

  #ended(): Ended {
    const { stdout, stderr } = this.#provider.customer;
    return {
      state: { resources: this.#resources, leaving: this.#leaving },
      steps: this.#steps,
      refusals: this.#refusals,
      printed: stdout + stderr,
    };
  }

  #door(type: ResourceClass): DynamicProvider {
    return this.#provider[DOORS[type]] as DynamicProvider;
  }

  async #refreshAll(): Promise<void> {
    await Promise.all(
      [...this.#resources].map(async ([name, known]) => {
        const read = await this.#called(`refresh of ${name}`, () =>
          this.#door(known.type).read(known.id, known.outputs),
        );
        if (read === undefined) return;
        if (read.id === "") this.#resources.delete(name);
        else this.#resources.set(name, { ...known, ...read, isHalfMade: false });
      }),
    );
  }

  /** Checks and compares a resource; answers how it is changed, if it is. */
  async #planned({ name, type, args }: Declared): Promise<(() => Promise<void>) | undefined> {
    const old = this.#resources.get(name);
    const door = this.#door(type);
    const inputs = await this.#checked(name, door, old?.inputs, args);
    if (inputs === undefined) return undefined;
    if (old === undefined)
      return this.#step("create", name, async () => void (await this.#create(name, type, inputs)));
    const difference = await this.#called(`diff of ${name}`, () => door.diff(old.id, old.outputs, inputs));
    if (difference === undefined) return undefined;
    if (difference.replaces.length > 0) {
      const fresh = await this.#checked(name, door, undefined, args);
      if (fresh === undefined) return undefined;
      const { deleteBeforeReplace } = difference;
      return this.#step("replace", name, () => this.#replace(name, old, fresh, deleteBeforeReplace));
    }
    // The engine takes an answer that says nothing for no change.
    if (difference.changes !== true && !old.isHalfMade) {
      this.#resources.set(name, { ...old, inputs });
      return undefined;
    }
    return this.#step("update", name, () => this.#update(name, old, inputs));
  }

  #step(op: string, name: string, step: () => Promise<void>): () => Promise<void> {
    this.#steps.push(`${op} ${name}`);
    return step;
  }

  async #checked(
    name: string,
    door: DynamicProvider,
    old: Properties | undefined,
    args: Properties,
  ): Promise<Properties | undefined> {
    const of = `check of ${name}`;
    const checked = await this.#called(of, () => door.check(old ?? {}, args));
    if (checked === undefined) return undefined;
    for (const { reason } of checked.failures) this.#refuse(of, reason);
    return checked.failures.length > 0 ? undefined : checked.inputs;
  }

  async #create(name: string, type: ResourceClass, inputs: Properties): Promise<boolean> {
    const made = await this.#called(`creation of ${name}`, () => this.#door(type).create(inputs), keepHalf);
    if (made === undefined) return false;
    if ("half" in made) this.#resources.set(name, { type, ...made.half, inputs, isHalfMade: true });
    else this.#resources.set(name, { type, ...made, inputs, isHalfMade: false });
    return !("half" in made);
  }

  async #update(name: string, old: Known, inputs: Properties): Promise<void> {
    const updated = await this.#called(
      `update of ${name}`,
      async () => ({ outputs: await this.#door(old.type).update(old.id, old.outputs, inputs) }),
      keepHalf,
    );
    if (updated === undefined) return;
    const { outputs } = "half" in updated ? updated.half : updated;
    this.#resources.set(name, { ...old, inputs, outputs, isHalfMade: "half" in updated });
  }

  async #replace(name: string, old: Known, inputs: Properties, deleteFirst: boolean): Promise<void> {
    if (deleteFirst) {
      if (!(await this.#delete(name, old))) return;
      this.#resources.delete(name);
      await this.#create(name, old.type, inputs);
    } else if (await this.#create(name, old.type, inputs)) {
      this.#leaving.push({ name, ...old });
    } else if (this.#resources.get(name) !== old) {
      // A half-made new one takes the place as well.
      this.#leaving.push({ name, ...old });
    }
  }

  async #deleteLeaving(): Promise<void> {
    const gone = await Promise.all(this.#leaving.map((each) => this.#delete(each.name, each)));
    this.#leaving = this.#leaving.filter((_, index) => gone[index] === false);
  }

  async #deleteAllBut(kept: readonly string[]): Promise<void> {
    const gone = [...this.#resources].filter(([name]) => !kept.includes(name));
    await Promise.all(
      gone.map(async ([name, known]) => {
        if (await this.#delete(name, known)) this.#resources.delete(name);
      }),
    );
  }

  async #delete(name: string, { type, id, outputs }: Known): Promise<boolean> {
    const done = await this.#called(`deletion of ${name}`, async () => {
      await this.#door(type).delete(id, outputs);
      return true;
    });
    return done === true;
  }

  /** Calls the provider; a failure is kept for people, and `undefined` is the answer unless the object is half-made. */
  async #called<Result>(of: string, call: () => Promise<Result>): Promise<Result | undefined>;
  async #called<Result>(
    of: string,
    call: () => Promise<Result>,
    half: typeof keepHalf,
  ): Promise<Result | { half: Half } | undefined>;
  async #called<Result>(of: string, call: () => Promise<Result>, half?: typeof keepHalf) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ProviderCallError)) throw error;
      const message = error.reasons.length > 0 ? error.reasons.join("\n") : error.message;
      this.#refuse(of, message);
      return half?.(error);
    }
  }
}

interface Half {
  id: string;
  outputs: Properties;
}

/** An object that exists although the call failed. */
function keepHalf({ id, properties }: ProviderCallError): { half: Half } | undefined {
  if (id === undefined || properties === undefined) return undefined;
  const { __provider: _, ...outputs } = properties;
  return { half: { id, outputs } };
}
