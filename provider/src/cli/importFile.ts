import { runtime } from "@pulumi/pulumi";
import { providerConstant } from "../dynamic/constant.ts";
import type { ImportedConnection } from "./importedConnection.ts";

/** One resource of the file that `pulumi import --file` reads. */
interface ImportedResource {
  type: string;
  name: string;
  id: string;
  inputs: object;
  outputs: object;
}

/**
 * The file for `pulumi import --file`. Both maps are there, because Pulumi asks a provider that it imports from
 * without the input by which a dynamic provider is found; every secret is marked as one in both, or it would stand
 * in the state in the clear.
 */
export function importFile(connections: readonly ImportedConnection[]): { resources: ImportedResource[] } {
  return {
    resources: connections.map(({ kind, id, inputs, outputs }) => {
      const __provider = providerConstant(kind.name.charAt(0).toLowerCase() + kind.name.slice(1));
      return {
        type: `pulumi-nodejs:dynamic/prismatic:${kind.name}`,
        name: inputs.stableKey,
        id,
        inputs: { ...marked(inputs), __provider },
        outputs: { ...marked(outputs), __provider },
      };
    }),
  };
}

/** Whether the file holds a secret, so that it must not be shown. */
export function holdsSecrets(connections: readonly ImportedConnection[]): boolean {
  return JSON.stringify(importFile(connections)).includes(runtime.specialSigKey);
}

function marked(properties: ImportedConnection["inputs"] | ImportedConnection["outputs"]): object {
  const { globalSecrets, testCredentials } = properties;
  const authorizeUrl = "authorizeUrl" in properties ? properties.authorizeUrl : undefined;
  const test =
    typeof testCredentials === "object"
      ? { ...testCredentials, secrets: secretMap(testCredentials.secrets) }
      : testCredentials;
  return {
    ...properties,
    globalSecrets: secretMap(globalSecrets),
    testCredentials: test,
    ...(authorizeUrl === undefined ? {} : { authorizeUrl: secret(authorizeUrl) }),
  };
}

function secretMap(map: Record<string, string> | string | undefined): object | undefined {
  if (typeof map !== "object") return undefined;
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, secret(value)]));
}

/** A secret as Pulumi writes it in state files. */
function secret(value: string): object {
  return { [runtime.specialSigKey]: runtime.specialSecretSig, plaintext: JSON.stringify(value) };
}
