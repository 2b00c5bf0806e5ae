import type { ImportedConnection } from "./importedConnection.ts";

/** The program that declares what was imported, and the configuration that it takes its secrets from. */
export interface ProgramText {
  text: string;
  /** Keys of secrets in the stack's configuration. */
  configKeys: string[];
}

/** Source that stands for a value which must not be written out. */
class Source {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Writes a TypeScript program; every secret is a placeholder, whether its value is known or not. */
export function programText(connections: readonly ImportedConnection[]): ProgramText {
  const configKeys: string[] = [];
  const placeholder = (key: string) => {
    configKeys.push(unused(key, configKeys));
    return new Source(`config.requireSecret(${JSON.stringify(configKeys.at(-1))})`);
  };
  const resources = connections.map((connection) => {
    const name = JSON.stringify(connection.inputs.stableKey);
    return `new ${connection.kind.name}(${name}, ${source(argumentsOf(connection, placeholder))});`;
  });
  const classes = [...new Set(connections.map(({ kind }) => kind.name))].sort();
  const imports = [
    ...(configKeys.length > 0 ? ['import { Config } from "@pulumi/pulumi";'] : []),
    `import { ${classes.join(", ")} } from "pulumi-prismatic";`,
  ].join("\n");
  const parts = [imports, ...(configKeys.length > 0 ? ["const config = new Config();"] : []), ...resources];
  return { text: `${parts.join("\n\n")}\n`, configKeys };
}

function argumentsOf(
  { inputs, writeOnly }: ImportedConnection,
  placeholder: (key: string) => Source,
): Record<string, unknown> {
  const placeholders = (prefix: string, known: unknown, unreadable: string[]) => {
    const names = [...Object.keys(known ?? {}), ...unreadable];
    if (names.length === 0) return undefined;
    return Object.fromEntries(
      names.map((name) => [name, placeholder(camelCase(`${inputs.stableKey} ${prefix} ${name}`))]),
    );
  };
  const { secretRevisions: _computed, ...declared } = inputs;
  const test = declared.testCredentials as { values?: object; secrets?: object } | undefined;
  // Members that are there already keep their place.
  return {
    ...declared,
    globalSecrets: placeholders("", declared.globalSecrets, writeOnly.global),
    testCredentials: test && { ...test, secrets: placeholders("test", test.secrets, writeOnly.test) },
  };
}

function source(value: unknown, indent = ""): string {
  if (value instanceof Source) return value.text;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => source(item, indent)).join(", ")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return "{}";
  const inner = `${indent}  `;
  const lines = members.map(([name, member]) => `${inner}${propertyName(name)}: ${source(member, inner)},`);
  return `{\n${lines.join("\n")}\n${indent}}`;
}

const propertyName = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);

function camelCase(words: string): string {
  const [first = "", ...others] = words.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return first.charAt(0).toLowerCase() + first.slice(1) + others.map(capitalized).join("");
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function unused(key: string, used: readonly string[]): string {
  let candidate = key;
  for (let number = 2; used.includes(candidate); number += 1) candidate = `${key}${number}`;
  return candidate;
}
