import ts from "typescript";

/** The functions of `@prismatic-io/spectral` that name a reusable connection. */
const ACTIVATIONS = [
  "customerActivatedConnection",
  "organizationActivatedConnection",
  "userActivatedConnection",
] as const;

/** The function by which a code-native integration activates a connection. */
export type Activation = (typeof ACTIVATIONS)[number];

/** A place in a code-native integration that names a reusable connection. */
export interface UsedKey {
  file: string;
  line: number;
  activation: Activation;
  /** Undefined if the source computes it. */
  stableKey: string | undefined;
}

/**
 * Finds the places in one source file that name a reusable connection. The source is parsed and never run.
 *
 * @returns the places, and the first error if the source does not parse
 */
export function usedKeysOf(file: string, text: string): { keys: UsedKey[]; problem?: string } {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const names = importedNames(source);
  const constants = constantsOf(source);
  const found: UsedKey[] = [];
  const look = (node: ts.Node): void => {
    const activation = ts.isCallExpression(node) ? activationOf(node, names) : undefined;
    if (activation !== undefined && ts.isCallExpression(node)) {
      const key = stableKeyArgument(node);
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ file, line, activation, stableKey: key && literal(key, constants) });
    }
    ts.forEachChild(node, look);
  };
  look(source);
  const problem = syntaxError(file, text, source);
  return problem === undefined ? { keys: found } : { keys: found, problem };
}

function syntaxError(file: string, text: string, source: ts.SourceFile): string | undefined {
  const { diagnostics = [] } = ts.transpileModule(text, { fileName: file, reportDiagnostics: true });
  const first = diagnostics.find(({ category }) => category === ts.DiagnosticCategory.Error);
  if (first === undefined) return undefined;
  const line = source.getLineAndCharacterOfPosition(first.start ?? 0).line + 1;
  return `${file}:${line}: ${ts.flattenDiagnosticMessageText(first.messageText, " ")}`;
}

/** Local names of the functions, which an import may rename. */
function importedNames(source: ts.SourceFile): Map<string, Activation> {
  const names = new Map<string, Activation>(ACTIVATIONS.map((name) => [name, name]));
  const look = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node)) {
      const imported = activationNamed((node.propertyName ?? node.name).text);
      if (imported !== undefined) names.set(node.name.text, imported);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return names;
}

function activationNamed(name: string): Activation | undefined {
  return ACTIVATIONS.find((activation) => activation === name);
}

function activationOf(
  { expression }: ts.CallExpression,
  names: Map<string, Activation>,
): Activation | undefined {
  if (ts.isIdentifier(expression)) return names.get(expression.text);
  return ts.isPropertyAccessExpression(expression) ? activationNamed(expression.name.text) : undefined;
}

function stableKeyArgument({ arguments: [argument] }: ts.CallExpression): ts.Expression | undefined {
  if (argument === undefined || !ts.isObjectLiteralExpression(argument)) return undefined;
  // What is spread after it may be another key.
  const last = argument.properties.findLastIndex((property) => ts.isSpreadAssignment(property));
  for (const property of argument.properties.slice(last + 1)) {
    if (property.name === undefined || !isNamed(property.name, "stableKey")) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}

function isNamed(name: ts.PropertyName, text: string): boolean {
  return (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === text;
}

/** The texts that the file gives a name: `const slack = "slack-oauth"`. */
function constantsOf(source: ts.SourceFile): Map<string, string> {
  const constants = new Map<string, string>();
  const look = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const text = literal(node.initializer, constants);
      if (text !== undefined && node.parent.flags & ts.NodeFlags.Const) constants.set(node.name.text, text);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return constants;
}

function literal(expression: ts.Expression, constants: Map<string, string>): string | undefined {
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (ts.isIdentifier(expression)) return constants.get(expression.text);
  if (
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression)
  )
    return literal(expression.expression, constants);
  // In stable-keys.ts, a key's name is its value.
  if (ts.isElementAccessExpression(expression) && isStableKeys(expression.expression))
    return literal(expression.argumentExpression, constants);
  if (ts.isPropertyAccessExpression(expression) && isStableKeys(expression.expression))
    return expression.name.text;
  return undefined;
}

function isStableKeys(expression: ts.Expression): boolean {
  return ts.isIdentifier(expression) && expression.text === "stableKeys";
}
