import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PNG } from "./componentBundle.ts";

/** A flow of a test's integration. */
interface DeclaredFlow {
  name: string;
  /** Every call needs a key, test runs included. */
  requiresKey?: boolean;
  /** Keys that the code gives for test runs. */
  testApiKeys?: string[];
}

/** A test's integration as its code declares it. */
export interface DeclaredIntegration {
  name?: string;
  description?: string;
  flows?: DeclaredFlow[];
  /** Config variables that name a reusable connection, with its stable key. */
  connections?: Record<string, string>;
  /** Those of them that stand on a page that each user sets. */
  userLevel?: string[];
  /** Config variables of text, with their defaults; undefined for none. */
  variables?: Record<string, string | undefined>;
  /** Parts of the definition that override those made here. */
  more?: object;
  iconPath?: string | undefined;
  /** Something that changes the package and nothing else. */
  salt?: string;
}

/** A built code-native integration as Prismatic's library makes it: its component has another key at every load. */
function source({
  name = "Orders",
  description = "Tells about orders",
  flows = [{ name: "Receive Order" }],
  connections = {},
  userLevel = [],
  variables = {},
  more = {},
  iconPath,
  salt = "",
}: DeclaredIntegration): string {
  const definition = {
    definitionVersion: 7,
    isCodeNative: true,
    name,
    description,
    requiredConfigVars: [
      ...Object.entries(connections).map(([key, stableKey]) => ({
        key,
        stableKey,
        dataType: "connection",
        useScopedConfigVar: stableKey,
      })),
      ...Object.entries(variables).map(([key, defaultValue]) => ({ key, dataType: "string", defaultValue })),
    ],
    flows: flows.map((flow) => ({
      name: flow.name,
      stableKey: keyOf(flow.name),
      ...(flow.requiresKey === true ? { endpointSecurityType: "customer_required" } : {}),
      steps: [
        {
          name: "On Trigger",
          isTrigger: true,
          action: {
            key: "webhook",
            component: { key: "webhook-triggers", version: "LATEST", isPublic: true },
          },
        },
        {
          name: "On Execution",
          action: {
            key: `${keyOf(flow.name)}_onExecution`,
            component: { key: "COMPONENT", version: "LATEST", isPublic: false },
          },
        },
      ],
    })),
    configPages: [
      { name: "Configuration", elements: [] },
      ...(userLevel.length === 0
        ? []
        : [
            {
              name: "Yours",
              userLevelConfigured: true,
              elements: userLevel.map((value) => ({ type: "configVar", value })),
            },
          ]),
    ],
    ...more,
  };
  const actions = Object.fromEntries(
    flows.map((flow) => {
      const key = `${keyOf(flow.name)}_onExecution`;
      return [key, { key, display: { label: key, description: key }, inputs: [] }];
    }),
  );
  const keyed = flows
    .filter(({ requiresKey }) => requiresKey)
    .map((flow) => ({ name: flow.name, testApiKeys: flow.testApiKeys }));
  return `// ${salt}
    const key = require("node:crypto").randomUUID();
    let importMetadata = {};
    try {
      importMetadata = JSON.parse(require("node:fs").readFileSync("../.spectral/metadata.json", "utf8"));
    } catch {}
    const definition = { ...${JSON.stringify(definition)}, importMetadata };
    exports.default = {
      key,
      display: { label: key, description: "Its code", iconPath: ${JSON.stringify(iconPath)} },
      actions: ${JSON.stringify(actions)},
      triggers: {},
      dataSources: {},
      connections: [],
      codeNativeIntegrationYAML: JSON.stringify(definition).replaceAll("COMPONENT", key),
      publishingMetadata: { flowsWithCustomerRequiredAPIKeys: ${JSON.stringify(keyed)} },
    };`;
}

/** A project with a built code-native integration; write it again with {@link CodeNativeBundle.build}. */
export async function createCodeNativeBundle(declared?: DeclaredIntegration): Promise<CodeNativeBundle> {
  const bundle = new CodeNativeBundle(await mkdtemp(join(tmpdir(), "code-native-")));
  await bundle.build(declared);
  return bundle;
}

/** A project's folder, with the built integration in its `dist`; see {@link createCodeNativeBundle}. */
export class CodeNativeBundle implements AsyncDisposable {
  readonly project: string;

  constructor(project: string) {
    this.project = project;
  }

  /** The folder that the build writes. */
  get folder(): string {
    return join(this.project, "dist");
  }

  async build(declared: DeclaredIntegration = {}): Promise<void> {
    await this.write("package.json", "{}");
    await this.write("dist/index.js", source(declared));
    if (declared.iconPath !== undefined) await this.write(`dist/${declared.iconPath}`, PNG);
  }

  async write(path: string, content: string | Buffer): Promise<void> {
    const file = join(this.project, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o644 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.project, { recursive: true, force: true });
  }
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
