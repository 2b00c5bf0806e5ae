import { HalfMadeError } from "../../dynamic/lifecycle.ts";
import { UnreachableError } from "../../tenant/errors.ts";
import type { PublishComponentInput } from "../../tenant/operations.generated.ts";
import type { BegunVersion } from "../../tenant/publishing.ts";
import type { PublishedComponent } from "../../tenant/publishingOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import type { Upload } from "../../tenant/uploads.ts";
import { explaining, notice, sendAgain } from "../../dynamic/writing.ts";
import { untilAvailable } from "./available.ts";
import { openPlanned, type Bundle } from "./bundle.ts";
import { inspectBundle, type Icon } from "./inspect.ts";
import { publicationInput } from "./publication.ts";
import { iconUploads, packageUpload } from "./uploads.ts";
import { describeComponent, halfMadeOutputs, wanted, type KnownComponent } from "./state.ts";

/** A component that has the bundle as its newest version, and the id of its versions. */
export interface Published {
  id: string;
  component: PublishedComponent;
}

/**
 * Makes the bundle the newest version of its component. Sends nothing where it is that already, whoever published it:
 * a run whose answer was lost, or one beside `prism`, publishes nothing twice.
 *
 * @param id the id that the resource has; undefined for a new one
 * @throws HalfMadeError where the version was begun and is not usable: the next run completes it
 */
export async function publish(
  session: TenantSession,
  inputs: KnownComponent,
  id: string | undefined,
): Promise<Published> {
  const bundle = await plannedBundle(session, inputs);
  const before = await session.publishing.newest(wanted(inputs));
  if (before?.signature === inputs.signature) {
    notice(
      `${describeComponent(inputs)}: ${session.tenant} has this very bundle as version ${before.versionNumber} already; ` +
        "it was taken over, not published again.",
    );
    session.components.remember(before);
    return { id: idOf(before), component: before };
  }
  const { declared, icons } = await inspectBundle(bundle);
  const begun = await begin(session, inputs, await publicationInput(session, inputs, declared));
  const version = `version ${begun.component.versionNumber}`;
  try {
    for (const upload of uploadsOf(begun, icons, bundle)) await session.publishing.uploads.put(upload);
    notice(`${describeComponent(inputs)}: ${version} is uploaded to ${session.tenant}.`);
    const component = await untilAvailable(session, inputs, begun.component.versionNumber);
    session.components.remember(component);
    return { id: idOf(component), component };
  } catch (error) {
    const remaining =
      before === undefined
        ? "The tenant has no usable version of it"
        : `The tenant keeps version ${before.versionNumber}`;
    const what =
      `${describeComponent(inputs)}: ${version} was begun in ${session.tenant} and is not usable: ` +
      `${(error as Error).message}. ${remaining}. To publish it again: pulumi up`;
    const cause = new UnreachableError(what, { cause: error, outcomeUnknown: false });
    const halfMade = halfMadeOutputs(inputs, before);
    throw new HalfMadeError(id ?? idOf(begun.component), { ...halfMade }, cause);
  }
}

/** The id that stays the same from version to version. */
function idOf({ id, versionSequenceId }: Pick<PublishedComponent, "id" | "versionSequenceId">): string {
  return versionSequenceId ?? id;
}

/** The bundle, which must still be the one that the preview showed. */
function plannedBundle(session: TenantSession, inputs: KnownComponent): Promise<Bundle> {
  return openPlanned(inputs, `${describeComponent(inputs)} was not published to ${session.tenant}`);
}

/**
 * Begins a version, and sends again where the answer is lost: a version that was begun and never gets its package is
 * never usable and never visible.
 */
function begin(
  session: TenantSession,
  inputs: KnownComponent,
  input: PublishComponentInput,
): Promise<BegunVersion> {
  const what = `${describeComponent(inputs)} was not published`;
  return explaining(session, what, () => sendAgain(() => session.publishing.begin(input)));
}

/** Lists the icons before the package: the version becomes usable with its package, and then lacks nothing. */
function uploadsOf(begun: BegunVersion, icons: Icon[], bundle: Bundle): Upload[] {
  return [...iconUploads(begun, icons), packageUpload(begun, bundle)];
}
