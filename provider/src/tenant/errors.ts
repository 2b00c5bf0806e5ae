/** The kind of a failure, stable across versions, for programs that tell failures apart. */
export type PrismaticErrorCode =
  "CONFIGURATION" | "AUTHENTICATION" | "WRONG_TENANT" | "UNREACHABLE" | "REFUSED" | "UNEXPECTED_ANSWER";

/** Base of every error that the provider throws on purpose. Its message never holds a secret. */
export class PrismaticError extends Error {
  readonly code: PrismaticErrorCode;

  constructor(code: PrismaticErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The stack's configuration or the environment cannot be used. */
export class ConfigurationError extends PrismaticError {
  constructor(message: string, options?: ErrorOptions) {
    super("CONFIGURATION", message, options);
  }
}

/** The tenant does not accept the token. */
export class AuthenticationError extends PrismaticError {
  constructor(message: string, options?: ErrorOptions) {
    super("AUTHENTICATION", message, options);
  }
}

/** The token works, but for another tenant than the configured one, or for several. */
export class WrongTenantError extends PrismaticError {
  constructor(message: string, options?: ErrorOptions) {
    super("WRONG_TENANT", message, options);
  }
}

/** No usable answer arrived. With `outcomeUnknown`, the request may have been carried out all the same. */
export class UnreachableError extends PrismaticError {
  readonly outcomeUnknown: boolean;

  constructor(message: string, options: ErrorOptions & { outcomeUnknown: boolean }) {
    super("UNREACHABLE", message, options);
    this.outcomeUnknown = options.outcomeUnknown;
  }
}

/** One field that Prismatic found fault with; `__all__` stands for the whole request. */
export interface FieldError {
  field: string;
  messages: string[];
}

/** Prismatic understood the request and refused it; nothing was changed. */
export class RefusedError extends PrismaticError {
  readonly fieldErrors: readonly FieldError[];

  constructor(fieldErrors: readonly FieldError[], options?: ErrorOptions) {
    super("REFUSED", fieldErrors.map(describeFieldError).join("; "), options);
    this.fieldErrors = fieldErrors;
  }

  /** True where the object of the request does not exist, or no longer. */
  get notFound(): boolean {
    return this.fieldErrors.some(({ messages }) =>
      messages.some((text) => text.includes("Record not found")),
    );
  }
}

/** The answer does not have the form that Prismatic's schema promises. */
export class UnexpectedAnswerError extends PrismaticError {
  constructor(message: string, options?: ErrorOptions) {
    super("UNEXPECTED_ANSWER", message, options);
  }
}

/** @throws RefusedError where a mutation's payload holds errors */
export function throwFieldErrors(errors: readonly FieldError[] | undefined): void {
  if (errors !== undefined && errors.length > 0) throw new RefusedError(errors);
}

/** Tells errors after which a change may have been carried out: it is looked up before it is sent again. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof UnreachableError && error.outcomeUnknown;
}

function describeFieldError({ field, messages }: FieldError): string {
  const text = messages.join(", ");
  return field === "__all__" ? text : `${field}: ${text}`;
}
