import { mergeOptions, secret, type CustomResourceOptions, type Input } from "@pulumi/pulumi";
import type { InlineTestCredentials } from "./values.ts";

/** Outputs that are secret without being arguments; only secret arguments make Pulumi mark outputs by itself. */
export const SECRET_OUTPUTS = ["authorizeUrl"];

/** Marks every value of a map as secret; the names stay visible, so that a diff can say which one changed. */
export function secretMap(map: Input<object> | undefined): unknown {
  if (map === undefined) return undefined;
  if (Object.getPrototypeOf(map) !== Object.prototype) return secret(map);
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, secret(value)]));
}

/** Marks only the secrets of credentials. */
export function secretCredentials(credentials: Input<InlineTestCredentials> | undefined): unknown {
  if (credentials === undefined) return undefined;
  if (Object.getPrototypeOf(credentials) !== Object.prototype) return secret(credentials);
  const { secrets, oauthTokens, ...others } = credentials as InlineTestCredentials;
  return { ...others, secrets: secretMap(secrets), oauthTokens: secretMap(oauthTokens) };
}

/** Options that keep the named outputs secret, besides those that Pulumi marks because the arguments are secret. */
export function withSecretOutputs(
  options: CustomResourceOptions | undefined,
  names: string[],
): CustomResourceOptions {
  return mergeOptions(options, { additionalSecretOutputs: names });
}
