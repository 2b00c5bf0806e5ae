import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { looksSecret } from "../resources/inputs/secretNames.ts";
import { readDefinition } from "../resources/integration/definition/read.ts";
import {
  unreadableInputs,
  withoutSecrets,
  type WrittenValue,
} from "../resources/integration/definition/secrets.ts";
import { holdsPassword } from "../resources/integration/secretProblems.ts";
import { outputsOf, type CheckedIntegration } from "../resources/integration/state.ts";
import { isListed, settingsOf, type VersionSettings } from "../resources/integration/versionSettings.ts";
import { didYouMean, listed } from "../dynamic/suggest.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { IntegrationWithDefinition } from "../tenant/integrationOperations.ts";
import type { Component } from "../tenant/operation.ts";
import type { TenantSession } from "../tenant/session.ts";
import type { Imported } from "./imported.ts";

/** The request for all integrations that are not code-native. */
const EVERY = "*";

/** An integration ready to be imported, and the file that its definition is exported to. */
export interface ImportedIntegration extends Imported {
  file: { path: string; text: string };
  /** Notes to read before the import. */
  notes: string[];
}

/**
 * Prepares the named integrations of the tenant for the import.
 *
 * @throws ConfigurationError with a line for each that cannot be imported
 */
export async function importedIntegrations(
  session: TenantSession,
  names: readonly string[],
): Promise<ImportedIntegration[]> {
  if (names.length === 0) return [];
  const all = await session.integrations.all();
  const components = await session.components.withConnections();
  const lowCode = all.filter(({ isCodeNative }) => !isCodeNative).map(({ name }) => name);
  const judged = await Promise.all(
    [...new Set(names.flatMap((name) => (name === EVERY ? lowCode : [name])))].map(
      async (name): Promise<ImportedIntegration | string> => {
        const [found, ...others] = all.filter((integration) => integration.name === name);
        if (found === undefined) {
          const quoted = listed(lowCode.map((each) => `"${each}"`));
          return `${session.tenant} has no integration "${name}".${didYouMean(name, lowCode)} It has: ${quoted}.`;
        }
        if (others.length > 0)
          return `${session.tenant} has several integrations "${name}". Rename the others first.`;
        if (found.isCodeNative)
          return `"${name}" is code-native: give its bundle instead, with --code-native <the folder that its build writes>.`;
        const read = await session.integrations.byId(found.id);
        return read === undefined
          ? `"${name}" is gone from ${session.tenant}.`
          : importedIntegration(read, components);
      },
    ),
  );
  const reasons = judged.filter((each) => typeof each === "string");
  if (reasons.length > 0) throw new ConfigurationError(reasons.join("\n  "));
  return judged.filter((each) => typeof each !== "string");
}

/**
 * Writes the definitions to their files. A file with other content is never overwritten: it may hold manual work.
 *
 * @throws ConfigurationError where there is such a file
 */
export async function writeDefinitions(cwd: string, imported: readonly ImportedIntegration[]): Promise<void> {
  for (const { file } of imported) {
    const path = resolve(cwd, file.path);
    const present = await readFile(path, "utf8").catch(() => undefined);
    if (present !== undefined && present !== file.text) {
      throw new ConfigurationError(
        `${path} is there already and differs from the tenant's definition. Move it away, then run this again.`,
      );
    }
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.text);
  }
}

function importedIntegration(
  found: IntegrationWithDefinition,
  components: readonly Component[],
): ImportedIntegration {
  const isSecret = (written: WrittenValue) =>
    looksSecret(written.input) || holdsPassword(components, written);
  const { text, secrets } = withoutSecrets(found.definition, isSecret);
  const name = resourceName(found.name);
  const path = `integrations/${name}.yml`;
  const owner = found.customer === null ? {} : { customer: found.customer.id };
  // No file holds a secret: the first update finds out that the tenant has them.
  const leftOut = Object.fromEntries(Object.keys(secrets).map((variable) => [variable, {}]));
  const given = Object.keys(secrets).length === 0 ? {} : { secretInputs: leftOut };
  const settings = importedSettings(found);
  const inputs: CheckedIntegration = { definition: text, ...given, ...settings, ...owner };
  return {
    type: "Integration",
    name,
    id: found.id,
    declared: { definition: path, ...given, ...settings, ...owner },
    secretMaps: Object.entries(secrets).map(([variable, values]) => ({
      path: ["secretInputs", variable],
      words: `${name} ${variable}`,
      secrets: values,
    })),
    inputs,
    outputs: outputsOf(inputs, found, { draft: text, upgradePending: found.newest !== undefined }),
    secretMembers: ["draft"],
    leftOut: [],
    file: { path, text },
    notes: unreadableNotes(name, found.definition),
  };
}

/** Names what no client can read, so that nobody knows if the tenant holds it. */
function unreadableNotes(name: string, text: string): string[] {
  const read = readDefinition(text);
  const unreadable = "definition" in read ? unreadableInputs(read.definition) : [];
  if (unreadable.length === 0) return [];
  return [
    `Not read from "${name}": ${unreadable.join(", ")}, which are write-only. Where the tenant holds a value, add it to ` +
      "secretInputs, or the next import of the definition may clear it.",
  ];
}

/** The name of the resource for an integration. */
export function resourceName(integration: string): string {
  return integration
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

/** The settings of the newest version that differ from those of every new one: a listing, and a withdrawal. */
export function importedSettings({ newest }: Pick<IntegrationWithDefinition, "newest">): VersionSettings {
  const { marketplace, available } = settingsOf(newest);
  return {
    ...(newest !== undefined && isListed(newest) ? { marketplace } : {}),
    ...(available === false ? { available } : {}),
  };
}
