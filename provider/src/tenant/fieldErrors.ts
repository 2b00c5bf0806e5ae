import { RefusedError, type FieldError } from "./errors.ts";

/** @throws RefusedError where a mutation's payload holds errors */
export function throwFieldErrors(errors: readonly FieldError[] | undefined): void {
  if (errors !== undefined && errors.length > 0) throw new RefusedError(errors);
}
