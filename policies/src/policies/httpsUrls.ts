import { unencryptedAddress, type UnencryptedAddress } from "pulumi-prismatic/vocabulary";
import { domainToASCII } from "node:url";
import { z } from "zod";
import { matchesAny } from "../domain/patterns.ts";
import { valueFactsOf, valuesOf } from "../domain/values.ts";
import { titleOf } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const configuration = z.strictObject({
  allowHosts: z
    .array(z.string())
    .default([])
    .describe("Hosts that may be reached unencrypted besides this machine; * stands for anything."),
});

/**
 * Addresses are encrypted: over http, ws and ftp, credentials travel in the clear. The policy looks at all texts, plain and
 * secret, as they are resolved; the provider itself refuses a tenant's address that is not https. A message shows the host
 * of an address at most, and nothing of one under `secrets`.
 */
export const httpsUrls = definePolicy({
  name: "https-urls",
  description: "Addresses are https.",
  enforcementLevel: "mandatory",
  configuration,
  validateResource(resource, { configuration: { allowHosts } }) {
    const allowed = allowHosts.map(asResolved);
    const addresses = valuesOf(resource).flatMap(({ path, text, secret, isAddressable }) => {
      const address = isAddressable ? unencryptedAddress(text) : undefined;
      return address === undefined ? [] : [{ path, secret, ...address }];
    });
    const kept = (valueFactsOf(resource)?.addresses ?? []).map(({ path, scheme, host }) => ({
      path,
      secret: host === undefined,
      scheme,
      encrypted: scheme.replace(":", "s:"),
      host: host ?? "",
    }));
    const problems = [...addresses, ...kept]
      .filter(({ host }) => host === "" || !matchesAny(host, allowed))
      .map((address) => `${titleOf(resource)}: ${explain(address)}`);
    return [...new Set(problems)];
  },
});

function explain({
  path,
  secret,
  scheme,
  encrypted,
  host,
}: UnencryptedAddress & { path: string; secret: boolean }): string {
  if (!secret && host !== "") return `${path} is ${scheme}//${host}. Type ${encrypted}//${host}.`;
  return `${path} is an address that begins with ${scheme}//. Type one that begins with ${encrypted}//.`;
}

/** A pattern with its names as they are resolved: IDN as punycode. */
function asResolved(pattern: string): string {
  // An ASCII part, such as the 10. of 10.*, would be taken for a number of an address.
  const resolved = (part: string) => (/^[\x20-\x7e]*$/.test(part) ? part : domainToASCII(part));
  return pattern.split("*").map(resolved).join("*");
}
