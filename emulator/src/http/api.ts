import { GraphQLError, type ExecutionArgs, type ExecutionResult } from "../graphql.ts";
import { createYoga, type Plugin } from "graphql-yoga";
import { buildApiSchema } from "../graph/schema.ts";
import { StorageError } from "../database.ts";
import type { ApiRequest } from "../request.ts";
import type { Call } from "../requestLog.ts";
import type { Stack } from "../stack.ts";
import { errorAnswer, type Answer } from "./answer.ts";
import { suspendedMessage } from "./auth.ts";

type ServerContext = { api: ApiRequest; call: Call };

/** Runs operations; all stacks of a process share one. */
export type Executor = (body: string, context: ServerContext) => Promise<Answer>;

/**
 * Runs each operation as one database transaction. The resolvers are synchronous, so that no other
 * request comes in between.
 */
const transactions: Plugin<ServerContext> = {
  onExecute({ executeFn, setExecuteFn }) {
    setExecuteFn((args: ExecutionArgs) => {
      const { api, call } = args.contextValue as ServerContext;
      const { database, switches } = api.stack;
      const together = switches["alias-failure"] === "all" && call.rootFields.length > 1;
      const result = stored(() =>
        database.transaction(
          () => executeFn({ ...args, contextValue: api }) as ExecutionResult,
          () => !together || api.refusals.length === 0,
        ),
      );
      if (together && api.refusals.length > 0) {
        const reasons = api.refusals.join("; ");
        return { data: null, errors: [new GraphQLError(`Nothing of this request was saved: ${reasons}`)] };
      }
      return call.kind === "mutation" ? withoutEmptyData(result) : result;
    });
  },
};

/** The result of an operation, or the reason why it could not be stored. */
function stored(run: () => ExecutionResult): ExecutionResult {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return { data: null, errors: [new GraphQLError(error.message)] };
  }
}

/** Leaves out the data of a mutation of which nothing worked, because prism takes any data for success. */
function withoutEmptyData(result: ExecutionResult): ExecutionResult {
  const nothing = Object.values(result.data ?? {}).every((value) => value === null);
  return result.errors && nothing ? { ...result, data: null } : result;
}

let shared: Executor | undefined;

/** The GraphQL server of this process, made once because its schema takes a while to build. */
export const sharedExecutor = (): Executor => (shared ??= createExecutor());

function createExecutor(): Executor {
  const yoga = createYoga<ServerContext>({
    schema: buildApiSchema(),
    graphqlEndpoint: "/api",
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    maskedErrors: true,
    plugins: [transactions],
  });
  return async (body, context) => {
    const response = await yoga.fetch(
      new Request("http://emulator/api", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body,
      }),
      context,
    );
    return { status: 200, body: await response.json() };
  };
}

/** True where a suspended tenant's token may ask for nothing but its owner and the tenants that the owner reaches. */
function mayBeAsked({ switches }: Stack, { rootFields }: Call): boolean {
  const ofTheOwner = ["authenticatedUser", "listUserTenants"];
  return (
    switches["suspended-tenant"] === "limited" && rootFields.every((field) => ofTheOwner.includes(field))
  );
}

/** Answers `POST /api`: checks the caller, then the rate limit, and only then runs the operations. */
export async function answerApi(
  stack: Stack,
  execute: Executor,
  call: Call,
  authorization: string | undefined,
  body: string,
  onTenant: (tenantId: string) => void,
): Promise<Answer> {
  const caller = stack.authenticate(authorization?.replace(/^Bearer\s+/i, "") ?? "");
  if (!caller) return errorAnswer(401, "Authentication credentials are missing, invalid or expired.");
  onTenant(caller.tenant.id);
  if (caller.tenant.suspended && !mayBeAsked(stack, call))
    return errorAnswer(403, suspendedMessage(caller.tenant.id));
  const wait = stack.rateLimit.take(caller.tenant.id);
  if (wait !== undefined) {
    const headers: Record<string, string> =
      stack.switches["retry-after"] === "sent" ? { "retry-after": String(wait) } : {};
    return errorAnswer(429, "Too many requests.", headers);
  }
  const limit = stack.switches["aliases-per-request"];
  const crowded = call.rootFields.find(
    (name) => limit !== "any" && call.rootFields.filter((other) => other === name).length > limit,
  );
  if (crowded !== undefined) {
    return {
      status: 200,
      body: errorAnswer(200, `At most ${limit} "${crowded}" are allowed in one request.`).body,
    };
  }
  const { operationName } = call;
  const number = stack.nextRequestNumber();
  return execute(body, { api: { stack, ...caller, operationName, number, refusals: [] }, call });
}
