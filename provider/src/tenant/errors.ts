/** The kind of a failure, stable across versions, for programs that tell failures apart. */
export type PrismaticErrorCode =
  "CONFIGURATION" | "AUTHENTICATION" | "WRONG_TENANT" | "UNREACHABLE" | "REFUSED" | "UNEXPECTED_ANSWER";

/** Options of an error. */
export interface PrismaticErrorOptions extends ErrorOptions {
  /** End of the message: what to do about a cause that concerns every resource of a run. Said once in a run. */
  advice?: string;
}

/** Base of every error that the provider throws on purpose. Its message never holds a secret. */
export class PrismaticError extends Error {
  readonly code: PrismaticErrorCode;
  /** End of the message, which need not be repeated for the next resource. */
  readonly advice: string | undefined;

  constructor(code: PrismaticErrorCode, message: string, { advice, ...options }: PrismaticErrorOptions = {}) {
    super(advice === undefined ? message : `${message} ${advice}`, options);
    this.name = new.target.name;
    this.code = code;
    this.advice = advice;
  }
}

/** The stack's configuration or the environment cannot be used. */
export class ConfigurationError extends PrismaticError {
  constructor(message: string, options?: PrismaticErrorOptions) {
    super("CONFIGURATION", message, options);
  }
}

/** The tenant does not accept the token. */
export class AuthenticationError extends PrismaticError {
  constructor(message: string, options?: PrismaticErrorOptions) {
    super("AUTHENTICATION", message, options);
  }
}

/** The token works, but for another tenant than the configured one, or for several. */
export class WrongTenantError extends PrismaticError {
  constructor(message: string, options?: PrismaticErrorOptions) {
    super("WRONG_TENANT", message, options);
  }
}

/** No usable answer arrived. */
export class UnreachableError extends PrismaticError {
  /** The request may have been carried out all the same. */
  readonly outcomeUnknown: boolean;
  /** The request was refused unread, and smaller ones or others may pass. */
  readonly refusedUnread: boolean;

  constructor(
    message: string,
    options: PrismaticErrorOptions & { outcomeUnknown: boolean; refusedUnread?: boolean },
  ) {
    const { outcomeUnknown, refusedUnread = false, ...others } = options;
    super("UNREACHABLE", message, others);
    this.outcomeUnknown = outcomeUnknown;
    this.refusedUnread = refusedUnread;
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
  /** The message says by itself who refused what, and what follows from it. */
  readonly isComplete: boolean;

  constructor(
    fieldErrors: readonly FieldError[],
    { isComplete = false, ...options }: PrismaticErrorOptions & { isComplete?: boolean } = {},
  ) {
    super("REFUSED", fieldErrors.map(describeFieldError).join("; "), options);
    this.fieldErrors = fieldErrors;
    this.isComplete = isComplete;
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
  /** It answers a change, which may have been carried out. */
  readonly outcomeUnknown: boolean;

  constructor(
    message: string,
    { outcomeUnknown = false, ...options }: PrismaticErrorOptions & { outcomeUnknown?: boolean } = {},
  ) {
    super("UNEXPECTED_ANSWER", message, options);
    this.outcomeUnknown = outcomeUnknown;
  }
}

/** @throws RefusedError where a mutation's payload holds errors */
export function throwFieldErrors(errors: readonly FieldError[] | undefined): void {
  if (errors !== undefined && errors.length > 0) throw new RefusedError(errors);
}

/** Tells errors after which a change may have been carried out: it is looked up before it is sent again. */
export function isOutcomeUnknown(error: unknown): boolean {
  return (
    (error instanceof UnreachableError || error instanceof UnexpectedAnswerError) && error.outcomeUnknown
  );
}

/** Tells refusals of a request as a whole, after which smaller ones may pass. */
export function isRefusedUnread(error: unknown): boolean {
  return error instanceof UnreachableError && error.refusedUnread;
}

function describeFieldError({ field, messages }: FieldError): string {
  const text = messages.join(", ");
  return field === "__all__" ? text : `${field}: ${text}`;
}
