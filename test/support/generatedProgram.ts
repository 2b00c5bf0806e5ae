import { join } from "node:path";
import ts from "typescript";
import { root } from "../../tools/setup/paths.mjs";
import { diagnosticsOf, projectOptions } from "./compiled.ts";

/** A resource as a generated program declares it. */
interface Declared {
  type: string;
  name: string;
  args: Record<string, unknown>;
}

/** Resources that a generated program declares when it runs with these secrets. */
export function declaredBy(text: string, secrets: Readonly<Record<string, string | undefined>>): Declared[] {
  const [, classes = ""] = /^import \{ (.*) \} from "pulumi-prismatic";$/m.exec(text) ?? [];
  const body = text.replaceAll(/^import .*$/gm, "");
  const all: Declared[] = [];
  const config = {
    Config: class {
      requireSecret(key: string): string | undefined {
        if (!Object.hasOwn(secrets, key))
          throw new Error(`The program asks for ${key}, which is no secret of it`);
        return new Map(Object.entries(secrets)).get(key);
      }
    },
  };
  const recording = classes.split(", ").map(
    (type) =>
      class {
        constructor(name: string, args: Record<string, unknown>) {
          all.push({ type, name, args });
        }
      },
  );
  // The program is what this test is about: nothing else tells what it says.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function("Config", ...classes.split(", "), body) as (...args: unknown[]) => void;
  run(config.Config, ...recording);
  return all;
}

/** Errors of the compiler in programs that stand beside the examples. */
export function typeErrors(texts: readonly string[]): string[] {
  const programs = new Map(texts.map((text, index) => [join(root, `generated-program-${index}.ts`), text]));
  return diagnosticsOf(programs, { ...projectOptions, target: ts.ScriptTarget.ES2022 }).map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "),
  );
}
