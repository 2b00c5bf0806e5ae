import type { Change, Sent } from "../../dynamic/change.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import { explaining, sendAgain } from "../../dynamic/writing.ts";
import type { Integration } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { DEFAULT_WAIT_SECONDS } from "../waiting.ts";
import type { VersionArguments } from "./arguments.ts";
import { untilVersionIsAvailable } from "./availableVersion.ts";
import { afterImport, planCreate, type IntegrationPlan } from "./plan.ts";
import { isPublished, type DraftState } from "./state.ts";
import { upgradeInstances } from "./upgrade.ts";
import {
  currentSettings,
  OF_NEW_VERSION,
  versionSettings,
  type VersionSetting,
  type VersionSettings,
} from "./versionSettings.ts";
import { publish } from "./write.ts";

/** The parts of a step in which one kind of integration differs from another: how its draft gets into the tenant. */
export interface DraftStep<Found extends Integration> {
  name: string;
  /** The state before; undefined for a creation. */
  old: (DraftState & VersionSettings) | undefined;
  args: VersionArguments;
  announced: IntegrationPlan;
  /** Root fields of the mutations that write the draft. */
  writes: readonly string[];
  /** True where the tenant may hold the draft already, so that nothing is sent. */
  isUncertain?: boolean;
  /** Writes the draft where that is due, and answers the integration as it is then. */
  write: (
    session: TenantSession,
    id: string,
  ) => Promise<{
    found: Found;
    isNew: boolean;
    /** True where a draft that was to be written is there already. */
    isUnchanged?: boolean;
  }>;
  /** The outputs once it was written. */
  outputs: (found: Found, progress: Pick<DraftState, "upgradePending" | "awaitedVersion">) => object;
  /** Changes that complete the draft before it is published. */
  completes?: readonly Change[];
}

