import { basename } from "node:path";
import { explaining, notice, sendAgain, sendOnce } from "../../dynamic/writing.ts";
import { ConfigurationError, UnreachableError } from "../../tenant/errors.ts";
import type { ImportIntegrationInput } from "../../tenant/operations.generated.ts";
import type { BegunVersion } from "../../tenant/publishing.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { describeIcon } from "../component/inspect.ts";
import { publicationInput } from "../component/publication.ts";
import { iconUploads, packageUpload } from "../component/uploads.ts";
import { saveDraft } from "../integration/draft.ts";
import { goneMeanwhile } from "../integration/identity.ts";
import { keepingSecretsOf, tellKept, type Keeping } from "../integration/keptSecrets.ts";
import { answerInTime, DEFAULT_WAIT_SECONDS } from "../waiting.ts";
import { inspectIntegration, openPlannedIntegration, type InspectedIntegration } from "./bundle.ts";
import { findIntegration, type FoundIntegration } from "./found.ts";
import type { KnownCodeNative } from "./state.ts";

/** Seconds between two questions, as Prismatic's own command line asks. */
const PAUSE_SECONDS = 2;

/** A bundle whose component is in the tenant and can be used. */
export interface UploadedBundle {
  inspected: InspectedIntegration;
  begun: BegunVersion;
  /** The definition to import, with the secrets that the replaced draft alone has. */
  keeping: Keeping;
}

/** Puts the secrets that only the tenant has into the definition of a bundle. */
export function keepingTheirs(
  session: TenantSession,
  { definition: { text } }: Pick<InspectedIntegration, "definition">,
  found: Pick<FoundIntegration, "id" | "name" | "definition">,
): Promise<Keeping> {
  const advice = () => "Let the build write each of them into the integration's definition.";
  return keepingSecretsOf(session, { text, ours: [], before: [], advice }, found);
}

/** Loads the bundle that was planned; `notDone` begins the error where it is another one by now. */
export async function loadPlanned(args: KnownCodeNative, notDone: string): Promise<InspectedIntegration> {
  return inspectIntegration(await openPlannedIntegration(args, notDone));
}

/**
 * Publishes the component that holds a bundle's code, and waits until Prismatic has processed its package. Each load of
 * the bundle makes another component, so that one which is never used harms nothing.
 *
 * @param replaced the integration whose draft is to be replaced; undefined for a new one
 * @throws UnreachableError where it cannot be used in time; nothing was imported
 */
export async function uploadBundle(
  session: TenantSession,
  args: KnownCodeNative,
  replaced?: FoundIntegration,
): Promise<UploadedBundle> {
  const what = `Integration "${args.name}" was not imported`;
  const bundle = await openPlannedIntegration(args, `${what} into ${session.tenant}`);
  const inspected = await inspectIntegration(bundle);
  const keeping =
    replaced === undefined
      ? { definition: inspected.definition.text, kept: [], replaced: false }
      : await keepingTheirs(session, inspected, replaced);
  const input = await publicationInput(session, {}, inspected.declared, true);
  const begun = await explaining(session, what, () => sendAgain(() => session.publishing.begin(input)));
  const limitSeconds = args.waitSeconds ?? DEFAULT_WAIT_SECONDS;
  try {
    await session.publishing.uploads.put(packageUpload(begun, bundle));
    const processed = await answerInTime(
      async () => ((await session.codeNative.isProcessed(begun.component.id)) ? true : undefined),
      {
        limitSeconds,
        pause: () => PAUSE_SECONDS,
        progress: () =>
          `Integration "${args.name}": its package is uploaded to ${session.tenant}, and Prismatic still processes it`,
        signal: session.stopping,
      },
    );
    if (processed === undefined) {
      throw new UnreachableError(
        `Prismatic did not process its package within ${limitSeconds} s (waitSeconds)`,
        { outcomeUnknown: false },
      );
    }
  } catch (error) {
    const reason = (error as Error).message.replace(/\.$/, "");
    throw new UnreachableError(
      `${what}: ${reason}. ${session.tenant} keeps what it had. To go on: pulumi up`,
      { cause: error, outcomeUnknown: false },
    );
  }
  return { inspected, begun, keeping };
}

/** Imports the definition of an uploaded bundle as a new integration; after a lost answer it first looks for it. */
export async function importNew(
  session: TenantSession,
  { inspected: { definition, facts, declared } }: UploadedBundle,
): Promise<FoundIntegration> {
  const { name } = facts;
  const made = await explaining(session, `Integration "${name}" was not imported`, () =>
    sendOnce<{ id: string; definition: string }>(
      () => session.integrations.import({ definition: definition.text }),
      async () => {
        const left = await session.integrations.findAgain(name, undefined);
        const read = await Promise.all(left.map((each) => session.codeNative.byId(each.id)));
        return read.find((each) => each?.definition.includes(declared.key));
      },
    ),
  );
  return imported(session, made, name);
}

/**
 * Imports the definition of an uploaded bundle into an integration. A designer's draft, and one with secrets that would be
 * lost, is saved first. A lost answer is sent again: it does no harm.
 */
export async function importInto(
  session: TenantSession,
  found: FoundIntegration,
  { inspected: { facts }, keeping: { definition, kept, replaced } }: UploadedBundle,
): Promise<FoundIntegration> {
  const { id, isCodeNative } = found;
  if (!isCodeNative || replaced) await saveDraft(session, found);
  const input: ImportIntegrationInput = {
    integrationId: id,
    definition,
    // Only a designer's draft in its place needs it.
    ...(isCodeNative ? {} : { replace: true }),
  };
  const made = await explaining(session, `Integration "${facts.name}" was not updated`, () =>
    sendAgain(() => session.integrations.import(input)),
  );
  tellKept(session, facts.name, kept);
  return imported(session, made, facts.name);
}

/** Uploads the icons of an imported bundle, and sets the integration's own. */
export async function setIcons(
  session: TenantSession,
  id: string,
  { inspected: { icons, facts }, begun }: UploadedBundle,
): Promise<void> {
  const what = `Integration "${facts.name}" is imported into ${session.tenant}, but without its icons`;
  try {
    await Promise.all(iconUploads(begun, icons).map((upload) => session.publishing.uploads.put(upload)));
    const own = icons.find(({ place }) => place.of === "component");
    if (own === undefined) return;
    const icon = { what: `the ${describeIcon(own.place)} ("${own.path}")`, bytes: own.bytes };
    await sendAgain(() => session.codeNative.setIcon(id, { ...icon, fileName: basename(own.path) }));
  } catch (error) {
    const reason = (error as Error).message.replace(/\.$/, "");
    throw new ConfigurationError(`${what}: ${reason}. To import it again with them: pulumi up`, {
      cause: error,
    });
  }
}

/** The integration with the definition that the import answered: a read may not show it yet. */
async function imported(
  session: TenantSession,
  { id, definition }: { id: string; definition: string },
  name: string,
): Promise<FoundIntegration> {
  const found = await findIntegration(session, id);
  if (found === undefined) throw goneMeanwhile(session, name);
  notice(`Integration "${name}": its bundle is imported into ${session.tenant}.`);
  return { ...found, definition };
}
