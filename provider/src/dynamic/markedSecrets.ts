import type { Properties } from "./lifecycle.ts";
import { ownValue } from "../tenant/ownValue.ts";
import { isMap } from "./wire.ts";

/**
 * The properties without those secrets that Pulumi would store in the clear: it marks a secret of ours again only where
 * the properties that it sent have one in the same place. Such a one is left over from what was declared before, for
 * example after an update of which a part failed. A secret that is no member of a map is marked by its resource's options.
 *
 * @param sent what Pulumi sent: the inputs, or the outputs that are refreshed
 * @param secretArguments paths as in a resource's life-cycle
 */
export function withMarkedSecrets(
  properties: Properties,
  sent: Properties,
  secretArguments: readonly string[],
): Properties {
  return secretArguments.reduce<Properties>(
    (kept, path) => withMarked(kept, sent, path.split(".")) as Properties,
    properties,
  );
}

function withMarked(value: unknown, sent: unknown, [name, ...rest]: string[]): unknown {
  if (!isMap(value)) return value;
  const other = isMap(sent) ? sent : {};
  const members = Object.entries(value);
  const kept =
    name === undefined
      ? members.filter(([member]) => Object.hasOwn(other, member))
      : members.map(([member, inner]) =>
          name === "*" || name === member
            ? [member, withMarked(inner, ownValue(other, member), rest)]
            : [member, inner],
        );
  return Object.fromEntries(kept);
}
