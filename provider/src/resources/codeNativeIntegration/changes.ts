import type { Change, Sent } from "../../dynamic/change.ts";
import type { PlannedMutation, RestOfRun } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { deletion } from "../integration/deletion.ts";
import { goneMeanwhile } from "../integration/identity.ts";
import { afterImport, planCreate, planTakeOver } from "../integration/plan.ts";
import { outputsOf } from "../integration/state.ts";
import { draftAndVersionChanges, isIdle } from "../integration/versionChanges.ts";
import { keptDraft } from "./draft.ts";
import { findIntegration, type FoundIntegration } from "./found.ts";
import { adopt, namedIntegration } from "./identity.ts";
import { importInto, importNew, loadPlanned, setIcons, uploadBundle, type UploadedBundle } from "./import.ts";
import {
  codeNativeClaims,
  type CheckedCodeNative,
  type CodeNativeState,
  type KnownCodeNative,
} from "./state.ts";
import { setTestKeys, testKeysChanged } from "./testKeys.ts";
import { ConfigurationError } from "../../tenant/errors.ts";

/** Changes of a code-native integration in one step, one after another. */
export function codeNativeChanges(
  old: CodeNativeState | undefined,
  args: CheckedCodeNative | undefined,
  rest: RestOfRun,
): Change[] {
  if (args === undefined) return old === undefined ? [] : [deletion(old)];
  const name = isUnknown(args.name) ? (old?.name ?? "") : args.name;
  const held = codeNativeClaims(args).map((claim) => rest.held(claim))[0] as CodeNativeState | undefined;
  const before = old ?? held;
  const imports = before === undefined || needsImport(before, args);
  const announced =
    old !== undefined
      ? afterImport(imports, old, args)
      : held === undefined
        ? planCreate(args)
        : planTakeOver(imports, held, args);
  const setsKeys = args.keyedFlows.length > 0 && (imports || old === undefined || testKeysChanged(old, args));
  const mutation = (field: string, ...carries: string[]): PlannedMutation => ({
    field,
    stableKey: name,
    carries,
    // A bundle that is not known yet may have neither an icon nor flows that need keys.
    ...(isUnknown(args.signature) || isUnknown(args.testApiKeys) ? { uncertain: true } : {}),
  });
  // Set once the bundle of this step is uploaded.
  let uploaded: UploadedBundle | undefined;

  const icons: Change = {
    announced: imports && args.icon !== undefined ? [mutation("updateIntegration", "avatarUrl")] : [],
    // Without its icons, the bundle counts as not imported yet.
    settles: ["signature"],
    waits: true,
    async send({ session, id }) {
      if (uploaded !== undefined) await setIcons(session, id, uploaded);
    },
  };
  const keys: Change = {
    announced: setsKeys ? [mutation("updateInstance", "flowConfigs", "configMode")] : [],
    settles: ["testApiKeys", "keyedFlows"],
    waits: true,
    async send({ session, id }): Promise<Sent> {
      if (!setsKeys) return {};
      const inspected = uploaded?.inspected ?? (await loadPlanned(known(args), notSet(session, name)));
      return { state: { heldTestKeys: await setTestKeys(session, { id, name }, args, inspected) } };
    },
  };
  const all = draftAndVersionChanges<FoundIntegration>({
    name,
    old,
    args,
    announced,
    writes: ["publishComponent", "importIntegration"],
    async write(session, id) {
      if (old !== undefined && !imports) return { found: await current(session, id, old.name), isNew: false };
      if (old !== undefined) {
        const found = await current(session, id, old.name);
        uploaded = await uploadBundle(session, known(args), found);
        return { found: await importInto(session, found, uploaded), isNew: false };
      }
      const existing = await namedIntegration(session, known(args));
      if ("problem" in existing) throw new ConfigurationError(existing.problem);
      if (existing.integration === undefined) {
        uploaded = await uploadBundle(session, known(args));
        return { found: await importNew(session, uploaded), isNew: true };
      }
      const { found, isComplete } = await adopt(session, known(args), existing.integration);
      if (isComplete) return { found, isNew: false };
      uploaded = await uploadBundle(session, known(args), found);
      return { found: await importInto(session, found, uploaded), isNew: false };
    },
    outputs(found, progress) {
      // A read may not show yet what was imported just before.
      const componentKey = uploaded?.inspected.declared.key ?? found.component?.key;
      const component = componentKey === undefined ? undefined : { key: componentKey };
      const draft = keptDraft({ definition: found.definition, component });
      const outputs = outputsOf(args, found, { draft, ...progress });
      // These hold once the changes that settle them were sent.
      const { signature: _signature, testApiKeys: _keys, keyedFlows: _flows, ...settled } = outputs;
      return { ...settled, componentKey, heldTestKeys: old?.heldTestKeys };
    },
    completes: [icons, keys],
  });
  if (old === undefined) return all;
  const decisions = (old.deleteOnDestroy ?? false) !== (args.deleteOnDestroy ?? false);
  return isIdle(announced) && !setsKeys && !decisions ? [] : all;
}

/** True where the tenant's draft is not made from the bundle. */
function needsImport(old: CodeNativeState, args: CheckedCodeNative): boolean {
  return (
    old.draftChanges !== undefined ||
    old.signature !== args.signature ||
    old.importMetadata !== args.importMetadata
  );
}

/** Once changes are sent, everything is known. */
function known(args: CheckedCodeNative): KnownCodeNative {
  return args as KnownCodeNative;
}

function notSet(session: TenantSession, name: string): string {
  return `Integration "${name}": the keys for test runs were not set in ${session.tenant}`;
}

async function current(session: TenantSession, id: string, name: string): Promise<FoundIntegration> {
  const found = await findIntegration(session, id);
  if (found === undefined) throw goneMeanwhile(session, name);
  return found;
}
