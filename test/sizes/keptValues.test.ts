import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importables } from "../../provider/src/cli/importables.ts";
import { TenantSession } from "../../provider/src/tenant/session.ts";
import { resolveSettings } from "../../provider/src/tenant/settings.ts";
import { Command, EMPTY, type Declared, type Ended, type State } from "../faults/engine.ts";
import type { Properties } from "../support/grpc.ts";
import { startProvider } from "../support/provider.ts";
import { isPromised, sized } from "../support/size.ts";
import { everyPair } from "../support/switchSettings.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const { sequences } = sized({ sample: { sequences: 1 }, promised: { sequences: 25 } });

/** A connection with the inputs that a program may declare; those that it needs come all or not at all. */
interface Subject {
  type: "CustomerConnection" | "OrganizationCustomerConnection";
  args: Properties;
  plain: readonly string[];
  secret: readonly string[];
  needed: readonly string[];
}

const SUBJECTS: readonly Subject[] = [
  {
    type: "CustomerConnection",
    args: { component: "slack", connectionType: "oauth2", name: "Slack" },
    plain: ["clientId", "scopes", "authorizeUrl", "tokenUrl"],
    secret: ["clientSecret", "signingSecret"],
    needed: ["clientId", "clientSecret", "signingSecret"],
  },
  {
    type: "OrganizationCustomerConnection",
    args: { component: "postgres", connectionType: "postgres", name: "PostgreSQL" },
    plain: ["host", "port", "database", "timeout"],
    secret: ["password"],
    needed: [],
  },
];

/** Something that happens to a connection; `inputs` are the positions of inputs in its lists. */
type Step =
  | { do: "declare"; inputs: number[]; apart: boolean }
  | { do: "rename" }
  | { do: "giveToCustomers"; inputs: number[] }
  | { do: "write by hand"; inputs: number[] }
  | { do: "refresh" }
  | { do: "adopt" }
  | { do: "import" };

const inputs = fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("declare" as const), inputs, apart: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("rename" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("giveToCustomers" as const), inputs }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("write by hand" as const), inputs }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refresh" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("adopt" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("import" as const) }) },
);
const sequence = fc.record({
  subject: fc.constantFrom(...SUBJECTS),
  steps: fc.array(step, { minLength: 3, maxLength: 7 }),
});

/** A program that declares one connection, and perhaps its global values apart from it. */
interface Program {
  name: string;
  values: Record<string, string>;
  isApart: boolean;
  customerInputs: string[];
}

/** One connection in a tenant, with the program and the state of the stack that manages it. */
class Story {
  readonly #tenant: TestTenant;
  readonly #subject: Subject;
  readonly #stableKey: string;
  #state: State = EMPTY;
  #program: Program;
  #changes = 0;
  refused = 0;

