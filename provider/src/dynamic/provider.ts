import type { dynamic } from "@pulumi/pulumi";
import { ConfigurationError, PrismaticError } from "../tenant/errors.ts";
import { claim, claimOnceCreated, creating } from "./claims.ts";
import { decide, declare, forget, settle, type SecondOwner } from "./declarations.ts";
import type { Claim } from "./claim.ts";
import { HalfMadeError, type Lifecycle, type Properties } from "./lifecycle.ts";
import { withMarkedSecrets } from "./markedSecrets.ts";
import { announceChange, isExplicitTenant, openProcessSession, processSession } from "./processSession.ts";
import { secretStrings } from "./secretStrings.ts";
import { reportedByEngine } from "./reportedByEngine.ts";
import { withShownValues } from "./shownValues.ts";
import { inItsTenant, movesToAnotherTenant, withoutTenant } from "./tenantOfState.ts";
import { ToldAdvice } from "./toldAdvice.ts";
import { knownSecrets } from "../tenant/foreignText.ts";
import { visible } from "../tenant/visible.ts";

const PROVIDER = "__provider";

/** Advice that the failures of this process have given so far, for all its resources. */
const told = new ToldAdvice();

/** The words for a class of resources in messages. */
export interface Wording {
  /** Name of the class. */
  type: string;
  /** The object behind a claim, such as `the connection "slack-oauth"`. */
  describeClaim: (claim: Claim) => string;
  /** The object of a resource with these claims, such as `the connection "slack-oauth"`. */
  describeObject: (claims: readonly Claim[]) => string | undefined;
  /** All claims on the object of a claim, which may name its customer in two ways. */
  sameClaims: (claim: Claim, namesOf: (customer: string) => readonly string[]) => readonly Claim[];
}

