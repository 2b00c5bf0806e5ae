import type { Lifecycle } from "../../dynamic/lifecycle.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { notice } from "../../dynamic/writing.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { readDefinition } from "../integration/definition/read.ts";
import { refreshVersions } from "../integration/refreshedVersions.ts";
import { settingsThatCameBack } from "../integration/versionSettings.ts";
import { inputsOf, outputsOf } from "../integration/state.ts";
import { codeNativeArguments } from "./arguments.ts";
import { codeNativeChanges } from "./changes.ts";
import { checkCodeNative } from "./check.ts";
import { cameMeanwhile, signatureNow } from "./draft.ts";
import { findIntegration } from "./found.ts";
import {
  codeNativeClaims,
  factsOf,
  secretsOf,
  type CheckedCodeNative,
  type CodeNativeState,
} from "./state.ts";
import { withoutDrifted } from "./testKeys.ts";

/** The life cycle of a code-native integration. */
export const codeNativeIntegrationLifecycle: Lifecycle = {
  ...lifecycleOf<CheckedCodeNative, CodeNativeState>({
    arguments: codeNativeArguments,
    secretPaths: ["testApiKeys"],
    secrets: secretsOf,
    judge: () => Promise.resolve({ problems: [] }),
    claims: codeNativeClaims,
    // A bundle with another name renames it, as Prismatic's own import does.
    replaces: () => ({ because: [] }),
    changes: codeNativeChanges,
    cameBack(session, id, sent) {
      const settings = settingsThatCameBack(session, id, sent);
      return Promise.resolve(settings && { args: { ...sent, ...settings }, state: sent });
    },
    read: readCodeNative,
  }),
  // Reads the bundle before anything is compared.
  check: checkCodeNative,
};

async function readCodeNative(session: TenantSession, id: string, old: CodeNativeState) {
  const found = await findIntegration(session, id);
  if (found === undefined) return undefined;
  const changes = await cameMeanwhile(session, old, found);
  tellWhatCame(session, old, found.component?.key ?? old.componentKey, changes);
  const {
    draftChanges: _before,
    componentKey: _component,
    heldTestKeys,
    ...inputs
  } = { ...inputsOf(old), name: found.name };
  const came = changes.length === 0 ? {} : { ...factsFound(found.definition), draftChanges: changes };
  const testApiKeys = withoutDrifted(inputs.testApiKeys, heldTestKeys, found);
  // A bundle that was imported without its icons is not complete, whatever the tenant says.
  const signature = old.signature === undefined ? undefined : signatureNow(old, found);
  const now: CheckedCodeNative = { ...inputs, ...came, testApiKeys, signature: signature as string };
  const current = outputsOf(now, found, old);
  const settings = refreshVersions(old, current, found.newest);
  const state: CodeNativeState = {
    ...current,
    ...settings,
    ...(changes.length === 0 ? {} : { draftChanges: changes }),
    componentKey: found.component?.key ?? old.componentKey,
    heldTestKeys,
  };
  return { args: { ...now, ...settings }, state };
}

/** The facts of another bundle that came, as far as its definition tells them. */
function factsFound(definition: string) {
  const read = readDefinition(definition, "code");
  return "definition" in read ? factsOf(read.definition) : {};
}

function tellWhatCame(
  session: TenantSession,
  { name, componentKey }: CodeNativeState,
  key: string | undefined,
  changes: readonly string[],
): void {
  if (key === componentKey && changes.length === 0) return;
  if (changes.length === 0) {
    notice(
      `Integration "${name}": this very bundle was imported into ${session.tenant} once more meanwhile, from elsewhere. ` +
        "Nothing has to be done.",
    );
    return;
  }
  notice(
    `Integration "${name}": its draft in ${session.tenant} was changed from elsewhere since it was last imported from ` +
      `here:${changes.map((change) => `\n    ${change}`).join("")}\n  The next update imports the bundle of this program again. ` +
      "To keep what came, build that bundle here first.",
  );
}
