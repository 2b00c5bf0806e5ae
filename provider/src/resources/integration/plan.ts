import { isUnknown, knownMembers } from "../../dynamic/wire.ts";
import { secretsChanged } from "../../dynamic/secretRevisions.ts";
import { sameDefinition, meantDefinition } from "./sent.ts";
import {
  OF_NEW_VERSION,
  unmetSettings,
  type VersionSetting,
  type VersionSettings,
} from "./versionSettings.ts";
import type { VersionArguments } from "./arguments.ts";
import { publishes, type CheckedIntegration, type DraftState, type IntegrationState } from "./state.ts";

/** Requests that bring an integration from its outputs to its inputs. */
export interface IntegrationPlan {
  import: boolean;
  publish: boolean;
  /** Waits until the newest version is available, without which nothing can be done with it. */
  wait: boolean;
  /** Settings of the newest version that are to be changed. */
  settings: VersionSetting[];
  upgrade: boolean;
}

/** Plans an update; pure. A new comment or new attributes alone are no reason to publish again. */
export function planUpdate(olds: IntegrationState, news: CheckedIntegration): IntegrationPlan {
  return afterImport(needsImport(olds, news), olds, news);
}

/** True where the draft is not what the arguments mean; pure. */
export function needsImport(olds: IntegrationState, news: CheckedIntegration): boolean {
  return (
    olds.draftChanges !== undefined ||
    isUnknown(news.secretInputs) ||
    secretsChanged(olds, news) ||
    !sameDefinition(olds, news)
  );
}

/**
 * True where an update sends the draft for the sake of secrets of which the state knows none, as after an import: the
 * tenant may hold just these.
 */
export function bringsSecretsOnly(olds: IntegrationState, news: CheckedIntegration): boolean {
  const knowsNone = Object.keys(knownMembers(olds.secretRevisions)).length === 0;
  return knowsNone && olds.draftChanges === undefined && sameDefinition(olds, news);
}

/** Plans what follows a creation: a new integration has no instances to upgrade. */
export function planCreate(news: VersionArguments): IntegrationPlan {
  const publish = publishes(news);
  const settings = unmetSettings(news, publish ? OF_NEW_VERSION : {});
  return { import: true, publish, wait: publish, settings, upgrade: false };
}

/** Plans for an integration that a resource of another name claimed before: it is taken over, then updated if due. */
export function planTakeOver(
  imports: boolean,
  held: DraftState & VersionSettings,
  news: VersionArguments,
): IntegrationPlan {
  const { published, versionNumber, marketplace, available } = held;
  const before = { published, upgradePending: versionNumber !== undefined, marketplace, available };
  return afterImport(imports, before, news);
}

/** Plans what follows the import of the draft, or the decision not to import it. */
export function afterImport(
  imports: boolean,
  olds: Pick<DraftState, "published" | "upgradePending" | "awaitedVersion"> & VersionSettings,
  news: VersionArguments,
): IntegrationPlan {
  const publish = publishes(news) && (imports || !olds.published);
  const upgrade = news.instances === "upgrade" && publishes(news) && (publish || olds.upgradePending);
  const wait = publish || upgrade || olds.awaitedVersion !== undefined;
  const settings = unmetSettings(news, publish ? OF_NEW_VERSION : olds);
  return { import: imports, publish, wait, settings, upgrade };
}

/** The name that the definition gives the integration; undefined where it is not known. */
export function declaredName(inputs: CheckedIntegration): string | undefined {
  const meant = meantDefinition(inputs);
  return "definition" in meant ? meant.definition.value.name : undefined;
}
