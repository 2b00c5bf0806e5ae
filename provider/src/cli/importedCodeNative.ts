import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { nextRevisions } from "../dynamic/secretRevisions.ts";
import { didYouMean, listed } from "../dynamic/suggest.ts";
import {
  inspectIntegration,
  openIntegration,
  type InspectedIntegration,
} from "../resources/codeNativeIntegration/bundle.ts";
import { keptDraft } from "../resources/codeNativeIntegration/draft.ts";
import { findIntegration, type FoundIntegration } from "../resources/codeNativeIntegration/found.ts";
import { factsOf, type CheckedCodeNative } from "../resources/codeNativeIntegration/state.ts";
import { heldTestKeys } from "../resources/codeNativeIntegration/testKeys.ts";
import { readDefinition } from "../resources/integration/definition/read.ts";
import { outputsOf } from "../resources/integration/state.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { Integration } from "../tenant/integrationOperations.ts";
import type { TenantSession } from "../tenant/session.ts";
import type { Imported } from "./imported.ts";
import { importedSettings, integrationNames } from "./importedIntegration.ts";
import { ownValue } from "../tenant/ownValue.ts";

/** Stands for metadata of which only the tenant knows the content. */
const OTHER_METADATA = "other";

/**
 * Prepares a code-native integration of the tenant for the import. The tenant does not say where its bundle is built, so
 * the bundle tells which integration is meant.
 *
 * @param path of the bundle, as the program will give it: relative to `folder`
 * @throws ConfigurationError where the bundle cannot be read or the tenant does not have its integration
 */
export async function importedCodeNative(
  session: TenantSession,
  path: string,
  folder: string,
): Promise<{ imported: Imported; notes: string[] }> {
  const inspected = await inspectIntegration(await openIntegration(path, folder));
  const all = await session.integrations.all();
  const found = await onlyOne(session, all, inspected.facts.name, path);
  const { signature = "" } = found.component ?? {};
  const isImported = signature === inspected.facts.signature;
  const name = integrationNames(all).get(found.name) ?? found.name;
  const keys = keysToGive(found, inspected);
  const settings = importedSettings(found);
  const declared = {
    bundle: path,
    ...(Object.keys(keys).length === 0 ? {} : { testApiKeys: keys }),
    ...settings,
  };
  const secretRevisions = nextRevisions({ secrets: undefined, revisions: undefined }, declared.testApiKeys);
  const inputs: CheckedCodeNative = {
    ...declared,
    ...factsFound(found, inspected),
    signature,
    importMetadata: metadataFound(found, inspected),
    icon: inspected.facts.icon,
    ...(secretRevisions === undefined ? {} : { secretRevisions }),
  };
  const note =
    `"${path}" is not what was imported last as "${found.name}" into ${session.tenant} (signature ` +
    `${inspected.facts.signature}, there ${signature}): the first update imports it.`;
  return {
    imported: {
      type: "CodeNativeIntegration",
      name,
      id: found.id,
      declared,
      secretMaps: [{ path: ["testApiKeys"], words: `${name} test key`, secrets: keys }],
      inputs,
      outputs: {
        ...outputsOf(inputs, found, { draft: keptDraft(found), upgradePending: found.newest !== undefined }),
        componentKey: found.component?.key,
        heldTestKeys: heldTestKeys(found.testInstance.flows, inspected.facts.keyedFlows),
      },
      secretMembers: ["testApiKeys.*", "draft", "heldTestKeys"],
      leftOut: [],
      uses: Object.values(inspected.facts.stableKeys),
    },
    notes: isImported ? [] : [note],
  };
}

/** The keys for test runs that the tenant has besides those in the code; the last one where a flow has several. */
function keysToGive(
  { testInstance }: FoundIntegration,
  { facts, keysInCode }: InspectedIntegration,
): Record<string, string> {
  const given = testInstance.flows.flatMap(({ flow: { name }, apiKeys }): [string, string][] => {
    const others = apiKeys.filter((key) => !(ownValue(keysInCode, name) ?? []).includes(key));
    const last = others.at(-1);
    return last === undefined || !facts.keyedFlows.includes(name) ? [] : [[name, last]];
  });
  return Object.fromEntries(given);
}

function factsFound({ definition }: FoundIntegration, { facts }: InspectedIntegration) {
  const read = readDefinition(definition, "code");
  const { name, stableKeys, keyedFlows } = "definition" in read ? factsOf(read.definition) : facts;
  return { name, stableKeys, keyedFlows };
}

/** The digest of the bundle's metadata where the tenant has the same. */
function metadataFound(
  { definition: text }: FoundIntegration,
  { facts, definition }: InspectedIntegration,
): string | undefined {
  const metadataOf = (yaml: string) => (parse(yaml) as { importMetadata?: object }).importMetadata ?? {};
  return isDeepStrictEqual(metadataOf(text), metadataOf(definition.text))
    ? facts.importMetadata
    : OTHER_METADATA;
}

async function onlyOne(
  session: TenantSession,
  all: readonly Integration[],
  name: string,
  path: string,
): Promise<FoundIntegration> {
  const [found, ...others] = all.filter((each) => each.name === name);
  const names = all.filter(({ isCodeNative }) => isCodeNative).map((each) => each.name);
  if (found === undefined) {
    throw new ConfigurationError(
      `${session.tenant} has no integration "${name}", which "${path}" is a bundle of.${didYouMean(name, names)} Nothing has ` +
        `to be imported: pulumi up makes it. Those made in code: ${listed(names.map((each) => `"${each}"`))}.`,
    );
  }
  if (others.length > 0)
    throw new ConfigurationError(
      `${session.tenant} has several integrations "${name}". Rename the others first.`,
    );
  if (!found.isCodeNative) {
    throw new ConfigurationError(
      `"${name}" in ${session.tenant} is made in the designer, and "${path}" is a bundle of code.`,
    );
  }
  const read = await findIntegration(session, found.id);
  if (read === undefined) throw new ConfigurationError(`"${name}" is gone from ${session.tenant}.`);
  return read;
}
