import { hold, restOf } from "../../dynamic/claims.ts";
import type { Problem, Properties } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/writing.ts";
import { isUnknown, knownMap, UNKNOWN } from "../../dynamic/wire.ts";
import type { PublishedComponent } from "../../tenant/publishingOperations.ts";
import { once } from "../../tenant/reads.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { explainMissingCustomer } from "../reference/missing.ts";
import { problemsOf, refusalOf } from "../../dynamic/problems.ts";
import { componentArguments, type ComponentArguments } from "./arguments.ts";
import { openBundle, type Bundle } from "./bundle.ts";
import { declaredConnectionTypes, plannedComponent, tenantConnectionTypes } from "./definition.ts";
import { inspectBundle, type InspectedBundle } from "./inspect.ts";
import { tellWhatIsLeftOut } from "./publication.ts";
import { componentClaims, describeComponent, type BundleFacts, type CheckedComponent } from "./state.ts";

const UNKNOWN_FACTS = {
  key: UNKNOWN,
  public: UNKNOWN,
  signature: UNKNOWN,
  connectionTypes: UNKNOWN,
} as const;

/** Judges the arguments of a component and its bundle; asks the tenant only where something is about to change. */
export async function checkComponent(
  session: TenantSession,
  olds: Properties | undefined,
  news: Properties,
): Promise<{ inputs: Properties; problems: Problem[] }> {
  const { key: _key, public: _public, signature, connectionTypes: _types, ...given } = news;
  const parsed = componentArguments.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    return { inputs: news, problems: problemsOf(parsed.error, Object.keys(componentArguments.shape)) };
  }
  const declared = parsed.data;
  const old = olds as CheckedComponent | undefined;
  // Only an import brings these facts itself, as the tenant has them; otherwise they are read from the bundle.
  const isImported = signature !== undefined;
  if (old !== undefined) hold(session, componentClaims(old), { ...old });
  if (isUnknown(declared.bundle)) {
    const problems = await customerProblems(session, old, declared);
    return { inputs: { ...declared, ...UNKNOWN_FACTS }, problems };
  }
  let read: { bundle: Bundle; inspected?: InspectedBundle } | undefined;
  const path = declared.bundle;
  const unreadable = await bundleProblems(async () => {
    const bundle = await openBundle(path);
    read = { bundle, ...(isUnchanged(old, bundle) ? {} : { inspected: await inspectBundle(bundle) }) };
  });
  const problems = await customerProblems(session, old, declared);
  if (read === undefined) return { inputs: news, problems: [...unreadable, ...problems] };
  if (read.inspected === undefined) {
    planned(session, old, read);
    return { inputs: { ...declared, ...factsOf(old) }, problems };
  }
  const inputs = { ...declared, ...bundleFacts(read.bundle, read.inspected) };
  const existing = problems.length === 0 ? await publishedUntilNow(session, inputs) : undefined;
  planned(session, old, read, existing);
  if (problems.length === 0)
    problems.push(
      ...(await publicationProblems(session, old, inputs, { ...read.inspected, existing, isImported })),
    );
  return { inputs, problems };
}

/** Everything that is wrong with a bundle, as a problem of its own each; none where `read` reads it. */
export async function bundleProblems(read: () => Promise<void>): Promise<Problem[]> {
  const refusal = await refusalOf("bundle", read);
  return refusal.flatMap(({ path, message }) => message.split("\n").map((line) => ({ path, message: line })));
}

function isUnchanged(old: CheckedComponent | undefined, bundle: Bundle): boolean {
  return old !== undefined && old.signature === bundle.package.signature;
}

function factsOf(old: CheckedComponent | undefined): Properties {
  return {
    key: old?.key,
    public: old?.public,
    signature: old?.signature,
    connectionTypes: old?.connectionTypes,
  };
}

function bundleFacts(bundle: Bundle, { declared }: InspectedBundle): BundleFacts {
  return {
    key: declared.key,
    public: declared.public,
    signature: bundle.package.signature,
    connectionTypes: declaredConnectionTypes(declared),
  };
}

async function customerProblems(
  session: TenantSession,
  old: CheckedComponent | undefined,
  { customer }: ComponentArguments,
): Promise<Problem[]> {
  if (customer === undefined || isUnknown(customer) || customer === old?.customer) return [];
  if ((await session.customers.find(customer)) !== undefined) return [];
  return [{ path: "customer", message: await explainMissingCustomer(session, customer) }];
}

/** Tells the session what the tenant will have, for the connections that are checked afterwards. */
function planned(
  session: TenantSession,
  old: CheckedComponent | undefined,
  { bundle, inspected }: { bundle: Bundle; inspected?: InspectedBundle },
  existing?: PublishedComponent,
): void {
  const { signature } = bundle.package;
  const { key, public: isPublic } = inspected?.declared ?? old ?? {};
  if (key === undefined || isPublic === undefined || isUnknown(isPublic)) return;
  // The package itself is not kept: there may be many components.
  const { path } = bundle;
  const load = once(async () => {
    const { declared } = inspected ?? (await inspectBundle(await openBundle(path)));
    return plannedComponent(declared, signature);
  });
  const isAnother = inspected !== undefined;
  const inputsBefore = knownMap(old?.connectionTypes ?? (existing && tenantConnectionTypes(existing)));
  session.components.plan({ key, public: isPublic, signature, isAnother, inputsBefore, load });
}

/** The newest version that the tenant has. */
async function publishedUntilNow(
  session: TenantSession,
  { key, public: isPublic, customer }: ComponentArguments & BundleFacts,
): Promise<PublishedComponent | undefined> {
  if (isUnknown(customer)) return undefined;
  return session.publishing.newest({ key, public: isPublic, customer });
}

/** Compares with what the tenant has. */
async function publicationProblems(
  session: TenantSession,
  old: CheckedComponent | undefined,
  inputs: ComponentArguments & BundleFacts,
  {
    declared,
    existing,
    isImported,
  }: InspectedBundle & { existing: PublishedComponent | undefined; isImported: boolean },
): Promise<Problem[]> {
  if (isUnknown(inputs.customer) || existing?.signature === inputs.signature) return [];
  const isOurs =
    isImported || componentClaims(inputs).some((claim) => restOf(session).held(claim) !== undefined);
  if (existing !== undefined && !isOurs && !session.settings.adoptExisting) {
    return [{ path: "bundle", message: existsAlready(session, inputs, existing.versionNumber) }];
  }
  if (existing !== undefined && old !== undefined && existing.signature !== old.signature) {
    notice(
      `${describeComponent(inputs)}: somebody else has published version ${existing.versionNumber} in ` +
        `${session.tenant} meanwhile; this bundle follows it as the next version.`,
    );
  }
  await tellWhatIsLeftOut(session, declared);
  return [];
}

function existsAlready(
  session: TenantSession,
  { key, bundle }: CheckedComponent,
  versionNumber: number,
): string {
  return (
    `${session.tenant} has component "${key}" already, and its version ${versionNumber} is another bundle than this ` +
    `one. ${session.journal.unchanged} To manage it here and publish this bundle as its next version, import it (npx ` +
    `pulumi-prismatic import-file --component ${bundle}) or: pulumi config set prismatic:adoptExisting true`
  );
}
