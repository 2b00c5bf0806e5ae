import { GraphQLError } from "./graphql.ts";

/** A mistake of the caller, shown as a GraphQL error. */
export class DomainError extends GraphQLError {}

/** The API's error for an id that leads nowhere. */
export const recordNotFound = (): DomainError => new DomainError("Record not found");

/** Answers the record to which an id led; fails where it led nowhere. */
export function found<T>(record: T | undefined): T {
  if (record === undefined) throw recordNotFound();
  return record;
}

/** The error for a part of the schema that the emulator leaves out. */
export const notImplemented = (field: string): DomainError =>
  new DomainError(`The emulator does not implement ${field} yet`);

/** One refused field of a mutation's input, as payloads list it. */
export interface FieldProblem {
  field: string;
  messages: string[];
}

/** The refusal of a mutation, whose payload lists the problems. */
export class PayloadError extends Error {
  readonly problems: FieldProblem[];

  constructor(problems: FieldProblem[]) {
    super(problems.map(({ field, messages }) => `${field}: ${messages.join(" ")}`).join("; "));
    this.problems = problems;
  }
}

/** Collects the problems of a mutation's input before anything is written. */
export class Problems {
  readonly #messages = new Map<string, string[]>();

  add(field: string, message: string): void {
    this.#messages.set(field, [...(this.#messages.get(field) ?? []), message]);
  }

  /** Refuses the mutation if anything was added. */
  throwIfAny(): void {
    if (this.#messages.size > 0) {
      throw new PayloadError([...this.#messages].map(([field, messages]) => ({ field, messages })));
    }
  }
}

/** Refuses the mutation at once. Problems of no single field are under `__all__`, as in the API. */
export function refuse(field: string, message: string): never {
  throw new PayloadError([{ field, messages: [message] }]);
}
