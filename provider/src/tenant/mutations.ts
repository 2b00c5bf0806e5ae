import { z } from "zod";
import { aliasOf, batchDocument, batchVariables, rootField } from "./batchDocument.ts";
import { Batching } from "./batching.ts";
import type { Calls } from "./calls.ts";
import { isRefusedUnread, RefusedError, UnexpectedAnswerError, UnreachableError } from "./errors.ts";
import { MAY_HAVE_CHANGED, RUN_AGAIN } from "./failures.ts";
import {
  exchange,
  parseAnswer,
  throwFailures,
  throwQuestionFailures,
  type Exchange,
  type GraphQLEndpoint,
  type GraphQLFailure,
} from "./graphql.ts";
import { fieldErrors, type Operation } from "./operation.ts";
import { withPermission } from "./permissions.ts";
import { ownValue } from "./ownValue.ts";
import { foreignText } from "./foreignText.ts";

/** One mutation on its way. */
interface Mutation {
  operation: Operation<{ input: unknown }, unknown>;
  input: unknown;
}

/** The result of sending several mutations. */
interface Outcome {
  /** An answer or an Error for each of them, in their order. */
  answers: unknown[];
  /** Size of the largest request that the server took; 0 where it did not take one of them. */
  taken: number;
}

/**
 * Sends mutations, those of the same moment together as aliases of one request. Each fails alone. Where the server,
 * or a firewall before it refuses a request as a whole, smaller ones follow.
 */
export class Mutations {
  readonly #endpoint: GraphQLEndpoint;
  readonly #batching: Batching<Mutation, unknown>;
  #batchSize: number;