/** Changes that write a draft, publish it and bring the version to where it is wanted, one after another. */
export function draftAndVersionChanges<Found extends Integration>({
  name,
  old,
  args,
  announced,
  writes,
  isUncertain = false,
  write,
  outputs,
  completes = [],
}: DraftStep<Found>): Change[] {
  // An integration that is taken over may be published already, or have waiting instances: known once it is found.
  let due = announced;
  let current: Integration;
  let isNew = false;
  let availableVersion: string | undefined;
  const mutations = (isSent: boolean, fields: readonly string[]) =>
    isSent
      ? fields.map((field) => ({
          field,
          stableKey: name,
          ...(isUncertain ? { uncertain: true as const } : {}),
        }))
      : [];

  const written: Change = {
    announced: mutations(announced.import, writes),
    settles: [],
    async send({ session, id }): Promise<Sent> {
      let { upgradePending = false, awaitedVersion } = old ?? {};
      const { found, isNew: wasMade, isUnchanged = false } = await write(session, id);
      [current, isNew] = [found, wasMade];
      if (old === undefined) {
        due = planCreate(args);
        if (!isNew) {
          upgradePending = found.newest !== undefined;
          const before = { published: isPublished(found), upgradePending };
          due = afterImport(false, { ...before, ...currentSettings(args, found.newest) }, args);
        }
      } else {
        if (isUnchanged) due = afterImport(false, old, args);
        if (due.publish && isPublishedSince(old, found)) {
          // A run that was ended before it could say so has published this very draft.
          due = { ...due, publish: false };
          upgradePending = true;
          awaitedVersion = found.newest?.versionNumber;
        }
      }
      // Settings of the version hold once they were sent.
      const {
        marketplace: _marketplace,
        available: _available,
        ...state
      }: VersionSettings = outputs(found, { upgradePending, awaitedVersion });
      return { id: found.id, state };
    },
  };
  const published: Change = {
    announced: mutations(announced.publish, ["publishIntegration"]),
    settles: [],
    waits: true,
    async send({ session }): Promise<Sent> {
      if (!due.publish) return {};
      const versionNumber = await publish(session, current, args);
      // A new integration has no instances that could run another version.
      const upgradePending = !isNew;
      const settings = Object.fromEntries(
        versionSettings
          .filter(({ argument }) => args[argument] !== undefined)
          .map(({ argument }) => [argument, OF_NEW_VERSION[argument]]),
      );
      return {
        state: { ...settings, versionNumber, published: true, upgradePending, awaitedVersion: versionNumber },
      };
    },
  };
  const available: Change = {
    announced: [],
    settles: [],
    waits: true,
    async send({ session, state }): Promise<Sent> {
      const { awaitedVersion, versionNumber } = state as Partial<DraftState>;
      const number = awaitedVersion ?? (due.upgrade ? versionNumber : undefined);
      if (number === undefined) return {};
      availableVersion = await untilVersionIsAvailable(session, {
        integration: { id: current.id, name },
        number,
        limitSeconds: knownNumber(args.waitSeconds) ?? DEFAULT_WAIT_SECONDS,
        left: keptWaiting(due),
      });
      return { state: { awaitedVersion: undefined } };
    },
  };
  const upgraded: Change = {
    announced: mutations(announced.upgrade, ["bulkUpdateInstancesToLatestIntegrationVersion"]),
    settles: [],
    async send({ session, state }): Promise<Sent> {
      const { versionNumber } = state as Partial<DraftState>;
      if (!due.upgrade || versionNumber === undefined || availableVersion === undefined) return {};
      const integration = { id: current.id, name };
      await upgradeInstances(session, { integration, version: availableVersion, number: versionNumber });
      return { state: { upgradePending: false } };
    },
  };
  const settingChange = (setting: VersionSetting): Change => ({
    announced: mutations(announced.settings.includes(setting), [setting.field]).map((mutation) => ({
      ...mutation,
      carries: Object.keys(setting.input(args)),
      ...(isPartlyUnknown(args[setting.argument]) ? { uncertain: true as const } : {}),
    })),
    settles: [setting.argument],
    async send({ session }): Promise<Sent> {
      const version = availableVersion ?? current.newest?.id;
      if (!due.settings.includes(setting) || version === undefined) return {};
      const what = `Integration "${name}": ${setting.what} was not changed`;
      const target = { integration: current.id, version };
      await explaining(session, what, () => sendAgain(() => setting.send(session, target, args)));
      return { state: { [setting.argument]: args[setting.argument] } };
    },
  });
  // A version that was withdrawn is waited for in vain, until it is given back.
  const isFirst = ({ argument }: VersionSetting) => argument === "available" && args.available === true;
  const first = versionSettings.filter((setting) => isFirst(setting)).map(settingChange);
  const others = versionSettings.filter((setting) => !isFirst(setting)).map(settingChange);
  return [
    written,
    ...completes,
    published,
    ...inTurn(first),
    available,
    // One of them that fails keeps none of the others from being sent.
    ...inTurn([...others, upgraded]),
  ];
}

/** True where a plan has nothing to send. */
export function isIdle({ import: imports, wait, settings }: IntegrationPlan): boolean {
  return !imports && !wait && settings.length === 0;
}

/** Changes that are sent together, after all that come before them. */
function inTurn(changes: readonly Change[]): Change[] {
  return changes.map((change, index) => (index === 0 ? { ...change, waits: true } : change));
}

/** The parts of a step that a version which is not available keeps from being done. */
function keptWaiting({ settings, upgrade }: IntegrationPlan): string[] {
  return [...(upgrade ? ["its instances"] : []), ...settings.map(({ what }) => what)];
}

/** True where the draft is published under a number that the state does not know. */
function isPublishedSince(old: DraftState, current: Integration): boolean {
  return isPublished(current) && (current.newest?.versionNumber ?? 0) > (old.versionNumber ?? 0);
}

function isPartlyUnknown(setting: VersionSettings[keyof VersionSettings]): boolean {
  return isUnknown(setting) || (typeof setting === "object" && Object.values(setting).some(isUnknown));
}

/** A number once everything is known. */
function knownNumber(value: OrUnknown<number> | undefined): number | undefined {
  return isUnknown(value) ? undefined : value;
}
