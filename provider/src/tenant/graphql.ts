import { request, type Dispatcher } from "undici";
import { z } from "zod";
import {
  AuthenticationError,
  PrismaticError,
  RefusedError,
  UnexpectedAnswerError,
  UnreachableError,
} from "./errors.ts";
import { NOTHING_SENT } from "./interceptors/retry.ts";
import type { Operation } from "./operation.ts";

const envelope = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }))
    .optional(),
});

/** Address of the GraphQL API, and the way there. */
export interface GraphQLEndpoint {
  url: string;
  /** The tenant in the words of an error message. */
  tenant: string;
  dispatcher: Dispatcher;
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
  data: Record<string, unknown> | null;
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
  throwFailures(
    errors.map(({ message }) => ({ message: `${endpoint.tenant} answered "${message}" to ${name}.` })),
  );
  return parseAnswer(endpoint, operation, data);
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

/** @throws UnexpectedAnswerError where the data does not have the operation's form */
export function parseAnswer<Answer>(
  endpoint: GraphQLEndpoint,
  operation: Pick<Operation<unknown, Answer>, "name" | "answer">,
  data: unknown,
): Answer {
  const answer = operation.answer.safeParse(data);
  if (answer.success) return answer.data;
  const issue = answer.error.issues[0];
  throw new UnexpectedAnswerError(
    `${endpoint.tenant} answered ${operation.name} in an unknown form: ` +
      `${issue?.path.join(".")}: ${issue?.message}. Is there a newer version of pulumi-prismatic?`,
  );
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
  const { status, text } = await post(endpoint, { query: document, variables }, idempotent);
  if (status === 401 || status === 403) {
    throw new AuthenticationError(
      `${endpoint.tenant} refused the access token (HTTP ${status}), also after it was renewed. Nothing was changed. ` +
        "Check that the token's owner may manage integrations (org_manage_integrations) in this tenant.",
    );
  }
  const body = envelope.safeParse(parseJson(text));
  const refusedByGraphQL = status === 400 && body.success && body.data.errors !== undefined;
  if (status !== 200 && !refusedByGraphQL) {
    const mayHaveRun = !idempotent && status >= 500 && status !== 503;
    throw new UnreachableError(`${endpoint.tenant} answered HTTP ${status} to ${name}.`, {
      outcomeUnknown: mayHaveRun,
    });
  }
  if (!body.success) {
    throw new UnexpectedAnswerError(`${endpoint.tenant} did not answer ${name} with GraphQL's JSON.`);
  }
  return { data: body.data.data ?? null, errors: body.data.errors ?? [] };
}

async function post(
  endpoint: GraphQLEndpoint,
  body: { query: string; variables: unknown },
  idempotent: boolean,
): Promise<{ status: number; text: string }> {
  try {
    const response = await request(`${endpoint.url}/api`, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "pulumi-prismatic" },
      body: JSON.stringify(body),
      dispatcher: endpoint.dispatcher,
      idempotent,
      headersTimeout: endpoint.timeoutSeconds * 1000,
      bodyTimeout: endpoint.timeoutSeconds * 1000,
      signal: endpoint.signal,
    });
    return { status: response.statusCode, text: await response.body.text() };
  } catch (error) {
    if (error instanceof PrismaticError) throw error;
    throw unreachable(endpoint, error as Error & { code?: string }, idempotent);
  }
}

function unreachable(
  endpoint: GraphQLEndpoint,
  error: Error & { code?: string },
  idempotent: boolean,
): UnreachableError {
  const outcomeUnknown = !idempotent && !NOTHING_SENT.includes(error.code ?? "");
  return new UnreachableError(
    `${endpoint.tenant} could not be reached (${error.code ?? error.message}). ` +
      (outcomeUnknown ? "The last change may have been carried out. " : "Nothing was changed. ") +
      "Check prismatic:url and the network, then run the command again.",
    { cause: error, outcomeUnknown },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
