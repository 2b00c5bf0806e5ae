import { visible, visibleJson, type ConnectionClass } from "pulumi-prismatic/vocabulary";
import type { Registry } from "./schema.ts";

/**
 * The functions by which code-native integrations may activate each kind of connection, the usual one first. Prismatic's
 * own examples call a customer's connection customer-activated whoever supplies the credentials.
 */
export const ACTIVATED_BY = {
  CustomerConnection: ["customerActivatedConnection"],
  OrganizationCustomerConnection: ["organizationActivatedConnection", "customerActivatedConnection"],
  OrganizationGlobalConnection: ["organizationActivatedConnection"],
  UserConnection: ["userActivatedConnection"],
} as const satisfies Record<ConnectionClass, readonly [string, ...string[]]>;

/** The beginning of each `stable-keys.ts`, which tells it from a file of somebody else's. */
export const GENERATED = "// Written from the registry by `pulumi-prismatic-policies registry`";

/** The source of `stable-keys.ts`: the registered keys with literal types, for code-native integrations. */
export function typescriptSource({ stableKeys }: Registry): string {
  const entries = Object.entries(stableKeys).filter(([, { kind }]) => kind !== "BuildOnly");
  const lines = entries.map(([key, { kind, component, description }]) => {
    const name = typeof component === "string" ? component : component?.key;
    const title = [kind, name].filter(Boolean).join(", ");
    const text = description === undefined ? title : `${title}: ${description}`;
    const comment = visible(text.replaceAll("*/", "* /").replaceAll(/\s+/g, " "));
    return `  /** ${comment} */\n  ${literal(key)}: ${literal(key)},\n`;
  });
  const usage = entries.flatMap(([key, { kind }]) =>
    kind === "BuildOnly"
      ? []
      : [`${ACTIVATED_BY[kind][0]}({ stableKey: stableKeys[${literal(key).replaceAll("*/", "*\\/")}] })`],
  )[0];
  return [
    `${GENERATED}; change it there.\n\n`,
    "/**\n * The registered stable keys",
    usage === undefined ? ".\n" : `: \`${usage}\`.\n`,
    " */\nexport const stableKeys = {\n",
    ...lines,
    "} as const;\n\n/** A registered stable key. */\nexport type StableKey = keyof typeof stableKeys;\n",
  ].join("");
}

/** A text as source, in which every character that acts in an editor is an escape. */
const literal = (text: string): string => visibleJson(JSON.stringify(text));
