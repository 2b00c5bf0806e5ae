import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { RequestFault } from "../faults.ts";
import type { Stack } from "../stack.ts";
import type { ServerCertificate } from "../tls.ts";
import { isUploadPath } from "../uploads.ts";
import { adminPrefix, answerAdmin } from "./admin.ts";
import { errorAnswer, readBody, send, type Answer } from "./answer.ts";
import { answerApi, type Executor } from "./api.ts";
import { answerAuth } from "./auth.ts";
import { answerAuthorize } from "./authorize.ts";
import { refuseForeign } from "./guard.ts";
import { describeCall } from "./call.ts";
import { answerFile, answerUpload } from "./uploads.ts";

const host = "127.0.0.1";

/** A stack's two servers: plain for the API, encrypted because prism exchanges tokens by https only. */
export interface StackServers {
  close(): Promise<void>;
}

/** Opens a stack's addresses and tells the stack what they are. */
export async function listen(
  stack: Stack,
  execute: Executor,
  { certificate, adminToken, port }: { certificate: ServerCertificate; adminToken: string; port: number },
): Promise<StackServers> {
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? "/", "http://emulator");
    const refusal = refuseForeign(request.headers, pathname, adminToken);
    // What is refused is not read to its end.
    if (refusal !== undefined) {
      return send(response, { ...refusal, headers: { ...refusal.headers, connection: "close" } });
    }
    handle(stack, execute, request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) send(response, errorAnswer(500, "The emulator failed; its log says why."));
    });
  };
  const api = createHttpServer(onRequest);
  const tokens = createHttpsServer({ key: certificate.key, cert: certificate.cert }, onRequest);
  stack.url = `http://${host}:${await open(api, port)}`;
  try {
    stack.tokenDomain = `${host}:${await open(tokens, 0)}`;
  } catch (error) {
    await shut(api);
    throw error;
  }
  return { close: async () => void (await Promise.all([shut(api), shut(tokens)])) };
}

function open(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const inUse = cause.code === "EADDRINUSE";
      reject(inUse ? new Error(`Port ${port} is in use`, { cause }) : cause);
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function handle(
  stack: Stack,
  execute: Executor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET" } = request;
  const url = new URL(request.url ?? "/", "http://emulator");
  const path = url.pathname;
  const content = await readBody(request);
  const body = isUploadPath(path) ? "" : content.toString("utf8");
  if (path.startsWith(adminPrefix)) return send(response, answerAdmin(stack, method, path, body));
  const authorization = answerAuthorize(stack, method, path, body);
  if (authorization) return send(response, authorization);

  const call = describeCall(method, path, body, { values: stack.logsValues });
  const entry = stack.log.open(call);
  const faults = stack.faults.takeForRequest(call);
  for (const fault of faults) if (fault.type === "delay") await sleep(fault.milliseconds);
  const fault = faults.find(({ type }) => type !== "delay");
  if (fault?.type === "dropBefore") return void request.socket.destroy();
  const noteTenant = (tenantId: string): void => {
    entry.tenantId = tenantId;
  };
  const answer =
    replacement(fault) ??
    answerAuth(stack, method, path, body) ??
    answerFile(stack, method, url) ??
    (await answerUpload(stack, { method, url, headers: request.headers, content }, noteTenant)) ??
    (path === "/api" && method === "POST"
      ? await answerApi(stack, execute, call, request.headers.authorization, body, noteTenant)
      : errorAnswer(404, `There is nothing at ${method} ${path}.`));
  if (fault?.type === "dropAfter") return void request.socket.destroy();
  entry.status = answer.status;
  const nullData = fault?.type === "nullData" && { data: null, errors: [{ message: fault.message }] };
  send(response, nullData ? { ...answer, body: nullData } : answer);
}

/** The answer that a fault gives instead of running the request. */
function replacement(fault: RequestFault | undefined): Answer | undefined {
  if (fault?.type === "graphqlError") return { status: 200, body: { errors: [{ message: fault.message }] } };
  if (fault?.type !== "status") return undefined;
  const { status, headers, body } = fault;
  return body === undefined ? errorAnswer(status, `Injected ${status}.`, headers) : { status, headers, body };
}
