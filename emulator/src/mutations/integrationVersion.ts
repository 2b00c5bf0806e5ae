import { notImplemented, refuse } from "../errors.ts";
import { marketplaceConfigurations, type IntegrationVersion } from "../model.ts";
import { given, type ApiRequest } from "../request.ts";
import type { IntegrationRevision } from "../revisions.ts";
import { storedText } from "../storedForm.ts";
import type { Tenant } from "../tenant.ts";
import { existingRevision, type ById } from "./input.ts";

/** Changes the version that an id means, and perhaps the integration's others; answers it as it is then. */
function changeVersion(
  tenant: Tenant,
  id: ById["id"],
  change: (version: IntegrationVersion) => IntegrationVersion,
  changeOther: (version: IntegrationVersion) => IntegrationVersion = (other) => other,
): IntegrationRevision {
  const { integration, version } = existingRevision(tenant, id);
  if (!version) refuse("id", "The id of a published version is expected, not that of the integration.");
  const changed = change(version);
  const versions = integration.versions.map((each) => (each === version ? changed : changeOther(each)));
  return { integration: tenant.integrations.put({ ...integration, versions }), version: changed };
}

/** `updateIntegrationVersionAvailability`: withdraws a version from new use, or gives it back. */
export function updateVersionAvailability(
  { id, available }: ById & { available: boolean },
  { tenant }: ApiRequest,
): object {
  return { integration: changeVersion(tenant, id, (version) => ({ ...version, isAvailable: available })) };
}

interface MarketplaceInput extends ById {
  marketplaceConfiguration?: string | null;
  overview?: string | null;
  allowMultipleMarketplaceInstances?: boolean | null;
  marketplaceTabConfiguration?: string | null;
}

/** `updateIntegrationMarketplaceConfiguration`: changes how the marketplace shows a version, the only one it shows. */
export function updateMarketplace(input: MarketplaceInput, { tenant }: ApiRequest): object {
  const { id, overview, marketplaceConfiguration: wanted } = input;
  if (given(input.marketplaceTabConfiguration)) {
    throw notImplemented('the input "marketplaceTabConfiguration"');
  }
  const known = marketplaceConfigurations.find((each) => each === wanted);
  if (given(wanted) && !known) {
    refuse("marketplaceConfiguration", `One of ${marketplaceConfigurations.join(", ")} is expected.`);
  }
  const change = (version: IntegrationVersion): IntegrationVersion => ({
    ...version,
    marketplace: {
      configuration: known ?? version.marketplace?.configuration ?? "NOT_AVAILABLE_IN_MARKETPLACE",
      overview:
        (given(overview) ? storedText(tenant, overview) : null) ?? version.marketplace?.overview ?? "",
      allowMultipleInstances:
        input.allowMultipleMarketplaceInstances ?? version.marketplace?.allowMultipleInstances ?? false,
    },
  });
  const shows = known !== undefined && known !== "NOT_AVAILABLE_IN_MARKETPLACE";
  return { integration: changeVersion(tenant, id, change, shows ? unlisted : undefined) };
}

const unlisted = ({ marketplace, ...version }: IntegrationVersion): IntegrationVersion =>
  marketplace
    ? { ...version, marketplace: { ...marketplace, configuration: "NOT_AVAILABLE_IN_MARKETPLACE" } }
    : version;
