import type { PublishedVersion } from "../../tenant/integrationOperations.ts";
import type { DraftState } from "./state.ts";
import { currentSettings, type VersionSettings } from "./versionSettings.ts";

/** Brings what is known of versions up to date in `current`, and answers the managed settings as they are now. */
export function refreshVersions(
  old: DraftState & VersionSettings,
  current: DraftState,
  newest: PublishedVersion | undefined,
): VersionSettings {
  if (newest !== undefined && (newest.versionIsAvailable || newest.versionNumber !== old.awaitedVersion)) {
    current.awaitedVersion = undefined;
  }
  const settings = currentSettings(old, newest);
  // A version that is not available yet was not withdrawn.
  if (current.awaitedVersion !== undefined && old.available !== undefined) settings.available = old.available;
  // A version published elsewhere reaches no instance by itself.
  if (current.versionNumber !== old.versionNumber) current.upgradePending = true;
  return settings;
}