/** Turns a resource's life-cycle into the provider that Pulumi's dynamic-provider process calls. */
export function dynamicProvider(
  lifecycle: Lifecycle,
  { type, describeClaim, describeObject, sameClaims }: Wording,
): dynamic.ResourceProvider {
  const verbs = inItsTenant(lifecycle);

  function rememberSecrets(...all: Properties[]): void {
    for (const properties of all) {
      knownSecrets.add(secretStrings(properties, lifecycle.secretArguments));
    }
  }

  /**
   * Answer to Pulumi, which sent `sent`: nothing undefined, nothing that it cannot show, and no secret that it would not
   * mark again.
   */
  function answer(properties: Properties, sent: Properties): Properties {
    const { secretArguments } = lifecycle;
    const hidden = secretArguments.filter((path) => !path.includes("."));
    return withMarkedSecrets(withShownValues(defined(properties), sent, hidden), sent, secretArguments);
  }

  /** Turns every failure into one line of text without secrets. */
  async function guarded<Result>(all: Properties[], verb: () => Promise<Result>): Promise<Result> {
    return guardedBy(describe, all, verb);
  }

  /** Like {@link guarded}, for a change: a failure names the object that the last properties are of. */
  async function guardedChange<Result>(all: Properties[], verb: () => Promise<Result>): Promise<Result> {
    return guardedBy((error) => naming(describe(error), all.at(-1) ?? {}), all, verb);
  }

  async function guardedBy<Result>(
    describing: (error: unknown) => string,
    all: Properties[],
    verb: () => Promise<Result>,
  ): Promise<Result> {
    rememberSecrets(...all);
    try {
      return await verb();
    } catch (error) {
      throw oneLine(error, describing(error), all.at(-1) ?? {});
    }
  }

  function oneLine(error: unknown, message: string, sent: Properties): Error {
    const clean = reportedByEngine(shown(message));
    if (error instanceof HalfMadeError) {
      // Without its loader the object could not be read, updated or deleted again.
      const properties = { ...answer(error.properties, sent), [PROVIDER]: sent[PROVIDER] };
      Object.assign(clean, { id: error.id, properties, reasons: [clean.message] });
    }
    return clean;
  }

  /** A message that begins with the object where it does not name it: the cause may lie in every request of a run. */
  function naming(message: string, properties: Properties): string {
    const object = objectOf(properties);
    const names = object?.match(/"[^"]*"/g) ?? [];
    if (object === undefined || names.some((name) => message.includes(name))) return message;
    return `${object.charAt(0).toUpperCase()}${object.slice(1)}: ${message}`;
  }

  /** The object of properties, which may be those of a state that somebody has edited. */
  function objectOf({ [PROVIDER]: _constant, ...properties }: Properties): string | undefined {
    try {
      return describeObject(lifecycle.claims(withoutTenant(properties)));
    } catch {
      return undefined;
    }
  }

  function explainSecondOwner({ claim: object, firstClaim, first, isWritten }: SecondOwner): string {
    const other = first === type ? `another ${first}` : `the ${first} that manages it as well`;
    const named = firstClaim === object ? "" : `, which calls it ${describeClaim(firstClaim)}`;
    const changed = isWritten
      ? "This run had written the other one already; this one changed nothing."
      : "Nothing was changed.";
    return (
      `This program manages ${describeClaim(object)} twice in ${processSession().tenant}: by this ${type} and by ` +
      `${other}${named}. ${changed} Remove one of the two; what is in the tenant stays with the other. A second ` +
      "tenant's needs that tenant's provider: { provider: eu }."
    );
  }

  return {
    configure(request: dynamic.ConfigureRequest) {
      openProcessSession((key) => request.config.get(key));
      return Promise.resolve();
    },

    async check(olds: Properties, news: Properties) {
      const { [PROVIDER]: provider, ...oldInputs } = olds;
      const { [PROVIDER]: _constant, ...newInputs } = news;
      rememberSecrets(olds, news);
      try {
        const old = provider === undefined ? undefined : oldInputs;
        const session = processSession();
        const { inputs, problems } = await session.calls.judge(() =>
          lifecycle.check(session, old, newInputs),
        );
        const failures = problems.map(({ path, message }) => failure(path ? `${path}: ${message}` : message));
        if (problems.length === 0) {
          const claims = lifecycle.claims(inputs);
          const namesOf = (customer: string) => session.customers.namesOf(customer);
          const declared = { type, claims, news: newInputs };
          const second = declare(session, old, declared, (each) => sameClaims(each, namesOf));
          if (second === undefined) (old ? claim : claimOnceCreated)(session, claims);
          else failures.push(failure(explainSecondOwner(second)));
        }
        if (old === undefined && failures.length === 0) announceChange();
        return { inputs: defined(inputs), failures };
      } catch (error) {
        return { inputs: news, failures: [failure(describe(error))] };
      }

      /** A failure that names its property makes the engine print that property's value, secrets unwrapped. */
      function failure(reason: string) {
        return { property: "", reason: shown(reason) };
      }
    },

    diff: (id: string, olds: Properties, news: Properties) =>
      guarded([olds, news], async () => {
        const session = processSession();
        const known = withoutTenant(olds);
        const { changes, replaces = [], deleteBeforeReplace = false } = lifecycle.diff(known, news);
        const second = decide(session, lifecycle.claims(news), replaces.length > 0);
        if (await movesToAnotherTenant(session, olds, { isExplicit: isExplicitTenant(), changes })) {
          decide(session, lifecycle.claims(news), true);
          return { changes: true, replaces: ["tenant"], deleteBeforeReplace: false };
        }
        if (second !== undefined) throw new ConfigurationError(explainSecondOwner(second));
        if (changes) await lifecycle.refuse?.(session, id, known, news);
        // A replacement is checked once more, as a new resource.
        if (changes && replaces.length === 0) announceChange();
        return { changes, replaces, deleteBeforeReplace };
      }),

    create: (inputs: Properties) =>
      guardedChange([inputs], async () => {
        const { [PROVIDER]: _constant, ...known } = inputs;
        const session = processSession();
        const create = () => verbs.create(session, known);
        const claims = lifecycle.claims(known);
        try {
          const made = await session.calls.change(() => creating(session, claims, create));
          settle(session, claims);
          return { id: made.id, outs: answer(made.outputs, inputs) };
        } catch (error) {
          if (error instanceof HalfMadeError) settle(session, claims);
          else forget(session, claims);
          throw error;
        }
      }),

    read: (id: string, outputs: Properties) =>
      guarded([outputs], async () => {
        const { [PROVIDER]: _constant, ...known } = outputs;
        const session = processSession();
        const found = await verbs.read(session, id, known);
        if (found === undefined) return { id: "", props: {} };
        return { id, props: answer(found.outputs, outputs), inputs: answer(found.inputs, outputs) };
      }),

    update: (id: string, olds: Properties, news: Properties) =>
      guardedChange([olds, news], async () => {
        const { [PROVIDER]: _constant, ...known } = news;
        const session = processSession();
        const settled = () => settle(session, lifecycle.claims(known));
        const outputs = await session.calls
          .change(() => verbs.update(session, id, olds, known))
          .catch((error: unknown) => {
            if (error instanceof HalfMadeError) settled();
            throw error;
          });
        settled();
        return { outs: answer(outputs, news) };
      }),

    delete: (id: string, outputs: Properties) =>
      guardedChange([outputs], async () => {
        const session = processSession();
        await verbs.delete(session, id, outputs);
      }),
  };
}

function describe(error: unknown): string {
  if (error instanceof PrismaticError || error instanceof HalfMadeError) return told.once(error);
  return `Internal error of pulumi-prismatic, please report it: ${knownSecrets.redact(stackOf(error))}`;
}

/** A message as it leaves this process. What others wrote in it has lost its secrets before. */
function shown(message: string): string {
  return visible(knownSecrets.redactUnmistakable(message));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A copy without undefined values, which Pulumi's protocol cannot carry. */
function defined<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(defined) as Value;
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, defined(member as unknown)])) as Value;
}
