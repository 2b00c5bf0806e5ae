import type { ResourceClass } from "../../provider/src/resources/names.ts";
import { LIFECYCLES } from "../../provider/src/resources/registry.ts";

/** Secrecy of an argument: all of it, a part of it, or nothing. */
export function secrecyOf(className: ResourceClass, argument: string): "secret" | "partly" | "plain" {
  const paths = LIFECYCLES[className].secretArguments.filter((path) => path.split(".")[0] === argument);
  if (paths.length === 0) return "plain";
  return paths.includes(argument) ? "secret" : "partly";
}

/** Consequence of another value of an argument for the object in the tenant. */
export type Consequence = "replaces" | "replaces, deleting first" | "updates";

/** Asks the resource's own comparison what another value of an argument does: of a text, or of a reference. */
export function consequenceOf(className: ResourceClass, argument: string): Consequence {
  const text = consequence(className, argument, "one", "another");
  return text === "updates"
    ? consequence(className, argument, { stableKey: "one" }, { stableKey: "another" })
    : text;
}

function consequence(className: ResourceClass, argument: string, old: unknown, next: unknown): Consequence {
  const olds = { component: "same", connection: { stableKey: "same" }, [argument]: old };
  try {
    const { replaces = [], deleteBeforeReplace } = LIFECYCLES[className].diff(olds, {
      ...olds,
      [argument]: next,
    });
    if (!replaces.includes(argument)) return "updates";
    return deleteBeforeReplace === true ? "replaces, deleting first" : "replaces";
  } catch {
    // What is compared after the identity has another form than these.
    return "updates";
  }
}
