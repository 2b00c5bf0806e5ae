import { lstat, mkdir, readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { looksSecret } from "../resources/inputs/secretNames.ts";
import { readDefinition } from "../resources/integration/definition/read.ts";
import type { WrittenValue } from "../resources/integration/definition/secretPlaces.ts";
import { unreadableInputs, withoutSecrets } from "../resources/integration/definition/secrets.ts";
import { writePrivateFile } from "../resources/privateFile.ts";
import { holdsPassword } from "../resources/integration/secretProblems.ts";
import { stableKeysOf } from "../resources/integration/definition/variables.ts";
import { outputsOf, type CheckedIntegration } from "../resources/integration/state.ts";
import { isListed, settingsOf, type VersionSettings } from "../resources/integration/versionSettings.ts";
import { didYouMean, listed } from "../dynamic/suggest.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { IntegrationWithDefinition } from "../tenant/integrationOperations.ts";
import type { Component } from "../tenant/operation.ts";
import type { TenantSession } from "../tenant/session.ts";
import type { Imported } from "./imported.ts";
import { fileNames } from "./names.ts";

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
 * @param leaveOut is told why one is left out that no request names
 * @throws ConfigurationError with a line for each named one that cannot be imported
 */
export async function importedIntegrations(
  session: TenantSession,
  names: readonly string[],
  leaveOut: (reason: string) => void = () => undefined,
): Promise<ImportedIntegration[]> {
  if (names.length === 0) return [];
  const all = await session.integrations.all();
  const components = await session.components.withConnections();
  const lowCode = all.filter(({ isCodeNative }) => !isCodeNative).map(({ name }) => name);
  const files = integrationNames(all);
  const wanted = [...new Set(names.flatMap((name) => (name === EVERY ? lowCode : [name])))];
  const judged = await Promise.all(
    wanted.map(async (name): Promise<ImportedIntegration | string> => {
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
        : importedIntegration(read, components, files.get(name) ?? name);
    }),
  );
  const reasons = wanted.flatMap((name, index) => {
    const reason = judged[index];
    return typeof reason === "string" ? [{ name, reason }] : [];
  });
  const refused = reasons.filter(({ name }) => names.includes(name));
  if (refused.length > 0) throw new ConfigurationError(refused.map(({ reason }) => reason).join("\n  "));
  for (const { reason } of reasons) leaveOut(reason);
  return judged.filter((each) => typeof each !== "string");
}

/**
 * Judges the files of the definitions. A file with other content is never overwritten: it may hold manual work.
 *
 * @param folder the program's
 * @throws ConfigurationError with a line for each file that cannot be written
 */
export async function judgeDefinitions(
  folder: string,
  imported: readonly ImportedIntegration[],
): Promise<void> {
  const judged = await Promise.all(
    imported.map(async ({ file }) => {
      const path = resolve(folder, file.path);
      const above = await stat(dirname(path)).catch(() => undefined);
      if (above !== undefined && !above.isDirectory()) {
        return `${dirname(path)} is a file, and definitions go into a folder of this name. Move it away, then run this again.`;
      }
      const present = await presentText(path);
      if (present === undefined && (await lstat(path).catch(() => undefined)) !== undefined)
        return `${path} is a symbolic link to no file. Remove it, then run this again.`;
      if (present === undefined || sameLines(present, file.text)) return undefined;
      return `${path} is there already and differs from the tenant's definition. Move it away, then run this again.`;
    }),
  );
  const problems = judged.filter((each) => each !== undefined);
  if (problems.length > 0) throw new ConfigurationError([...new Set(problems)].join("\n  "));
}

/**
 * Writes the definitions to their files, which were judged before. One that is there already stays as it is. They are their
 * owner's alone: the secrets of inputs are left out, but a step, its code or a header may hold what nothing marks as one.
 */
export async function writeDefinitions(
  folder: string,
  imported: readonly ImportedIntegration[],
): Promise<void> {
  for (const { file } of imported) {
    const path = resolve(folder, file.path);
    if ((await presentText(path)) !== undefined) continue;
    await mkdir(dirname(path), { recursive: true });
    await writePrivateFile(path, file.text);
  }
}

/** The content of a file, if there is one. */
async function presentText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConfigurationError(`${path} cannot be read (${code}). Move it away, then run this again.`, {
      cause: error,
    });
  }
}

/** Git may have changed the line breaks of a file that it holds. */
function sameLines(one: string, other: string): boolean {
  return one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n");
}

/**
 * Prepares one integration for the import.
 *
 * @param name of the resource and of the file
 * @returns the reason where it cannot be imported
 */
export function importedIntegration(
  found: IntegrationWithDefinition,
  components: readonly Component[],
  name: string,
): ImportedIntegration | string {
  const isSecret = (written: WrittenValue) =>
    looksSecret(written.input) || holdsPassword(components, written);
  const { text, secrets, left } = withoutSecrets(found.definition, isSecret);
  if (left.length > 0) {
    return (
      `"${found.name}" has secrets that no file may hold, and that secretInputs cannot stand for: ${listed(left)}. Empty ` +
      "these places in the designer, then run this again."
    );
  }
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
    uses: stableKeysIn(text),
    file: { path, text },
    notes: unreadableNotes(name, found.definition),
  };
}

function stableKeysIn(text: string): string[] {
  const read = readDefinition(text);
  return "definition" in read ? [...stableKeysOf(read.definition).keys()] : [];
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

/** Names of resources and files for all integrations of a tenant, so that none depends on what else is imported. */
export function integrationNames(all: readonly { name: string }[]): Map<string, string> {
  return fileNames(
    all.map(({ name }) => name),
    "integration",
  );
}

/** The settings of the newest version that differ from those of every new one: a listing, and a withdrawal. */
export function importedSettings({ newest }: Pick<IntegrationWithDefinition, "newest">): VersionSettings {
  const { marketplace, available } = settingsOf(newest);
  return {
    ...(newest !== undefined && isListed(newest) ? { marketplace } : {}),
    ...(available === false ? { available } : {}),
  };
}
