import type { Failure } from "../commandLine/failure.ts";
import { PrismaticError } from "../tenant/errors.ts";

/** The failure of a command, by what was thrown; undefined for a mistake of the command's own. */
export function explained(error: unknown): Failure | undefined {
  if (error instanceof PrismaticError) return { code: error.code, message: error.message };
  const isOfFiles = error instanceof Error && "syscall" in error && "code" in error;
  return isOfFiles ? { code: "FILE", message: error.message } : undefined;
}
