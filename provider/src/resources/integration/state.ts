import { knownMembers, isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { Integration } from "../../tenant/integrationOperations.ts";
import type { StoredForm } from "../../dynamic/storedForm.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";
import type { IntegrationInputs } from "./arguments.ts";
import type { SecretInputs } from "./definition/secrets.ts";

/** The arguments, with the members that `check` and `read` add. */
export interface CheckedIntegration extends IntegrationInputs {
  /** One counter for each secret input, by `variable.input`. */
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  /** Designers' changes to the draft, as a refresh found them; never an argument. */
  draftChanges?: string[] | undefined;
}

/** The tenant's additions to the arguments of an integration, whatever it is made from. */
export interface DraftState {
  name: string;
  /** Number of the newest published version; left out where nothing was published. */
  versionNumber?: number | undefined;
  /** True where the draft is what was published last. */
  published: boolean;
  /** The draft as of the provider's last write; comparing shows others' changes. Secret in the state. */
  draft: string;
  /** True where instances may still run an older version than the newest published one. */
  upgradePending: boolean;
  /** Number of a version that was published from here and was not available when the run ended. */
  awaitedVersion?: number | undefined;
}

/** State of an integration. */
export interface IntegrationState extends CheckedIntegration, DraftState, StoredForm {}

/** The outputs after a write to the tenant, or a read. */
export function outputsOf<Args extends object>(
  declared: Args & { draftChanges?: unknown },
  found: Pick<Integration, "name" | "newest" | "hasUnpublishedChanges">,
  { draft, upgradePending, awaitedVersion }: Pick<DraftState, "draft" | "upgradePending" | "awaitedVersion">,
): Omit<Args, "draftChanges"> & DraftState {
  const { draftChanges: _changes, ...args } = declared;
  return {
    ...args,
    name: found.name,
    versionNumber: found.newest?.versionNumber,
    published: isPublished(found),
    draft,
    upgradePending,
    awaitedVersion,
  };
}

/** True where the draft is what was published last. */
export function isPublished({
  newest,
  hasUnpublishedChanges,
}: Pick<Integration, "newest" | "hasUnpublishedChanges">): boolean {
  return newest !== undefined && !hasUnpublishedChanges;
}

/** The arguments that outputs hold. */
export function inputsOf<State extends DraftState & StoredForm>(
  outputs: State,
): Omit<State, keyof DraftState | keyof StoredForm> {
  const {
    name: _name,
    versionNumber: _number,
    published: _published,
    draft: _draft,
    upgradePending: _pending,
    awaitedVersion: _awaited,
    storedAs: _stored,
    reformedSecrets: _reformed,
    ...inputs
  } = outputs;
  return inputs;
}

/** Secret inputs whose values are known, by config variable and input. */
export function knownSecrets({ secretInputs }: IntegrationInputs): SecretInputs {
  const known = Object.entries(knownMembers(secretInputs)).map(
    ([variable, inputs]) => [variable, knownMembers(inputs)] as const,
  );
  return Object.fromEntries(known.filter(([, inputs]) => Object.keys(inputs).length > 0));
}

/** Secret inputs as one map, by `variable.input`; unknown where a part of it is. */
export function flatSecrets({
  secretInputs,
}: IntegrationInputs): OrUnknown<Record<string, OrUnknown<string>>> | undefined {
  if (secretInputs === undefined || isUnknown(secretInputs)) return secretInputs;
  const flat: [string, OrUnknown<string>][] = [];
  for (const [variable, inputs] of Object.entries(secretInputs)) {
    if (isUnknown(inputs)) return inputs;
    for (const [input, value] of Object.entries(inputs)) flat.push([`${variable}.${input}`, value]);
  }
  return Object.fromEntries(flat);
}

/** True where the draft is to be published. */
export function publishes({ publish }: Pick<IntegrationInputs, "publish">): boolean {
  return publish !== undefined && publish !== false && !isUnknown(publish);
}
