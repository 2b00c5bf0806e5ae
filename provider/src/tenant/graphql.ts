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
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** Where the GraphQL API is and how to reach it. */
export interface GraphQLEndpoint {
  url: string;
  /** The tenant in the words of an error message. */
  tenant: string;
  dispatcher: Dispatcher;
  timeoutSeconds: number;
  /** Once aborted, nothing is sent any more. */
  signal: AbortSignal;
  /** Awaited before every operation; its failure is the operation's. */
  before?: () => Promise<void>;
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
  return send(endpoint, operation, variables, true);
}

/**
 * Sends an operation that changes something; it is sent again only where the server did not run it. Errors in
 * the payload are the caller's: see {@link throwFieldErrors}.
 *
 * @throws UnreachableError (with `outcomeUnknown` where the change may have happened), AuthenticationError,
 *   RefusedError, UnexpectedAnswerError
 */
export async function mutate<Variables, Answer>(
  endpoint: GraphQLEndpoint,
  operation: Operation<Variables, Answer>,
  variables: Variables,
): Promise<Answer> {
  return send(endpoint, operation, variables, false);
}

async function send<Variables, Answer>(
  endpoint: GraphQLEndpoint,
  operation: Operation<Variables, Answer>,
  variables: Variables,
  idempotent: boolean,
): Promise<Answer> {
  await endpoint.before?.();
  const { status, text } = await post(endpoint, { query: operation.document, variables }, idempotent);
  if (status === 401 || status === 403) {
    throw new AuthenticationError(
      `${endpoint.tenant} refused the access token (HTTP ${status}), also after it was renewed. Nothing was changed. ` +
        "Check that the token's owner may manage integrations (org_manage_integrations) in this tenant.",
    );
  }
  if (status !== 200) {
    const mayHaveRun = !idempotent && status >= 500 && status !== 503;
    throw new UnreachableError(`${endpoint.tenant} answered HTTP ${status} to ${operation.name}.`, {
      outcomeUnknown: mayHaveRun,
    });
  }
  const body = envelope.safeParse(parseJson(text));
  if (!body.success) {
    throw new UnexpectedAnswerError(
      `${endpoint.tenant} did not answer ${operation.name} with GraphQL's JSON.`,
    );
  }
  const errors = body.data.errors ?? [];
  if (errors.length > 0) {
    throw new RefusedError([{ field: "__all__", messages: errors.map((error) => error.message) }]);
  }
  const answer = operation.answer.safeParse(body.data.data);
  if (!answer.success) {
    const issue = answer.error.issues[0];
    throw new UnexpectedAnswerError(
      `${endpoint.tenant} answered ${operation.name} in an unknown form: ` +
        `${issue?.path.join(".")}: ${issue?.message}. Is there a newer version of pulumi-prismatic?`,
    );
  }
  return answer.data;
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
