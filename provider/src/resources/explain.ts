import { RefusedError } from "../tenant/errors.ts";
import type { TenantSession } from "../tenant/session.ts";

/** Runs a write; a refusal of the tenant says which object it concerns and that it is unchanged. */
export async function explaining<Result>(
  session: TenantSession,
  what: string,
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const message = `${what}: ${session.tenant} answered "${error.message}". It is as it was before.`;
    throw new RefusedError([{ field: "__all__", messages: [message] }], { cause: error });
  }
}
