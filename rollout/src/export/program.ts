import { declarations, type Declaration, type Imported } from "pulumi-prismatic/takeover";
import { CONNECTION_CLASSES } from "pulumi-prismatic/vocabulary";
import { variableNames } from "./variableNames.ts";

/** A file of a program: the classes whose resources it declares, and what those are. */
interface ProgramFile {
  name: string;
  classes: readonly string[];
  about: string;
}

const FILES: readonly ProgramFile[] = [
  { name: "components", classes: ["Component"], about: "Components of our own, from their built bundles." },
  {
    name: "customerConnections",
    classes: ["CustomerConnection"],
    about: "Connections that each customer supplies credentials for.",
  },
  {
    name: "organizationCustomerConnections",
    classes: ["OrganizationCustomerConnection"],
    about: "Connections that we supply credentials for, for each customer.",
  },
  {
    name: "organizationGlobalConnections",
    classes: ["OrganizationGlobalConnection"],
    about: "Connections with credentials of our own, for all customers.",
  },
  {
    name: "userConnections",
    classes: ["UserConnection"],
    about: "Connections that each end user supplies credentials for.",
  },
  {
    name: "testCredentials",
    classes: ["TestCredentials"],
    about: "What the test runner connects with, where the connection is declared elsewhere.",
  },
  {
    name: "customerCredentials",
    classes: ["CustomerCredentials", "CustomerCredentialsSet"],
    about: "What we supply for customers.",
  },
  {
    name: "integrations",
    classes: ["Integration", "CodeNativeIntegration"],
    about: "Integrations. Each waits for the connections that it uses.",
  },
  {
    name: "embeddedAccess",
    classes: ["CustomerEmbeddedAccess"],
    about: "Customers whose users may build embedded workflows.",
  },
];

/** Makes a program stop before it declares anything, and name everything that the stack lacks. */
const REFUSAL = `const missing = secrets.filter((key) => config.getSecret(key) === undefined);
if (missing.length > 0) {
  const commands = missing.map((key) => \`  pulumi config set --secret \${key}\`);
  throw new RunError(\`The stack's configuration lacks secrets. Each command asks for one:\\n\${commands.join("\\n")}\`);
}
`;

const IMPORT_PULUMI = 'import { Config, RunError } from "@pulumi/pulumi";';

/** A program that declares what a tenant holds. */
export interface Program {
  /** Its files, by name. */
  files: Map<string, string>;
  /** Secrets that it takes from the stack's configuration; undefined where the tenant does not return the value. */
  secrets: Readonly<Record<string, string | undefined>>;
}

/** A program, and what it has to keep clear of. */
export interface ProgramOptions {
  /** Comment at the top of index.ts: one line. */
  title: string;
  /** True for one file in place of one for each kind, where files of a project import each other in some other way. */
  inOneFile?: boolean;
  /** Keys of the stack's configuration that mean something else already. */
  taken?: ReadonlySet<string>;
}

/** Writes the program: one file for each kind of resource, or one for all. */
export function programOf(imported: readonly Imported[], options: ProgramOptions): Program {
  const { title, inOneFile = false, taken = new Set() } = options;
  const variables = variableNames(imported.flatMap((each) => connectionKey(each) ?? []));
  const { declarations: all, secrets } = declarations(imported, { variables, taken });
  const parts = FILES.map((file) => ({
    ...file,
    declared: all.filter(({ imported: { type } }) => file.classes.includes(type)),
  })).filter(({ declared }) => declared.length > 0);
  const keys = Object.keys(secrets);
  if (inOneFile) return { files: new Map([["index.ts", oneFile(title, parts, keys, variables)]]), secrets };
  const fileOf = new Map(
    parts.flatMap(({ name, declared }) =>
      declared.flatMap(({ imported: each }): [string, string][] => {
        const variable = variables.get(connectionKey(each) ?? "");
        return variable === undefined ? [] : [[variable, name]];
      }),
    ),
  );
  const files = parts.map(({ name, about, declared }): [string, string] => {
    const used = new Set(declared.flatMap((each) => each.variables));
    const sources = [...new Set([...used].flatMap((variable) => fileOf.get(variable) ?? []))].sort();
    const imports = [
      importClasses(declared),
      ...(declared.some(usesConfig) ? ['import { config } from "./config.ts";'] : []),
      ...sources
        .filter((source) => source !== name)
        .map((source) => {
          const names = [...used].filter((variable) => fileOf.get(variable) === source).sort();
          return `import ${braces(names)} from "./${source}.ts";`;
        }),
    ];
    return [
      `${name}.ts`,
      [imports.join("\n"), `// ${about}`, ...sourcesOf(declared, variables)].join("\n\n") + "\n",
    ];
  });
  const index = [`// ${title}`, ...files.map(([name]) => `import "./${name}";`)].join("\n");
  const config = `${IMPORT_PULUMI}\n\nexport const config = new Config();\n\n${secretList(keys)}\n${REFUSAL}`;
  return {
    files: new Map([
      ["index.ts", `${index}\n`],
      ...(keys.length > 0 ? [["config.ts", config] as const] : []),
      ...files,
    ]),
    secrets,
  };
}

function oneFile(
  title: string,
  parts: readonly { about: string; declared: Declaration[] }[],
  keys: readonly string[],
  variables: ReadonlyMap<string, string>,
): string {
  const declared = parts.flatMap((part) => part.declared);
  const imports = [...(keys.length > 0 ? [IMPORT_PULUMI] : []), importClasses(declared)].join("\n");
  const config =
    keys.length > 0 ? [`const config = new Config();\n\n${secretList(keys)}\n${REFUSAL}`.trim()] : [];
  const kinds = parts.flatMap((part) => [`// ${part.about}`, ...sourcesOf(part.declared, variables)]);
  return `${[`// ${title}`, imports, ...config, ...kinds].join("\n\n")}\n`;
}

/** The declarations as statements; connections have names, so that other files can refer to them. */
function sourcesOf(declared: readonly Declaration[], variables: ReadonlyMap<string, string>): string[] {
  return declared.map(({ imported, text }) => {
    const variable = variables.get(connectionKey(imported) ?? "");
    return variable === undefined ? `${text};` : `export const ${variable} = ${text};`;
  });
}

/** The stable key of a connection; undefined for anything else. */
function connectionKey({ type, declared: { stableKey } }: Imported): string | undefined {
  return CONNECTION_CLASSES.some((name) => name === type) && typeof stableKey === "string"
    ? stableKey
    : undefined;
}

/** True where a declaration takes a secret; a text with the same letters would need quotes before them. */
function usesConfig({ text }: Declaration): boolean {
  return /: config\.requireSecret\("/.test(text);
}

function importClasses(declared: readonly Declaration[]): string {
  const classes = [...new Set(declared.map(({ imported: { type } }) => type))].sort();
  return `import ${braces(classes)} from "pulumi-prismatic";`;
}

function braces(names: readonly string[]): string {
  const line = `{ ${names.join(", ")} }`;
  return line.length <= 80 ? line : `{\n${names.map((name) => `  ${name},\n`).join("")}}`;
}

function secretList(keys: readonly string[]): string {
  const lines = keys.map((key) => `  ${JSON.stringify(key)},\n`);
  return `// Every secret that the program takes from the stack's configuration.\nconst secrets = [\n${lines.join("")}];`;
}
