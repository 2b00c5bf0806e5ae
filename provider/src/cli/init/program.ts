import { visibleJson } from "../../tenant/visible.ts";
import { distinct } from "../names.ts";
import { classFor, type Answers, type ConnectionAnswers } from "./answers.ts";

/** A value of the stack's configuration that the program takes. */
export interface ConfigKey {
  key: string;
  stableKey: string;
  input: string;
  isSecret: boolean;
  /** The value of this stack; empty where it is set later, as each secret is. */
  value: string;
}

/** The keys of the stack's configuration, in the order of the program. */
export function configKeys({ connections }: Pick<Answers, "connections">): ConfigKey[] {
  const all = connections.flatMap(({ stableKey, globalValues, globalSecrets }) => [
    ...Object.entries(globalValues).map(([input, value]) => ({ stableKey, input, isSecret: false, value })),
    ...globalSecrets.map((input) => ({ stableKey, input, isSecret: true, value: "" })),
  ]);
  const keys = distinct(all, {
    nameOf: ({ stableKey, input }) => camelCase(`${stableKey} ${input}`),
    meaning: ({ stableKey, input }) => `${stableKey} ${input}`,
  });
  return all.map((each, index) => ({ ...each, key: keys[index] ?? each.input }));
}

/** The program that declares the connections. */
export function initialProgram(answers: Pick<Answers, "connections">): string {
  const keys = configKeys(answers);
  const classes = [...new Set(answers.connections.map(classFor))].sort();
  const imports = [
    ...(keys.length > 0 ? ['import { Config } from "@pulumi/pulumi";'] : []),
    `import { ${classes.join(", ")} } from "pulumi-prismatic";`,
  ];
  const parts = [
    imports.join("\n"),
    "// One program for every tenant: each is a stack of its own, and the stable keys are the same in all of them.\n" +
      (keys.length > 0 ? "const config = new Config();" : "").trimEnd(),
    ...answers.connections.map((each) =>
      declaration(
        each,
        keys.filter(({ stableKey }) => stableKey === each.stableKey),
      ),
    ),
  ];
  return `${parts.map((part) => part.trimEnd()).join("\n\n")}\n`;
}

function declaration(connection: ConnectionAnswers, keys: readonly ConfigKey[]): string {
  const { component, connectionType, stableKey, name, description, redeployInstances } = connection;
  const values = (isSecret: boolean) =>
    keys
      .filter((each) => each.isSecret === isSecret)
      .map(({ input, key }) => {
        const take = isSecret ? "requireSecret" : "require";
        return `    ${propertyName(input)}: config.${take}(${literal(key)}),\n`;
      })
      .join("");
  const member = (property: string, value: string | undefined) =>
    value === undefined || value === "" ? "" : `  ${property}: ${literal(value)},\n`;
  const map = (property: string, lines: string) => (lines === "" ? "" : `  ${property}: {\n${lines}  },\n`);
  return (
    `new ${classFor(connection)}(${literal(stableKey)}, {\n` +
    member("component", component) +
    member("connectionType", connectionType) +
    member("stableKey", stableKey) +
    member("name", name) +
    member("description", description) +
    map("globalValues", values(false)) +
    map("globalSecrets", values(true)) +
    member("redeployInstances", keys.length > 0 ? redeployInstances : undefined) +
    "});"
  );
}

/** The registry of the stable keys. What lends the organization's own credentials waits for an approval. */
export function initialRegistry({ connections }: Pick<Answers, "connections">): object {
  const entries = connections.map((each) => {
    const { stableKey, component, connectionType, description } = each;
    const kind = classFor(each);
    const entry = {
      kind,
      component,
      ...(connectionType === undefined ? {} : { connectionType }),
      ...(description ? { description } : {}),
      ...(kind === "OrganizationGlobalConnection" ? { globalCredentials: "pending" } : {}),
    };
    return [stableKey, entry] as const;
  });
  return {
    $schema: "./node_modules/pulumi-prismatic-policies/stable-keys.schema.json",
    stableKeys: Object.fromEntries(entries),
  };
}

const literal = (value: string): string => visibleJson(JSON.stringify(value));

const propertyName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));

function camelCase(words: string): string {
  const [first = "", ...others] = words.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const rest = others.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return first.charAt(0).toLowerCase() + first.slice(1) + rest.join("");
}
