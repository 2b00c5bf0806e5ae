import { RefusedError, UnreachableError } from "../tenant/errors.ts";
import type { TenantSession } from "../tenant/session.ts";

/** Runs a write; where it fails, the error says which object it concerns and whether that is unchanged. */
export async function explaining<Result>(
  session: TenantSession,
  what: string,
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof UnreachableError) {
      const { outcomeUnknown } = error;
      const state = outcomeUnknown
        ? " Whether it was carried out is not known; to find out: pulumi up --refresh"
        : "";
      throw new UnreachableError(`${what}: ${error.message}${state}`, { cause: error, outcomeUnknown });
    }
    if (!(error instanceof RefusedError)) throw error;
    const message = `${what}: ${session.tenant} answered "${error.message}". It is as it was before.`;
    throw new RefusedError([{ field: "__all__", messages: [message] }], { cause: error });
  }
}
