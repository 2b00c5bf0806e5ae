import { z } from "zod";
import { findAuthorizable } from "../authorizable.ts";
import { listAddedVersions, publishAddedInput } from "../componentVersions.ts";
import type { Stack } from "../stack.ts";
import { errorAnswer, parseJson, type Answer } from "./answer.ts";

/** The path under which the emulator itself is controlled and observed; the API has nothing like it. */
export const adminPrefix = "/__emulator/";

type Handler = (stack: Stack, body: unknown) => unknown;

const advanceSchema = z.strictObject({ advanceSeconds: z.number() });
const statusSchema = z.strictObject({
  id: z.string(),
  status: z.enum(["ACTIVE", "ERROR", "FAILED", "PENDING"]),
});

const suspensionSchema = z.strictObject({ tenantId: z.string(), suspended: z.boolean() });
const processingSchema = z.strictObject({ seconds: z.number().nonnegative() });

const processing = (stack: Stack): unknown => ({ seconds: stack.processingSeconds });
const time = (stack: Stack): unknown => ({ now: stack.clock.now().toISOString() });

const handlers: Record<string, Handler> = {
  "GET requests": (stack) => stack.log.counts(),
  "DELETE requests": (stack) => {
    stack.log.clearCounts();
    return stack.log.counts();
  },
  "GET log": (stack) => stack.log.entries(),
  "DELETE log": (stack) => {
    stack.log.clearEntries();
    return [];
  },
  "GET switches": (stack) => stack.switches,
  "PATCH switches": (stack, body) => stack.changeSwitches(body),
  "GET faults": (stack) => stack.faults.list(),
  "POST faults": (stack, body) => stack.faults.add(body),
  "DELETE faults": (stack) => {
    stack.faults.clear();
    return [];
  },
  "GET clock": time,
  "POST clock": (stack, body) => {
    stack.clock.advance(advanceSchema.parse(body).advanceSeconds);
    return time(stack);
  },
  "POST expire-tokens": (stack) => {
    stack.expireTokens();
    return {};
  },
  "POST status": (stack, body) => {
    const { id, status } = statusSchema.parse(body);
    const found = stack.tenants.flatMap((tenant) => findAuthorizable(tenant, id) ?? [])[0];
    if (!found) throw new Error(`There is no object ${id}`);
    found.setStatus(status);
    return { id, status };
  },
  "POST suspension": (stack, body) => {
    const { tenantId, suspended } = suspensionSchema.parse(body);
    stack.suspend(tenantId, suspended);
    return { tenantId, suspended };
  },
  "POST component-versions": publishAddedInput,
  "GET component-versions": listAddedVersions,
  "GET processing": processing,
  "PATCH processing": (stack, body) => {
    stack.processingSeconds = processingSchema.parse(body).seconds;
    return processing(stack);
  },
};

/** Answers a request under `/__emulator/`. */
export function answerAdmin(stack: Stack, method: string, path: string, body: string): Answer {
  const route = `${method} ${path.slice(adminPrefix.length)}`;
  const handler = new Map(Object.entries(handlers)).get(route);
  if (!handler)
    return errorAnswer(404, `The emulator has no ${route}; it has ${Object.keys(handlers).join(", ")}`);
  try {
    return { status: 200, body: handler(stack, parseJson(body)) };
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    return errorAnswer(400, message);
  }
}
