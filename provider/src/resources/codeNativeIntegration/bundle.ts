import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ConfigurationError } from "../../tenant/errors.ts";
import { openBundle, openPlanned, type Bundle, type FilesBeside } from "../component/bundle.ts";
import { inspectBundle, refusal, type InspectedBundle } from "../component/inspect.ts";
import { readDefinition, type Definition } from "../integration/definition/read.ts";
import { factsOf, type BundleFacts, type KnownCodeNative } from "./state.ts";

/** File beside the built folder that Prismatic's library copies into the definition, where it is there. */
const METADATA = ".spectral/metadata.json";

/** A built code-native integration on this machine. */
export interface IntegrationBundle extends Bundle {
  /** Content of {@link METADATA}; undefined where there is none. */
  metadata: Buffer | undefined;
}

/** Everything that importing a bundle needs to know of it. */
export interface InspectedIntegration extends InspectedBundle {
  /** Its definition, which names the component by the key that this load of the bundle gave it. */
  definition: Definition;
  facts: BundleFacts;
  /** Test keys that the code gives to flows that require keys, by the flows' names. */
  keysInCode: Record<string, string[]>;
}

/**
 * Reads the bundle of a code-native integration.
 *
 * @throws ConfigurationError where there is none, or where it cannot be read
 */
export async function openIntegration(path: string, base = process.cwd()): Promise<IntegrationBundle> {
  return withMetadata(await openBundle(path, base), base);
}

/**
 * Reads the bundle, which must still be the one that the preview showed.
 *
 * @throws ConfigurationError where it is another one
 */
export async function openPlannedIntegration(
  { name, bundle: path, signature, importMetadata }: KnownCodeNative,
  notDone: string,
): Promise<IntegrationBundle> {
  const bundle = await withMetadata(await openPlanned({ bundle: path, signature }, notDone), process.cwd());
  if (metadataDigest(bundle) === importMetadata) return bundle;
  throw new ConfigurationError(
    `${notDone}: ${METADATA} beside "${path}" has changed since "${name}" was planned. Run the command again.`,
  );
}

/**
 * Loads a bundle and judges what it declares, before anything is sent.
 *
 * @throws ConfigurationError that lists everything that is wrong with it
 */
export async function inspectIntegration(bundle: IntegrationBundle): Promise<InspectedIntegration> {
  const beside: FilesBeside = bundle.metadata === undefined ? {} : { [METADATA]: bundle.metadata };
  const inspected = await inspectBundle(bundle, "codeNativeIntegration", beside);
  const { codeNativeIntegrationYAML, publishingMetadata, display } = inspected.declared;
  const read = readDefinition(codeNativeIntegrationYAML ?? "", "code");
  if (!("definition" in read)) {
    const problems = read.problems.map((problem) => `its definition ${problem}`);
    throw refusal(bundle, problems);
  }
  const flows = publishingMetadata?.flowsWithCustomerRequiredAPIKeys ?? [];
  return {
    ...inspected,
    definition: read.definition,
    facts: {
      ...factsOf(read.definition),
      signature: bundle.package.signature,
      importMetadata: metadataDigest(bundle),
      icon: display.iconPath ?? undefined,
    },
    keysInCode: Object.fromEntries(flows.map(({ name, testApiKeys }) => [name, testApiKeys ?? []])),
  };
}

/** Digest of the metadata beside a bundle, by which a change of it shows; undefined where there is none. */
export function metadataDigest({ metadata }: IntegrationBundle): string | undefined {
  return metadata && createHash("sha1").update(metadata).digest("hex");
}

/** A zip holds all that counts; only a folder has a project around it. */
async function withMetadata(bundle: Bundle, base: string): Promise<IntegrationBundle> {
  const path = resolve(base, bundle.path);
  const isFolder = (await stat(path)).isDirectory();
  const metadata = isFolder ? await readFile(join(path, "..", METADATA)).catch(() => undefined) : undefined;
  return { ...bundle, metadata };
}
