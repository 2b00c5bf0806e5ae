import { z } from "zod";
import type { FieldProblem } from "./errors.ts";
import type { Call } from "./requestLog.ts";

const faultSchema = z.strictObject({
  match: z.strictObject({
    operationName: z.string().optional(),
    rootField: z.string().optional(),
    path: z.string().optional(),
    instance: z.string().optional(),
  }),
  times: z.number().int().positive().default(1),
  action: z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("status"),
      status: z.number().int().min(100).max(599),
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    }),
    z.strictObject({ type: z.literal("dropBefore") }),
    z.strictObject({ type: z.literal("dropAfter") }),
    z.strictObject({ type: z.literal("delay"), milliseconds: z.number().int().nonnegative() }),
    z.strictObject({ type: z.literal("graphqlError"), message: z.string() }),
    z.strictObject({ type: z.literal("nullData"), message: z.string() }),
    z.strictObject({ type: z.literal("payloadError"), field: z.string(), messages: z.array(z.string()) }),
    z.strictObject({ type: z.literal("deploymentFails"), messages: z.array(z.string()) }),
  ]),
});

/** A failure of the next requests that match. */
export type Fault = z.output<typeof faultSchema>;

/** A fault that concerns the whole request: neither one mutation of it nor one instance. */
export type RequestFault = Exclude<Fault["action"], { type: "payloadError" | "deploymentFails" }>;

/** The faults that are waiting for their request. */
export class Faults {
  #waiting: Fault[] = [];

  /** Adds a fault; a malformed one is refused with the reason. */
  add(input: unknown): Fault {
    const parsed = faultSchema.safeParse(input);
    if (!parsed.success) throw new Error(`Bad fault: ${z.prettifyError(parsed.error)}`);
    this.#waiting.push(parsed.data);
    return parsed.data;
  }

  list(): Fault[] {
    return [...this.#waiting];
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Takes the faults of a request: any number of delays, then at most one other fault. */
  takeForRequest(call: Call): RequestFault[] {
    const taken: RequestFault[] = [];
    for (const fault of [...this.#waiting]) {
      const { action } = fault;
      if (action.type === "payloadError" || action.type === "deploymentFails" || !matches(fault, call))
        continue;
      this.#use(fault);
      taken.push(action);
      if (action.type !== "delay") break;
    }
    return taken;
  }

  /** Takes the refusal that waits for one mutation, if there is one. */
  takeForMutation(operationName: string | null, rootField: string): FieldProblem | undefined {
    const call = { operationName, rootFields: [rootField], path: "/api" };
    const fault = this.#waiting.find(
      ({ match, action }) => action.type === "payloadError" && matches({ match }, call),
    );
    if (fault?.action.type !== "payloadError") return undefined;
    this.#use(fault);
    return { field: fault.action.field, messages: fault.action.messages };
  }

  /** Takes the reasons for which an instance cannot be deployed this time, if a fault waits for it. */
  takeForDeployment({ id, name }: { id: string; name: string }): string[] | undefined {
    const fault = this.#waiting.find(
      ({ match, action }) =>
        action.type === "deploymentFails" &&
        (match.instance === undefined || match.instance === id || match.instance === name),
    );
    if (fault?.action.type !== "deploymentFails") return undefined;
    this.#use(fault);
    return fault.action.messages;
  }

  #use(fault: Fault): void {
    fault.times -= 1;
    if (fault.times === 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
  }
}

function matches(
  { match }: Pick<Fault, "match">,
  call: Pick<Call, "operationName" | "rootFields" | "path">,
): boolean {
  return (
    (match.operationName === undefined || match.operationName === call.operationName) &&
    (match.rootField === undefined || call.rootFields.includes(match.rootField)) &&
    (match.path === undefined || match.path === call.path)
  );
}
