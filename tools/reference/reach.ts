import ts from "typescript";

/**
 * Finds what code may call, through functions, methods, properties and constants, as far as the compiler can tell. A value that
 * is passed on counts with all that is in it.
 */
export class Reach {
  readonly #checker: ts.TypeChecker;
  readonly #isOurs: (file: ts.SourceFile) => boolean;

  /** @param isOurs tells the files that are looked into */
  constructor(program: ts.Program, isOurs: (file: ts.SourceFile) => boolean) {
    this.#checker = program.getTypeChecker();
    this.#isOurs = isOurs;
  }

  /** Calls `visit` with each call of a function within the code that the nodes reach; `false` from it ends that way. */
  calls(nodes: readonly ts.Node[], visit: (call: ts.CallExpression) => boolean): void {
    const seen = new Set<ts.Node>(nodes);
    // A set hands out what is added while it is read.
    for (const node of seen) this.#walk(node, (found) => seen.add(found), visit);
  }

  /** The declarations that a name stands for, through imports. */
  declarationsOf(name: ts.Node): readonly ts.Declaration[] {
    const shorthand =
      ts.isIdentifier(name) && ts.isShorthandPropertyAssignment(name.parent)
        ? this.#checker.getShorthandAssignmentValueSymbol(name.parent)
        : undefined;
    const symbol = shorthand ?? this.#checker.getSymbolAtLocation(name);
    if (symbol === undefined) return [];
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const { declarations = [] } = isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    return declarations.filter((declaration) => this.#isOurs(declaration.getSourceFile()));
  }

  #walk(node: ts.Node, add: (node: ts.Node) => void, visit: (call: ts.CallExpression) => boolean): void {
    if (ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) && !visit(node)) return;
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return this.#follow(node, add);
    if (ts.isShorthandPropertyAssignment(node)) return this.#follow(node.name, add);
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      // Of `operations.list` only the member counts, unless nothing is known of it.
      const members = this.declarationsOf(node.name);
      return this.#follow(members.length > 0 ? node.name : node.expression, add);
    }
    ts.forEachChild(node, (child) => {
      if (!isName(node, child)) this.#walk(child, add, visit);
    });
  }

  #follow(name: ts.Node, add: (node: ts.Node) => void): void {
    for (const declaration of this.declarationsOf(name)) for (const body of bodiesOf(declaration)) add(body);
  }
}

/** True for the name of a declaration or of a member: what it names is walked anyway. */
function isName(parent: ts.Node, child: ts.Node): boolean {
  return "name" in parent && parent.name === child && !ts.isPropertyAccessExpression(parent);
}

/** The code that runs where a declaration is used. */
function bodiesOf(declaration: ts.Declaration): ts.Node[] {
  if (ts.isClassDeclaration(declaration)) {
    const made = declaration.members.find(ts.isConstructorDeclaration)?.body;
    return (made?.statements ?? []).filter((statement) => assigned(statement) === undefined);
  }
  if (ts.isFunctionLike(declaration))
    return "body" in declaration && declaration.body ? [declaration.body] : [];
  if (ts.isPropertyDeclaration(declaration)) {
    const values = [declaration.initializer, assignment(declaration)];
    return values.filter((value) => value !== undefined);
  }
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration))
    return declaration.initializer === undefined ? [] : [declaration.initializer];
  if (ts.isShorthandPropertyAssignment(declaration)) return [declaration.name];
  return [];
}

/** The value that the constructor gives a property. */
function assignment(property: ts.PropertyDeclaration): ts.Node | undefined {
  const made = ts.isClassDeclaration(property.parent)
    ? property.parent.members.find(ts.isConstructorDeclaration)?.body
    : undefined;
  return made?.statements.map(assigned).find((found) => found?.name === property.name.getText())?.value;
}

function assigned(statement: ts.Statement): { name: string; value: ts.Node } | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const { left, right } = statement.expression;
  if (!ts.isPropertyAccessExpression(left) || left.expression.kind !== ts.SyntaxKind.ThisKeyword)
    return undefined;
  return { name: left.name.text, value: right };
}
