/** A resource as a generated program declares it. */
export interface DeclaredResource {
  type: string;
  name: string;
  args: Record<string, unknown>;
}

/**
 * Resources that a generated program of several files declares when it runs with these secrets.
 *
 * @param files sources by their names; `index.ts` is run
 * @throws Error where a file cannot be run, or asks for a secret that is not among them
 */
export function declaredByFiles(
  files: ReadonlyMap<string, string>,
  secrets: Readonly<Record<string, string | undefined>>,
): DeclaredResource[] {
  const all: DeclaredResource[] = [];
  const known = new Map(Object.entries(secrets));
  class Config {
    getSecret(key: string): string {
      if (!known.has(key)) throw new Error(`The program asks for ${key}, which is no secret of it`);
      return key;
    }
    requireSecret(key: string): string | undefined {
      this.getSecret(key);
      return known.get(key);
    }
  }
  const recorder = (type: string) =>
    class {
      readonly stableKey: unknown;
      constructor(name: string, { connection, ...args }: Record<string, unknown>) {
        this.stableKey = args["stableKey"];
        all.push({
          type,
          name,
          args: connection === undefined ? args : { connection: keyOf(connection), ...args },
        });
      }
    };
  const packages = new Map<string, object>([
    ["@pulumi/pulumi", { Config, RunError: Error }],
    ["pulumi-prismatic", new Proxy({}, { get: (_, type) => recorder(String(type)) })],
  ]);
  const loaded = new Map<string, object>();

  function load(name: string): object {
    const known = packages.get(name) ?? loaded.get(name);
    if (known !== undefined) return known;
    const source = files.get(name.replace(/^\.\//, ""));
    if (source === undefined) throw new Error(`The program imports ${name}, which is no file of it`);
    const exported = {};
    loaded.set(name, exported);
    // The program is what this is about: nothing else tells what it says.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const run = new Function("exports", "require", asScript(source)) as (
      exports: object,
      require: typeof load,
    ) => void;
    run(exported, load);
    return exported;
  }

  load("./index.ts");
  return all;
}

/** The stable key of a connection, which a program can also give as the resource. */
function keyOf(connection: unknown): unknown {
  return typeof connection === "object" && connection !== null && "stableKey" in connection
    ? connection.stableKey
    : connection;
}

/** A module as a script. Its own statements begin at the beginning of a line, and no text of others has line breaks. */
function asScript(source: string): string {
  return `"use strict";\n${source}`
    .replaceAll(/^import (\{[^}]*\}) from ("[^"]*");$/gm, "const $1 = require($2);")
    .replaceAll(/^import ("[^"]*");$/gm, "require($1);")
    .replaceAll(/^export const (\w+) = /gm, "const $1 = exports.$1 = ");
}
