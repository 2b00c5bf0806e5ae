import { providerConstant } from "../dynamic/constant.ts";
import { SCHEMA_VERSION } from "../dynamic/resourceType.ts";
import { SECRET, SIGNATURE } from "../dynamic/wire.ts";
import type { Imported } from "./imported.ts";

/** One resource of the file that `pulumi import --file` reads. */
interface ImportedResource {
  type: string;
  name: string;
  id: string;
  inputs: object;
  outputs: object;
}

/**
 * The file for `pulumi import --file`. It has both maps, because Pulumi asks the provider of an import without the
 * input by which a dynamic provider is found. Every secret is marked as one in both, or the state would hold it in the
 * clear.
 */
export function importFile(imported: readonly Imported[]): { resources: ImportedResource[] } {
  return {
    resources: imported.map(({ type, name, id, inputs, outputs, secretMembers }) => {
      const __provider = providerConstant(type.charAt(0).toLowerCase() + type.slice(1));
      return {
        type: `pulumi-nodejs:dynamic/prismatic:${type}`,
        name,
        id,
        inputs: { ...marked(inputs, secretMembers), __provider },
        outputs: { ...marked(outputs, secretMembers), schemaVersion: SCHEMA_VERSION, __provider },
      };
    }),
  };
}

/** True where the file holds a secret, so that it must not be shown. */
export function holdsSecrets(imported: readonly Imported[]): boolean {
  return JSON.stringify(importFile(imported)).includes(SIGNATURE);
}

function marked(properties: object, secretMembers: readonly string[]): object {
  const paths = secretMembers.map((path) => path.split("."));
  return paths.reduce((current, path) => markedAt(current, path) as object, properties);
}

function markedAt(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return secret(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      (name === "*" || name === key) && member !== undefined ? markedAt(member, rest) : (member as unknown),
    ]),
  );
}

/** A secret as Pulumi writes it in state files. */
function secret(value: unknown): object {
  return { [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) };
}
