import { z } from "zod";
import { matchesAny } from "../domain/patterns.ts";
import { valuesOf } from "../domain/values.ts";
import { knownMembers } from "../engine/properties.ts";
import { titleOf, type ResourceView } from "../engine/resource.ts";
import { definePolicy } from "../policy.ts";

const LOOPBACK = ["localhost", "*.localhost", "127.*", "[::1]"];

const configuration = z.strictObject({
  allowHosts: z
    .array(z.string())
    .default([])
    .describe("Hosts that may be reached by http besides this machine; * stands for anything."),
});

/**
 * Addresses are https: over http, credentials travel in the clear. The policy looks at all values, plain and secret, and
 * at `oauthRedirect`; the provider itself refuses a tenant's address that is not https. A message shows the host of an
 * address at most, and nothing of one under `secrets`.
 */
export const httpsUrls = definePolicy({
  name: "https-urls",
  description: "Addresses are https.",
  enforcementLevel: "mandatory",
  configuration,
  validateResource(resource, { configuration: { allowHosts } }) {
    const allowed = [...LOOPBACK, ...allowHosts];
    return addressesOf(resource).flatMap(({ path, text, secret }) => {
      const host = plainHost(text);
      if (host === undefined || matchesAny(host, allowed)) return [];
      const shown = secret ? "an address that begins with http://" : `http://${host}`;
      const mend = secret ? "one that begins with https://" : `https://${host}`;
      return [`${titleOf(resource)}: ${path} is ${shown}. Type ${mend}.`];
    });
  },
});

interface Address {
  path: string;
  text: string;
  secret: boolean;
}

function addressesOf(resource: ResourceView): Address[] {
  const values = valuesOf(resource).flatMap(({ path, texts, secret }) =>
    texts.map((text) => ({ path, text, secret })),
  );
  const redirects = knownMembers(resource.properties["oauthRedirect"]).flatMap(([name, text]) =>
    typeof text === "string" ? [{ path: `oauthRedirect.${name}`, text, secret: false }] : [],
  );
  return [...values, ...redirects];
}

/** The host, without port, of an address that begins with http://. */
function plainHost(text: string): string | undefined {
  if (!/^\s*http:\/\//i.test(text)) return undefined;
  return URL.parse(text.trim())?.hostname ?? "";
}
