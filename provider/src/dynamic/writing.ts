import { isOutcomeUnknown, RefusedError, UnexpectedAnswerError, UnreachableError } from "../tenant/errors.ts";
import type { TenantSession } from "../tenant/session.ts";
import { visible } from "../tenant/visible.ts";

/** Runs a write; where it fails, the error names the object and says whether it is unchanged. */
export async function explaining<Result>(
  session: TenantSession,
  what: string,
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof UnreachableError || error instanceof UnexpectedAnswerError) {
      const { outcomeUnknown, message } = error;
      const state = outcomeUnknown
        ? " Whether it was carried out is not known; to find out: pulumi up --refresh"
        : "";
      const Same = error instanceof UnreachableError ? UnreachableError : UnexpectedAnswerError;
      throw new Same(`${what}: ${message}${state}`, { cause: error, outcomeUnknown });
    }
    if (!(error instanceof RefusedError)) throw error;
    const message = `${what}: ${error.isComplete ? error.message : refusal(session, error)}`;
    throw new RefusedError([{ field: "__all__", messages: [message] }], { cause: error, isComplete: true });
  }
}

/** Words for the refusal of a change: the tenant's own, and what to do next. */
function refusal({ tenant }: TenantSession, { message, notFound }: RefusedError): string {
  const said = `${tenant} answered "${message}".`;
  return notFound
    ? `${said} Somebody deleted it, or what it belongs to, or a run that was broken off did. Nothing was changed. To see ` +
        "what is there and to go on: pulumi up --refresh"
    : `${said} It is as it was before. Once the reason is gone, run the command again.`;
}

/** Shows a line to the operator: Pulumi prints what the provider's process writes. */
export function notice(text: string): void {
  console.log(visible(text));
}

/**
 * Sends a mutation whose answer may be lost. Where it is lost, `look` tells whether the mutation was carried out; it is
 * sent again only where it was not.
 *
 * @throws UnreachableError with `outcomeUnknown` where looking fails as well
 */
export async function sendOnce<Answer>(
  send: () => Promise<Answer>,
  look: () => Promise<Answer | undefined>,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    const found = await look().catch(() => {
      // It may have been carried out all the same, which the failure to look does not say.
      throw error;
    });
    return found ?? send();
  }
}

/** Sends a mutation that does no harm when it is carried out twice; sends it once more where its answer is lost. */
export function sendAgain<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  return sendOnce(send, () => Promise.resolve(undefined));
}

/** Deletes an object. One that is gone already counts as deleted; after a lost answer, looks before it sends again. */
export async function deleteOnce(
  remove: () => Promise<unknown>,
  isThere: () => Promise<boolean>,
): Promise<void> {
  const removeFound = () =>
    remove().catch((error: unknown) => {
      if (!(error instanceof RefusedError && error.notFound)) throw error;
    });
  try {
    await removeFound();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    if (await isThere()) await removeFound();
  }
}