  constructor(tenant: TestTenant, subject: Subject, stableKey: string) {
    this.#tenant = tenant;
    this.#subject = subject;
    this.#stableKey = stableKey;
    const needed = subject.needed.map((input) => [input, this.#newValue(input)]);
    this.#program = {
      ...{ name: "Named", isApart: false, customerInputs: [] },
      values: Object.fromEntries(needed) as Record<string, string>,
    };
  }

  /** Takes a step; answers the values that it changed although nothing of the program named them. */
  async take(step: Step): Promise<string[]> {
    const before = this.#changes === 0 ? {} : await this.#held();
    const old = this.#program;
    this.#changes += 1;
    if (step.do === "write by hand") {
      await this.#writeByHand(step.inputs);
      return [];
    }
    const config = { "prismatic:overwriteDrift": "true", "prismatic:adoptExisting": "true" };
    await using provider = await startProvider(this.#tenant, config);
    const state = await this.#stateFor(step);
    const next = this.#programAfter(step);
    const command = new Command(provider, state);
    const ended = step.do === "refresh" ? await command.refresh() : await command.up(this.#declared(next));
    const isRefused = ended.refusals.length > 0;
    if (isRefused) this.refused += 1;
    // A refused plan leaves the program as it was; a person would write it back.
    if (!isRefused || ended.steps.length > 0) [this.#state, this.#program] = [ended.state, next];
    const named =
      isRefused && ended.steps.length === 0 ? [] : [...namesOf(old), ...namesOf(next), ...namesIn(state)];
    return this.#changed(before, await this.#held(), named, ended);
  }

  async #stateFor({ do: verb }: Step): Promise<State> {
    if (verb === "adopt") return EMPTY;
    if (verb !== "import" || this.#state.resources.size === 0) return this.#state;
    const config: Record<string, string> = { ...this.#tenant.config, ...this.#tenant.secrets };
    const session = new TenantSession(resolveSettings((key) => config[`prismatic:${key}`], {}));
    const found = await importables(session, [{ stableKey: this.#stableKey, part: undefined }]);
    const known = found.map(({ id, inputs, outputs }) => {
      const plain = JSON.parse(JSON.stringify({ id, inputs, outputs })) as {
        id: string;
        inputs: Properties;
        outputs: Properties;
      };
      return ["connection", { type: this.#subject.type, ...plain, isHalfMade: false }] as const;
    });
    return { resources: new Map(known), leaving: [] };
  }

  #programAfter(step: Step): Program {
    const { plain, secret, needed } = this.#subject;
    const all = [...plain, ...secret];
    const chosen = "inputs" in step ? step.inputs.flatMap((at) => all[at] ?? []) : [];
    if (step.do === "rename") return { ...this.#program, name: `Named ${this.#changes}` };
    if (step.do === "giveToCustomers")
      return { ...this.#program, customerInputs: chosen.filter((input) => !needed.includes(input)) };
    if (step.do !== "declare") return this.#program;
    const declared = chosen.length === 0 ? [] : [...new Set([...needed, ...chosen])];
    const values = declared
      .filter((input) => !this.#program.customerInputs.includes(input))
      .map((input) => [input, this.#newValue(input)]);
    return {
      ...this.#program,
      isApart: step.apart && declared.length > 0,
      values: Object.fromEntries(values) as Record<string, string>,
    };
  }

  #declared({ name, values, isApart, customerInputs }: Program): Declared[] {
    const { type, args, secret } = this.#subject;
    const part = (isSecret: boolean) =>
      Object.fromEntries(Object.entries(values).filter(([input]) => secret.includes(input) === isSecret));
    const stableKey = this.#stableKey;
    const inline = isApart ? {} : { globalValues: part(false), globalSecrets: part(true) };
    const connection = {
      ...{ ...args, name, stableKey, ...(Object.keys(values).length === 0 ? {} : inline) },
      ...(customerInputs.length === 0 ? {} : { customerInputs }),
    };
    const apart = { connection: { stableKey }, values: part(false), secrets: part(true) };
    return [
      { name: "connection", type, args: connection },
      ...(isApart ? [{ name: "values", type: "GlobalValues" as const, args: apart }] : []),
    ];
  }

  #newValue(input: string): string {
    return input.endsWith("Url") ? `https://app.example/${this.#changes}` : `${input}-${this.#changes}`;
  }

  async #writeByHand(positions: readonly number[]): Promise<void> {
    if (this.#state.resources.size === 0) return;
    const written = positions.flatMap((at) => this.#subject.plain[at] ?? []);
    const values = written.map((input) => [input, `https://by.hand/${this.#changes}`]);
    await this.#tenant.change(this.#stableKey, {
      inputs: Object.fromEntries(values) as Record<string, string>,
    });
  }

  async #held(): Promise<Record<string, string>> {
    const keys = await this.#tenant.stableKeys();
    return keys.includes(this.#stableKey) ? this.#tenant.values(this.#stableKey) : {};
  }

  #changed(
    before: Record<string, string>,
    after: Record<string, string>,
    named: readonly string[],
    { steps, refusals }: Ended,
  ): string[] {
    return Object.keys(before)
      .filter((input) => !named.includes(input) && before[input] !== after[input])
      .map((input) => {
        const said = refusals.map(({ message }) => message).join();
        return `${input}: ${before[input]} => ${after[input] ?? "nothing"} (${steps.join()}; ${said})`;
      });
  }
}

const namesOf = ({ values, customerInputs }: Program) => [...Object.keys(values), ...customerInputs];

/** Inputs that a state has: an import brings all that the tenant held, and a program without them removes them. */
const namesIn = ({ resources }: State) =>
  [...resources.values()].flatMap(({ inputs }) =>
    ["globalValues", "globalSecrets", "values", "secrets"].flatMap((argument) =>
      Object.keys(inputs[argument] ?? {}),
    ),
  );

const tried = { steps: 0, refused: 0 };

describe.each(everyPair.map((each, index) => ({ ...each, index })))(
  "In a tenant $title",
  ({ switches, index }) => {
    let tenant: TestTenant;
    beforeAll(async () => {
      tenant = await startTenant({ switches });
    });
    afterAll(() => tenant?.dispose());

    it("no sequence of updates, imports, adoptions and changes of owners clears a value that it did not name", async () => {
      let stories = 0;
      await fc.assert(
        fc.asyncProperty(sequence, async ({ subject, steps }) => {
          const story = new Story(tenant, subject, `story-${++stories}`);
          for (const each of [{ do: "refresh" as const }, ...steps]) {
            const lost = await story.take(each);
            expect(lost, JSON.stringify(each)).toEqual([]);
            tried.steps += 1;
          }
          tried.refused += story.refused;
        }),
        // The sample is the same in each run; the promised numbers are of another seed each time, which a failure prints.
        { numRuns: sequences, endOnFailure: true, ...(isPromised ? {} : { seed: index }) },
      );
    });
  },
);

it("Most of what is tried is carried out", () => {
  expect(tried.steps).toBeGreaterThan(0);
  expect(tried.refused).toBeLessThan(tried.steps / 2);
});