  /** @param batchSize the most mutations in one request, from 1 */
  constructor(endpoint: GraphQLEndpoint, calls: Calls, batchSize: number) {
    this.#endpoint = endpoint;
    this.#batchSize = batchSize;
    this.#batching = new Batching({
      calls,
      largest: () => this.#batchSize,
      moment: () => calls.complete(),
      send: async (mutations) => (await this.#run(mutations)).answers,
    });
  }

  /**
   * Runs one mutation. Errors in its payload are the caller's to judge.
   *
   * @throws RefusedError, UnreachableError, AuthenticationError, UnexpectedAnswerError
   */
  async send<Input, Answer>(operation: Operation<{ input: Input }, Answer>, input: Input): Promise<Answer> {
    return (await this.#batching.load({ operation, input })) as Answer;
  }

  /**
   * Like {@link send}, at once and in a request of its own: for mutations that would make a batch too large.
   *
   * @param idempotent true for a mutation that changes nothing, which is asked again like a query
   */
  async sendAlone<Input, Answer>(
    operation: Operation<{ input: Input }, Answer>,
    input: Input,
    { idempotent = false }: { idempotent?: boolean } = {},
  ): Promise<Answer> {
    const { name, document } = operation;
    const request = { name, document, variables: { input }, idempotent };
    const answer = await exchange(this.#endpoint, request);
    if (isLost(answer)) throw lostAnswer(this.#endpoint, operation.name, answer.errors, idempotent);
    const { data, errors } = answer;
    const field = rootField(operation);
    const explainedErrors = explained(field, errors);
    if (idempotent) throwQuestionFailures(this.#endpoint, name, explainedErrors);
    throwFailures(explainedErrors);
    return this.#parsed(operation, field, ownValue(data, field));
  }

  async #run(mutations: readonly Mutation[]): Promise<Outcome> {
    const [only, ...others] = mutations;
    if (only === undefined) return { answers: [], taken: 0 };
    // The server may have refused a smaller request meanwhile.
    if (mutations.length > this.#batchSize) return this.#runInParts(mutations, this.#batchSize);
    try {
      if (others.length > 0) return await this.#runTogether(mutations);
      return { answers: [await this.sendAlone(only.operation, only.input)], taken: 1 };
    } catch (error) {
      return { answers: mutations.map(() => error), taken: 0 };
    }
  }

  async #runTogether(mutations: readonly Mutation[]): Promise<Outcome> {
    const answer = await exchange(this.#endpoint, {
      name: "Batch",
      document: batchDocument(mutations.map(({ operation }) => operation)),
      variables: batchVariables(mutations.map(({ input }) => input)),
      idempotent: false,
    }).catch((error: unknown) => {
      if (isRefusedUnread(error)) return undefined;
      throw error;
    });
    if (answer === undefined || wasNotRun(answer)) return this.#runSmaller(mutations);
    if (isLost(answer)) return this.#runAlone(mutations, answer);
    const answers = mutations.map((mutation, index) => this.#answerTo(mutation, aliasOf(index), answer));
    return { answers, taken: mutations.length };
  }

  /**
   * Runs the updates again, each alone: they do no harm when they are carried out twice. Whoever sent another mutation looks
   * for what became of it, and what is sent from now on goes alone as well.
   */
  async #runAlone(mutations: readonly Mutation[], answer: Exchange): Promise<Outcome> {
    this.#batchSize = 1;
    const answers: unknown[] = [];
    for (const [index, mutation] of mutations.entries()) {
      const isUpdate = rootField(mutation.operation).startsWith("update");
      const outcome = isUpdate ? await this.#run([mutation]) : undefined;
      answers.push(outcome ? outcome.answers[0] : this.#answerTo(mutation, aliasOf(index), answer));
    }
    return { answers, taken: 1 };
  }

  /** Runs parts: either the server takes no request of this size, or one of the mutations makes all of them fail. */
  async #runSmaller(mutations: readonly Mutation[]): Promise<Outcome> {
    const outcome = await this.#runInParts(mutations, Math.ceil(mutations.length / 2));
    if (outcome.taken > 0) this.#batchSize = Math.min(this.#batchSize, outcome.taken);
    return outcome;
  }

  /** Runs one part after the other, so that later ones are of a size that the server takes. */
  async #runInParts(mutations: readonly Mutation[], size: number): Promise<Outcome> {
    const outcomes: Outcome[] = [];
    for (let start = 0; start < mutations.length; start += size) {
      outcomes.push(await this.#run(mutations.slice(start, start + size)));
    }
    const taken = outcomes.map((outcome) => outcome.taken);
    return {
      answers: outcomes.flatMap(({ answers }) => answers),
      taken: taken.includes(0) ? 0 : Math.max(...taken),
    };
  }

  /** An answer whose payload's complaints name the missing permission. A mutation without a payload did not succeed. */
  #parsed<Answer>(
    operation: Pick<Operation<unknown, Answer>, "name" | "answer">,
    field: string,
    payload: unknown,
  ): Answer {
    if (payload === null || payload === undefined) {
      throw new UnexpectedAnswerError(
        `${this.#endpoint.tenant} answered ${operation.name} with nothing, and without a reason. ${MAY_HAVE_CHANGED}`,
        { outcomeUnknown: true, advice: RUN_AGAIN },
      );
    }
    const { errors } = payloadErrors.safeParse(payload).data ?? {};
    const told =
      errors === undefined
        ? payload
        : {
            ...payload,
            errors: errors.map((error) => ({
              field: foreignText(error.field),
              messages: error.messages.map((message) => withPermission(field, foreignText(message))),
            })),
          };
    return parseAnswer(this.#endpoint, operation, { [field]: told }, { outcomeUnknown: true });
  }

  /** One mutation's part of a batch's answer, or the Error that it failed with. */
  #answerTo({ operation }: Mutation, alias: string, { data, errors }: Exchange): unknown {
    try {
      const field = rootField(operation);
      throwFailures(
        explained(
          field,
          errors.filter(({ path }) => path?.[0] === alias),
        ),
      );
      const payload = ownValue(data, alias);
      if (payload === undefined) throw lostAnswer(this.#endpoint, operation.name, errors);
      return this.#parsed(operation, field, payload);
    } catch (error) {
      return error;
    }
  }
}

const payloadErrors = z.object({ errors: fieldErrors });

function explained(field: string, errors: readonly GraphQLFailure[]): GraphQLFailure[] {
  return errors.map(({ message, ...where }) => ({ message: withPermission(field, message), ...where }));
}

/** True where nothing was executed, and the reason is told. */
function wasNotRun({ data, errors }: Exchange): boolean {
  return data === undefined && errors.length > 0;
}

/** True where the data of something executed is missing as a whole, and no error tells which mutation failed. */
function isLost({ data, errors }: Exchange): boolean {
  return data === null && errors.every(({ path }) => path === undefined);
}

function lostAnswer(
  endpoint: GraphQLEndpoint,
  name: string,
  errors: GraphQLFailure[],
  idempotent = false,
): Error {
  const cause = new RefusedError([{ field: "__all__", messages: errors.map(({ message }) => message) }]);
  const why = errors.length === 0 ? "" : ` It said "${cause.message}".`;
  const left = idempotent ? ` ${endpoint.journal.unchanged}` : "";
  return new UnreachableError(`${endpoint.tenant} answered without the result of ${name}.${why}${left}`, {
    cause,
    outcomeUnknown: !idempotent,
    ...(idempotent ? { advice: RUN_AGAIN } : {}),
  });
}
