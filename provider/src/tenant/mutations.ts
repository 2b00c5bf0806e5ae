import { aliasOf, batchDocument, batchVariables, rootField } from "./batchDocument.ts";
import { RefusedError, UnreachableError } from "./errors.ts";
import {
  exchange,
  parseAnswer,
  throwFailures,
  type Exchange,
  type GraphQLEndpoint,
  type GraphQLFailure,
} from "./graphql.ts";
import type { Lull } from "./lull.ts";
import type { Operation } from "./operation.ts";

interface Waiting {
  operation: Operation<unknown, unknown>;
  input: unknown;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Sends mutations, those of the same moment together as aliases of one request. Each fails alone. Where the server
 * refuses a request because of its size, smaller ones follow.
 */
export class Mutations {
  readonly #endpoint: GraphQLEndpoint;
  #batchSize: number;
  #waiting: Waiting[] = [];
  #underWay = 0;
  readonly #lull: Lull;

  /** @param batchSize the most mutations in one request, from 1 */
  constructor(endpoint: GraphQLEndpoint, lull: Lull, batchSize: number) {
    this.#endpoint = endpoint;
    this.#lull = lull;
    this.#batchSize = batchSize;
  }

  /**
   * Runs one mutation. Errors in its payload are the caller's to judge.
   *
   * @throws RefusedError, UnreachableError, AuthenticationError, UnexpectedAnswerError
   */
  send<Input, Answer>(operation: Operation<{ input: Input }, Answer>, input: Input): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({
        operation: operation,
        input,
        resolve: resolve as (answer: unknown) => void,
        reject,
      });
      this.#lull.touch();
      if (this.#waiting.length >= this.#batchSize) this.#flush();
      else if (this.#waiting.length === 1) void this.#flushInLull(this.#waiting);
    });
  }

  /** Like {@link send}, in a request of its own: for mutations so large that they would make a batch too large. */
  sendAlone<Input, Answer>(operation: Operation<{ input: Input }, Answer>, input: Input): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      const member = { operation, input, resolve: resolve as (answer: unknown) => void, reject };
      void this.#runAlone(member);
    });
  }

  async #flushInLull(waiting: Waiting[]): Promise<void> {
    await this.#lull.waitForCompany(() => this.#underWay === 0);
    // Meanwhile they may have left as a full batch, and others may have begun to wait.
    if (this.#waiting === waiting) this.#flush();
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < waiting.length; start += this.#batchSize) {
      void this.#send(waiting.slice(start, start + this.#batchSize));
    }
  }

  async #send(members: Waiting[]): Promise<void> {
    this.#underWay += 1;
    await this.#run(members);
    this.#underWay -= 1;
  }

  /** Settles every member; answers the size of the largest request that went through, 0 where none did. */
  async #run(members: Waiting[]): Promise<number> {
    const [only, ...others] = members;
    if (only === undefined) return 0;
    if (others.length === 0) return this.#runAlone(only);
    let answer: Exchange;
    try {
      answer = await exchange(this.#endpoint, {
        name: "Batch",
        document: batchDocument(members.map(({ operation }) => operation)),
        variables: batchVariables(members.map(({ input }) => input)),
        idempotent: false,
      });
    } catch (error) {
      for (const member of members) member.reject(error);
      return 0;
    }
    if (wasNotRun(answer)) return this.#runInHalves(members);
    members.forEach((member, index) => this.#settle(member, aliasOf(index), answer));
    return members.length;
  }

  async #runAlone(member: Waiting): Promise<number> {
    const { operation, input } = member;
    try {
      const { name, document } = operation;
      const answer = await exchange(this.#endpoint, {
        name,
        document,
        variables: { input },
        idempotent: false,
      });
      throwFailures(answer.errors);
      member.resolve(parseAnswer(this.#endpoint, operation, answer.data));
      return 1;
    } catch (error) {
      member.reject(error);
      return 0;
    }
  }

  /** Either the server takes no request of this size, or one member makes all of them fail. */
  async #runInHalves(members: Waiting[]): Promise<number> {
    const middle = Math.ceil(members.length / 2);
    const first = await this.#run(members.slice(0, middle));
    const second = await this.#run(members.slice(middle));
    const everyMemberRan = first > 0 && second > 0;
    const largest = Math.max(first, second);
    if (everyMemberRan) this.#batchSize = Math.min(this.#batchSize, largest);
    return everyMemberRan ? largest : 0;
  }

  #settle(member: Waiting, alias: string, answer: Exchange): void {
    const failures = answer.errors.filter(({ path }) => path?.[0] === alias);
    try {
      throwFailures(failures);
      const payload = answer.data?.[alias];
      if (payload === undefined) throw lostAnswer(this.#endpoint, member, answer.errors);
      member.resolve(
        parseAnswer(this.#endpoint, member.operation, { [rootField(member.operation)]: payload }),
      );
    } catch (error) {
      member.reject(error);
    }
  }
}

/** GraphQL reports without a path what it refuses before it executes anything. */
function wasNotRun({ data, errors }: Exchange): boolean {
  return data === null && errors.length > 0 && errors.every(({ path }) => path === undefined);
}

function lostAnswer(endpoint: GraphQLEndpoint, member: Waiting, errors: GraphQLFailure[]): Error {
  const others = new RefusedError([{ field: "__all__", messages: errors.map(({ message }) => message) }]);
  return new UnreachableError(
    `${endpoint.tenant} answered a batch without the answer to ${member.operation.name}.`,
    {
      cause: others,
      outcomeUnknown: true,
    },
  );
}
