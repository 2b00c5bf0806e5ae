import ts from "typescript";

/** The compiler's diagnostics of programs that exist as texts alone, by the paths where they would stand. */
export function diagnosticsOf(
  programs: ReadonlyMap<string, string>,
  options: ts.CompilerOptions,
): readonly ts.Diagnostic[] {
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  host.fileExists = (path) => programs.has(path) || fileExists(path);
  host.readFile = (path) => programs.get(path) ?? readFile(path);
  return ts.getPreEmitDiagnostics(ts.createProgram([...programs.keys()], options, host));
}

/** The text of a diagnostic, its reasons on lines of their own. */
export const messageOf = ({ messageText }: ts.Diagnostic): string =>
  ts.flattenDiagnosticMessageText(messageText, "\n");

/** Options of a project of a user's, with nothing but what the program imports. */
export const projectOptions: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};
