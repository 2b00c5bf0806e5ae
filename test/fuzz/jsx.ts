import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  jsx: ts.JsxEmit.ReactJSX,
  jsxImportSource: "preact",
  verbatimModuleSyntax: true,
};

/** Lets this process load modules with JSX: Node.js by itself takes only types out of a module. */
export function loadJsx(): void {
  registerHooks({
    load(url, context, next) {
      if (!url.endsWith(".tsx")) return next(url, context);
      const text = readFileSync(fileURLToPath(url), "utf8");
      const { outputText } = ts.transpileModule(text, { compilerOptions: OPTIONS });
      return { format: "module", source: outputText, shortCircuit: true };
    },
  });
}
