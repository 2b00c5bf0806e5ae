import { request, type Dispatcher } from "undici";
import { z } from "zod";
import { PrismaticError, RefusedError, UnexpectedAnswerError, UnreachableError } from "./errors.ts";
import { MAY_HAVE_CHANGED, RUN_AGAIN, unreachable, type Destination, type NetworkError } from "./failures.ts";
import type { Operation } from "./operation.ts";
import type { RateLimitWaits } from "./rateLimitWaits.ts";
import { isWebPage, parseJson, refusal, type RawAnswer } from "./refusals.ts";
import { foreignText } from "./foreignText.ts";

const envelope = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }))
    .optional(),
});

/** Address of the GraphQL API, and the way there. */
export interface GraphQLEndpoint extends Omit<Destination, "server"> {
  /** The tenant in the words of an error message. */
  tenant: string;
  dispatcher: Dispatcher;
  waits: RateLimitWaits;
  timeoutSeconds: number;
  /** Once aborted, nothing is sent any more. */
  signal: AbortSignal;
  /** Awaited before every operation; its failure is the operation's. */
  before?: () => Promise<unknown>;
}

/** One error of a GraphQL answer; `path` is there where the failing field was executed. */
export interface GraphQLFailure {
  message: string;
  path?: (string | number)[] | undefined;
}

/** An answer as it came, with its errors. */
export interface Exchange {
  /** Undefined where nothing was executed: only then an answer has none (GraphQL's specification, "Response Format"). */
  data: Record<string, unknown> | null | undefined;
  errors: GraphQLFailure[];
}

/**
 * Sends an operation that changes nothing; it may be sent more than once.
 *
 * @throws UnreachableError, AuthenticationError, RefusedError, UnexpectedAnswerError
 */
export async function query<Variables, Answer>(
  endpoint: GraphQLEndpoint,
  operation: Operation<Variables, Answer>,
  variables: Variables,
): Promise<Answer> {
  const { document, name } = operation;
  const { data, errors } = await exchange(endpoint, { name, document, variables, idempotent: true });
  throwQuestionFailures(endpoint, name, errors);
  return parseAnswer(endpoint, operation, data);
}

/**
 * Throws GraphQL's messages about an operation that changes nothing, each once.
 *
 * @throws RefusedError that tells all, where there is a message
 */
export function throwQuestionFailures(
  { tenant, journal }: GraphQLEndpoint,
  name: string,
  errors: GraphQLFailure[],
): void {
  if (errors.length === 0) return;
  const said = [...new Set(errors.map(({ message }) => `"${message}"`))].join(" and ");
  const message = `${tenant} answered ${said} to ${name}. ${journal.unchanged}`;
  throw new RefusedError([{ field: "__all__", messages: [message] }], {
    isComplete: true,
    advice: RUN_AGAIN,
  });
}

/**
 * Throws GraphQL's messages, each once: GraphQL repeats a field that fails in a list for every element.
 *
 * @throws RefusedError with all messages, where there is one
 */
export function throwFailures(errors: GraphQLFailure[]): void {
  if (errors.length === 0) return;
  const messages = [...new Set(errors.map(({ message }) => message))];
  throw new RefusedError([{ field: "__all__", messages }]);
}

/**
 * @param outcomeUnknown true where the data answers a change, which may have been carried out
 * @throws UnexpectedAnswerError where the data does not have the operation's form
 */
export function parseAnswer<Answer>(
  endpoint: GraphQLEndpoint,
  operation: Pick<Operation<unknown, Answer>, "name" | "answer">,
  data: unknown,
  { outcomeUnknown = false }: { outcomeUnknown?: boolean } = {},
): Answer {
  const answer = operation.answer.safeParse(data);
  if (answer.success) return answer.data;
  const issue = answer.error.issues[0];
  if (issue?.code === "custom") {
    throw new UnexpectedAnswerError(
      `${endpoint.tenant} answered ${operation.name} with what cannot be used: ${issue.message}. ` +
        `${endpoint.journal.unchanged} ${String(issue.params?.["advice"] ?? "")}`.trimEnd(),
      { outcomeUnknown },
    );
  }
  throw new UnexpectedAnswerError(
    `${endpoint.tenant} answered ${operation.name} in an unknown form: ${issue?.path.join(".")}: ` +
      `${issue?.message}. ${leftBy(endpoint, outcomeUnknown)}`,
    {
      outcomeUnknown,
      advice: "Run the command again; where it stays like this, install a newer version of pulumi-prismatic.",
    },
  );
}

