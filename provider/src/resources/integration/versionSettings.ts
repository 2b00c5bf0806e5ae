import { isAlike } from "../../dynamic/storedForm.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { PublishedVersion } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { MARKETPLACE_AVAILABILITIES, type IntegrationInputs } from "./arguments.ts";

/** The arguments that concern the newest published version; one that is left out is not managed. */
export type VersionSettings = Pick<IntegrationInputs, "marketplace" | "available">;

type Listing = Exclude<IntegrationInputs["marketplace"], string | undefined>;

const UNLISTED = "NOT_AVAILABLE_IN_MARKETPLACE";

/** A version that was just published: it can be used, and an earlier one may be the one that is listed. */
export const OF_NEW_VERSION: VersionSettings = { available: true };

/** The version that a setting is sent for. */
interface SettingTarget {
  integration: string;
  version: string;
}

/** A setting of a published version. */
export interface VersionSetting {
  argument: keyof VersionSettings;
  /** Root field of the mutation that changes it. */
  field: string;
  /** Words for it in a sentence. */
  what: string;
  /** True where it is as declared. */
  isMet(declared: VersionSettings, held: VersionSettings): boolean;
  /** The parts of the mutation's input besides the id, which may be unknown in a preview. */
  input(declared: VersionSettings): object;
  /** Sends it; every part of it is known. */
  send(session: TenantSession, target: SettingTarget, declared: VersionSettings): Promise<void>;
}

const marketplace: VersionSetting = {
  argument: "marketplace",
  field: "updateIntegrationMarketplaceConfiguration",
  what: "the marketplace listing",
  isMet({ marketplace: declared }, { marketplace: held }) {
    if (!isListing(declared) || !isListing(held)) return false;
    const { availability, overview = "", allowMultipleInstances } = declared;
    return (
      availability === held.availability &&
      overview === (held.overview ?? "") &&
      (allowMultipleInstances === undefined ||
        allowMultipleInstances === (held.allowMultipleInstances ?? false))
    );
  },
  input({ marketplace: declared }) {
    const { availability, overview, allowMultipleInstances }: Partial<Listing> = isListing(declared)
      ? declared
      : {};
    return {
      marketplaceConfiguration: availability,
      // Prismatic's own clients always send one.
      overview: overview ?? "",
      ...(allowMultipleInstances === undefined
        ? {}
        : { allowMultipleMarketplaceInstances: allowMultipleInstances }),
    };
  },
  async send(session, { integration, version }, declared) {
    const input = this.input(declared);
    if ("marketplaceConfiguration" in input && input.marketplaceConfiguration === UNLISTED) {
      await unlistOthers(session, integration, version);
    }
    await session.integrations.updateMarketplace(integration, { id: version, ...input });
  },
};

const available: VersionSetting = {
  argument: "available",
  field: "updateIntegrationVersionAvailability",
  what: "the version's availability",
  isMet: (declared, held) => declared.available === held.available,
  input: (declared) => ({ available: declared.available }),
  async send(session, { version }, { available: declared }) {
    await session.integrations.updateAvailability({ id: version, available: declared === true });
  },
};

/** The settings of a version. */
export const versionSettings: readonly VersionSetting[] = [marketplace, available];

/** The settings that are declared and that a version which has `held` does not have. */
export function unmetSettings(declared: VersionSettings, held: VersionSettings): VersionSetting[] {
  return versionSettings.filter(
    (setting) => declared[setting.argument] !== undefined && !setting.isMet(declared, held),
  );
}

/** The settings of a version as arguments; what has its default is left out. */
export function settingsOf(version: PublishedVersion | undefined): VersionSettings {
  if (version === undefined) return {};
  const availability = MARKETPLACE_AVAILABILITIES.find((each) => each === version.marketplaceConfiguration);
  const { overview, allowMultipleMarketplaceInstances: allowMultipleInstances } = version;
  return {
    available: version.versionIsAvailable,
    ...(availability === undefined
      ? {}
      : {
          marketplace: {
            availability,
            ...(overview === null || overview === "" ? {} : { overview }),
            ...(allowMultipleInstances ? { allowMultipleInstances } : {}),
          },
        }),
  };
}

/**
 * The managed settings as a version has them; in the words of the arguments where these are met. An overview counts as
 * declared in a form as well in which the tenant may store it.
 */
export function currentSettings(
  declared: VersionSettings,
  version: PublishedVersion | undefined,
): VersionSettings {
  const held = settingsOf(version);
  const current: VersionSettings = {};
  if (declared.marketplace !== undefined) {
    const found = withDeclaredOverview(held.marketplace, declared.marketplace);
    const isMet = marketplace.isMet(declared, { marketplace: found });
    current.marketplace = isMet ? declared.marketplace : held.marketplace;
  }
  if (declared.available !== undefined) current.available = held.available;
  return current;
}

/** The settings as they came back right after they were sent, to tell them from what others change. */
export function settingsThatCameBack(
  session: TenantSession,
  id: string,
  { marketplace: sent }: VersionSettings,
): VersionSettings | undefined {
  const overview = session.integrations.storedOverview(id);
  if (overview === undefined || !isListing(sent)) return undefined;
  return { marketplace: { ...sent, overview } };
}

/** A listing with the declared overview, where the tenant may store that as the one that was found. */
function withDeclaredOverview(
  found: VersionSettings["marketplace"],
  declared: VersionSettings["marketplace"],
): VersionSettings["marketplace"] {
  if (!isListing(found) || !isListing(declared)) return found;
  const { overview = "" } = declared;
  return isAlike(overview, found.overview ?? "") ? { ...found, overview } : found;
}

/** True where the marketplace shows the version. */
export function isListed({ marketplaceConfiguration }: { marketplaceConfiguration: string }): boolean {
  return marketplaceConfiguration !== UNLISTED;
}

/** Takes earlier versions from the marketplace, which goes on showing one of them otherwise. */
async function unlistOthers(session: TenantSession, integration: string, version: string): Promise<void> {
  const all = await session.integrations.marketplaceVersions(integration);
  const others = all.filter((each) => each.id !== version && isListed(each));
  await Promise.all(
    others.map(({ id, overview }) =>
      session.integrations.updateMarketplace(integration, {
        id,
        marketplaceConfiguration: UNLISTED,
        overview: overview ?? "",
      }),
    ),
  );
}

function isListing(value: IntegrationInputs["marketplace"]): value is Listing {
  return value !== undefined && !isUnknown(value);
}
