import type { Imported, SecretValues } from "./imported.ts";
import { digestOf, distinct } from "./names.ts";
import { ownValue } from "../tenant/ownValue.ts";
import { visibleJson } from "../tenant/visible.ts";

/** The program that declares what was imported, and the configuration that it takes its secrets from. */
export interface ProgramText {
  text: string;
  /** Secrets of the stack's configuration, by key; undefined where the tenant does not return the value. */
  secrets: SecretValues;
}

/** Source that stands for a value which must not be written out. */
class Source {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The source that declares one resource. */
export interface Declaration {
  imported: Imported;
  /** An expression: `new CustomerConnection("slack", { ... })`. */
  text: string;
  /** Variables of connections that it names. */
  variables: string[];
}

/** The declarations of a program, and the configuration that it takes its secrets from. */
export interface Declarations {
  declarations: Declaration[];
  /** Secrets of the stack's configuration, by key; undefined where the tenant does not return the value. */
  secrets: SecretValues;
}

/**
 * Writes the source that declares each resource; every secret is a placeholder, whether its value is known or not.
 *
 * @param options `variables` of the program that hold connections, by stable key, which stand in for these; `taken` keys
 *   of the stack's configuration that mean something else
 */
export function declarations(
  imported: readonly Imported[],
  {
    variables = new Map(),
    taken = new Set(),
  }: { variables?: ReadonlyMap<string, string>; taken?: ReadonlySet<string> } = {},
): Declarations {
  const secrets = new Map<string, string | undefined>();
  const keys = configKeys(imported, taken);
  const placeholder = (words: string, value: string | undefined) => {
    const key = keys.get(words) ?? words;
    secrets.set(key, value);
    return new Source(`config.requireSecret(${JSON.stringify(key)})`);
  };
  const all = imported.map((each): Declaration => {
    const { connection, ...declared } = argumentsOf(each, placeholder) as Record<string, unknown>;
    const variable = typeof connection === "string" ? variables.get(connection) : undefined;
    const given =
      connection === undefined
        ? declared
        : { connection: variable === undefined ? connection : new Source(variable), ...declared };
    const used = [...new Set(each.uses ?? [])].flatMap((stableKey) => variables.get(stableKey) ?? []);
    const options = used.length === 0 ? "" : `, { dependsOn: [${used.join(", ")}] }`;
    return {
      imported: each,
      text: `new ${each.type}(${literal(each.name)}, ${source(given)}${options})`,
      variables: [...(variable === undefined ? [] : [variable]), ...used],
    };
  });
  return { declarations: all, secrets: Object.fromEntries(secrets) };
}

/** Writes a TypeScript program of one file. */
export function programText(imported: readonly Imported[]): ProgramText {
  const { declarations: all, secrets } = declarations(imported);
  const classes = [...new Set(imported.map(({ type }) => type))].sort();
  const hasSecrets = Object.keys(secrets).length > 0;
  const imports = [
    ...(hasSecrets ? ['import { Config } from "@pulumi/pulumi";'] : []),
    `import { ${classes.join(", ")} } from "pulumi-prismatic";`,
  ].join("\n");
  const resources = all.map(({ text }) => `${text};`);
  const parts = [imports, ...(hasSecrets ? ["const config = new Config();"] : []), ...resources];
  return { text: `${parts.join("\n\n")}\n`, secrets };
}

/** A secret of a program, told from all others. */
function wordsOf(
  { type, name: resource }: Imported,
  path: readonly string[],
  words: string,
  name: string,
): string {
  return [type, resource, ...path, words, name].join("\n");
}

/** Configuration keys by {@link wordsOf}: those that would be the same, or lose letters, end in a digest. */
function configKeys(imported: readonly Imported[], taken: ReadonlySet<string>): Map<string, string> {
  const all = imported.flatMap((each) =>
    each.secretMaps.flatMap(({ path, words, secrets }) =>
      Object.keys(secrets).map((name) => ({
        words: wordsOf(each, path, words, name),
        spoken: `${words} ${name}`,
      })),
    ),
  );
  const keyOf = ({ spoken }: { spoken: string }) => {
    const key = camelCase(spoken);
    return /^[\x20-\x7e]*$/.test(spoken) && /^[A-Za-z]/.test(key)
      ? key
      : `secret${capitalized(key)}-${digestOf(spoken)}`;
  };
  const lower = new Set([...taken].map((key) => key.toLowerCase()));
  const keys = distinct(all, { nameOf: keyOf, meaning: ({ words }) => words, taken: lower });
  return new Map(all.map(({ words }, index) => [words, keys[index] ?? words]));
}

/** Arguments that the program declares, with a placeholder for every secret. */
function argumentsOf(
  each: Imported,
  placeholder: (words: string, value: string | undefined) => Source,
): object {
  const { declared, secretMaps } = each;
  return secretMaps.reduce((current: object, { path, words, secrets }) => {
    const entries = Object.entries(secrets);
    if (entries.length === 0) return current;
    const placeholders = entries.map(
      ([name, value]) => [name, placeholder(wordsOf(each, path, words, name), value)] as const,
    );
    return withMember(current, path, Object.fromEntries(placeholders));
  }, declared);
}

/** A copy in which the member at `path` is `value`; the others keep their place. */
function withMember(map: object, [name, ...rest]: readonly string[], value: object): object {
  if (name === undefined) return value;
  const members = map as Record<string, unknown>;
  return { ...members, [name]: withMember(ownValue(members, name) ?? {}, rest, value) };
}

const literal = (value: unknown): string => visibleJson(JSON.stringify(value));

function source(value: unknown, indent = ""): string {
  if (value instanceof Source) return value.text;
  if (typeof value !== "object" || value === null) return literal(value);
  if (Array.isArray(value)) return `[${value.map((item) => source(item, indent)).join(", ")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return "{}";
  const inner = `${indent}  `;
  const lines = members.map(([name, member]) => `${inner}${propertyName(name)}: ${source(member, inner)},`);
  return `{\n${lines.join("\n")}\n${indent}}`;
}

function propertyName(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

function camelCase(words: string): string {
  const [first = "", ...others] = words.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return first.charAt(0).toLowerCase() + first.slice(1) + others.map(capitalized).join("");
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
