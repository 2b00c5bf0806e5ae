import { ownValue } from "../tenant/ownValue.ts";
import type { Properties } from "./lifecycle.ts";

/** Properties that Pulumi never shows, besides secret arguments: their class makes them secret, and they stay exact. */
const NEVER_SHOWN = ["draft"];

/**
 * The properties with values of the tenant that Pulumi can show: the opening of a color in its markup is broken up, because
 * the engine stops the run over a color that it does not know. What the program itself declares stays as it is.
 *
 * @param sent what Pulumi sent: the inputs, or the outputs that are refreshed
 * @param hidden arguments that are not shown
 */
export function withShownValues(
  properties: Properties,
  sent: Properties,
  hidden: readonly string[],
): Properties {
  const isHidden = (name: string) => NEVER_SHOWN.includes(name) || hidden.includes(name);
  const members = Object.entries(properties).map(([name, value]) => [
    name,
    isHidden(name) ? value : shown(value, ownValue(sent, name)),
  ]);
  return Object.fromEntries(members) as Properties;
}

function shown(value: unknown, known: unknown): unknown {
  if (value === known) return value;
  if (typeof value === "string") return value.replaceAll("<{%", "<{\\u{25}");
  if (Array.isArray(value)) {
    const others: unknown[] = Array.isArray(known) ? known : [];
    return value.map((member, index) => shown(member, others[index]));
  }
  if (typeof value !== "object" || value === null) return value;
  const others = typeof known === "object" && known !== null ? { ...known } : {};
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([name, member]) => [name, shown(member, ownValue(others, name))]));
}
