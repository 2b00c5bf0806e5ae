import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { Integration, PublishedVersion } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { notAllowed } from "../permitted.ts";
import type { VersionArguments } from "./arguments.ts";
import { publishes } from "./state.ts";
import { versionSettings } from "./versionSettings.ts";

/** Finds decisions about versions that contradict each other. */
export function decisionProblems(declared: VersionArguments): Problem[] {
  if (declared.instances === "upgrade" && declared.available === false) {
    const message =
      'is false, but instances are upgraded to versions that can be used only. Leave them: instances: "leave"; or ' +
      "leave out available.";
    return [{ path: "available", message }];
  }
  if (declared.instances !== "upgrade" || isUnknown(declared.publish) || publishes(declared)) return [];
  const message =
    'is "upgrade", but instances run published versions only. Add publish: true, or leave them: "leave".';
  return [{ path: "instances", message }];
}

/** Finds settings for a version that there will not be. */
export function settingProblems(
  session: TenantSession,
  declared: VersionArguments,
  newest: PublishedVersion | undefined,
): Problem[] {
  if (newest !== undefined || publishes(declared) || isUnknown(declared.publish)) return [];
  return versionSettings
    .filter(({ argument }) => declared[argument] !== undefined)
    .map(({ argument }) => ({
      path: argument,
      message: `is for the newest published version, and ${session.tenant} has none. Add publish: true, or leave it out.`,
    }));
}

/** Refuses a change of an integration that the token's owner may not change. */
export function permissionProblems(
  session: TenantSession,
  name: string,
  integration: Integration | undefined,
): Problem[] {
  if (integration?.allowUpdate !== false) return [];
  return [{ path: "", message: notAllowed(session, "importIntegration", "change", `integration "${name}"`) }];
}