/** Sentence about what a failed request leaves behind. */
function leftBy({ journal }: GraphQLEndpoint, outcomeUnknown: boolean): string {
  return outcomeUnknown ? MAY_HAVE_CHANGED : journal.unchanged;
}

/**
 * Sends a document and returns GraphQL's answer to it. A document that is not idempotent is sent again only where the
 * server did not run it.
 *
 * @throws UnreachableError (with `outcomeUnknown` where a change may have happened), AuthenticationError,
 *   UnexpectedAnswerError
 */
export async function exchange(
  endpoint: GraphQLEndpoint,
  request: { name: string; document: string; variables: unknown; idempotent: boolean },
): Promise<Exchange> {
  await endpoint.before?.();
  const { name, document, variables, idempotent } = request;
  const body = JSON.stringify({ query: document, variables });
  const answer = await post(endpoint, body, idempotent);
  const { status } = answer;
  const parsed = envelope.safeParse(parseJson(answer.text));
  const refusedByGraphQL = status === 400 && parsed.success && parsed.data.errors !== undefined;
  if (status !== 200 && !refusedByGraphQL) {
    const failure = failureOf(endpoint, answer, { name, size: Buffer.byteLength(body), idempotent });
    if (failure instanceof UnreachableError && failure.outcomeUnknown) endpoint.journal.noteChange();
    throw failure;
  }
  if (!parsed.success) {
    if (!idempotent) endpoint.journal.noteChange();
    throw new UnexpectedAnswerError(
      `${endpoint.tenant} did not answer ${name} with GraphQL's JSON${endpoint.proxies.via(endpoint.url)}` +
        `${isWebPage(answer.headers) ? ", but with a web page: a login page or a proxy may stand in between" : ""}. ` +
        leftBy(endpoint, !idempotent),
      { outcomeUnknown: !idempotent, advice: RUN_AGAIN },
    );
  }
  const { data } = parsed.data;
  const errors = (parsed.data.errors ?? []).map((error) => ({
    ...error,
    message: foreignText(error.message),
  }));
  const mayHaveChanged = data === null || Object.values(data ?? {}).some(isCarriedOut);
  if (!idempotent && mayHaveChanged) endpoint.journal.noteChange();
  return { data, errors };
}

function failureOf(
  { tenant, waits, ...destination }: GraphQLEndpoint,
  answer: RawAnswer,
  request: { name: string; size: number; idempotent: boolean },
): Error {
  if (answer.status !== 429) return refusal({ ...destination, server: tenant }, answer, request);
  const { fact, advice } = waits.refusal;
  return new UnreachableError(`${fact} ${destination.journal.unchanged}`, { outcomeUnknown: false, advice });
}

/** A mutation's payload without complaints. */
function isCarriedOut(payload: unknown): boolean {
  if (payload === null || typeof payload !== "object") return false;
  const errors: unknown = "errors" in payload ? payload.errors : undefined;
  return !Array.isArray(errors) || errors.length === 0;
}

async function post(endpoint: GraphQLEndpoint, body: string, idempotent: boolean): Promise<RawAnswer> {
  try {
    const response = await request(`${endpoint.url}/api`, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "pulumi-prismatic" },
      body,
      dispatcher: endpoint.dispatcher,
      idempotent,
      headersTimeout: endpoint.timeoutSeconds * 1000,
      bodyTimeout: endpoint.timeoutSeconds * 1000,
      signal: endpoint.signal,
    });
    const { statusCode: status, headers } = response;
    if (status !== 429) endpoint.waits.noteAnswer();
    return { status, headers, text: await response.body.text() };
  } catch (error) {
    if (error instanceof PrismaticError) throw error;
    const destination = { ...endpoint, server: endpoint.tenant };
    const failure = unreachable(destination, error as NetworkError, idempotent);
    if (failure.outcomeUnknown) endpoint.journal.noteChange();
    throw failure;
  }
}
