import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A PNG image of one pixel. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Declarations of a test's component besides its name. */
export interface DeclaredComponent {
  key?: string;
  public?: boolean;
  label?: string;
  /** Inputs of its connection type `apiKey`, besides `api_key`. */
  inputs?: { key: string; type?: string; required?: boolean; default?: string }[];
  /** Connection types besides `apiKey`. */
  connections?: object[];
  triggers?: object;
  iconPath?: string;
}

/** A component as Prismatic's library returns it: with functions, which are not published. */
export function componentSource({
  key = "parcels",
  public: isPublic = false,
  label = "Parcels",
  inputs = [],
  connections = [],
  triggers = {},
  iconPath = "icon.png",
}: DeclaredComponent = {}): string {
  const definition = {
    key,
    public: isPublic,
    display: { label, description: "Sends parcels", iconPath },
    actions: { list: { key: "list", display: { label: "List", description: "Lists" }, inputs: [] } },
    triggers,
    connections: [
      {
        key: "apiKey",
        label: "API key",
        iconPath: "apiKey.png",
        inputs: [
          { key: "api_key", label: "API key", type: "password", required: true, default: "" },
          ...inputs.map((input) => ({ label: input.key, type: "string", default: "", ...input })),
        ],
      },
      ...connections,
    ],
  };
  return `const definition = ${JSON.stringify(definition)};
    definition.actions.list.perform = async () => ({ data: null });
    exports.default = definition;`;
}

/** A built component in a folder of its own; write again with {@link Bundle.build}. */
export async function createBundle(declared?: DeclaredComponent): Promise<Bundle> {
  const bundle = new Bundle(await mkdtemp(join(tmpdir(), "component-")));
  await bundle.build(declared);
  return bundle;
}

/** A folder as a component's build leaves it; see {@link createBundle}. */
export class Bundle implements AsyncDisposable {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async build(declared?: DeclaredComponent): Promise<void> {
    await this.write("index.js", componentSource(declared));
    await this.write("icon.png", PNG);
    await this.write("apiKey.png", PNG);
  }

  async write(path: string, content: string | Buffer): Promise<void> {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o644 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
