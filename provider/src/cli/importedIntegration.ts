import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { withoutSecrets } from "../resources/integration/definition/secrets.ts";
import { flatSecrets, outputsOf, type CheckedIntegration } from "../resources/integration/state.ts";
import { isListed, settingsOf, type VersionSettings } from "../resources/integration/versionSettings.ts";
import { nextRevisions } from "../dynamic/secretRevisions.ts";
import { didYouMean, listed } from "../dynamic/suggest.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { IntegrationWithDefinition } from "../tenant/integrationOperations.ts";
import type { TenantSession } from "../tenant/session.ts";
import type { Imported } from "./imported.ts";

/** Requests for integrations: `Integration/<name>`, or `Integration/*` for all that are not code-native. */
const PREFIX = "Integration/";
const EVERY = "*";

/** An integration ready to be imported, and the file that its definition is exported to. */
export interface ImportedIntegration extends Imported {
  file: { path: string; text: string };
}

/** Tells the names of integrations from the other requests. */
export function splitRequests(what: readonly string[]): { integrations: string[]; others: string[] } {
  return {
    integrations: what.filter((text) => text.startsWith(PREFIX)).map((text) => text.slice(PREFIX.length)),
    others: what.filter((text) => !text.startsWith(PREFIX)),
  };
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
        return read === undefined ? `"${name}" is gone from ${session.tenant}.` : importedIntegration(read);
      },
    ),
  );
  const reasons = judged.filter((each) => typeof each === "string");
  if (reasons.length > 0) throw new ConfigurationError(reasons.join("\n"));
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

function importedIntegration(found: IntegrationWithDefinition): ImportedIntegration {
  const { text, secrets } = withoutSecrets(found.definition);
  const name = resourceName(found.name);
  const path = `integrations/${name}.yml`;
  const owner = found.customer === null ? {} : { customer: found.customer.id };
  const given = Object.keys(secrets).length === 0 ? {} : { secretInputs: secrets };
  const settings = importedSettings(found);
  const inputs: CheckedIntegration = { definition: text, ...given, ...settings, ...owner };
  const secretRevisions = nextRevisions({ secrets: undefined, revisions: undefined }, flatSecrets(inputs));
  if (secretRevisions !== undefined) inputs.secretRevisions = secretRevisions;
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
    secretMembers: ["secretInputs.*.*", "draft"],
    leftOut: [],
    file: { path, text },
  };
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
