import { globSync, readFileSync } from "node:fs";
import { dirname, join, matchesGlob, relative, sep } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";
import ts from "typescript";
import { root } from "../../tools/setup/paths.mjs";

/** A picture of the code: boxes with the files that are in each, and arrows from what imports to what is imported. */
export interface Diagram {
  /** Patterns of files, or the name of a package of others, by the name of the box. */
  boxes: ReadonlyMap<string, readonly string[]>;
  arrows: readonly string[];
}

const PACKAGES: Readonly<Record<string, string>> = {
  "pulumi-prismatic": "provider",
  "pulumi-prismatic-policies": "policies",
  "prismatic-rollout": "rollout",
  "prismatic-emulator": "emulator",
};

/** The sources that ship. */
export const sources = globSync("{provider,policies,rollout,emulator}/src/**/*.ts", { cwd: root })
  .map((path) => path.split(sep).join("/"))
  .filter((path) => !/\.(test|test-d)\.ts$|\/testing\//.test(path));

/** Reads the first Mermaid flowchart of a document; `-->` is an import, `-.->` one of types alone. */
export function readDiagram(document: string): Diagram {
  const blocks = fromMarkdown(readFileSync(join(root, document), "utf8")).children;
  const block = blocks.find((node) => node.type === "code" && node.lang === "mermaid");
  if (block?.type !== "code") throw new Error(`${document} has no diagram.`);
  const boxes = new Map<string, string[]>();
  const arrows: string[] = [];
  let folder = "";
  const lines = block.value.split("\n").map((each) => each.trim());
  for (const line of lines.filter((each) => each !== "")) {
    const box = /^(\w+)\["(.*)"\]$/.exec(line);
    const frame = /^subgraph \w+ \["(.*)"\]$/.exec(line);
    const arrow = /^(\w+) (-->|-\.->) (\w+(?: & \w+)*)$/.exec(line);
    if (box)
      boxes.set(
        box[1] ?? "",
        (box[2] ?? "").split("<br/>").map((path) => patternOf(folder + path)),
      );
    else if (frame) folder = frame[1] ?? "";
    else if (line === "end") folder = "";
    else if (arrow)
      for (const to of (arrow[3] ?? "").split(" & ")) arrows.push(`${arrow[1]} ${arrow[2]} ${to}`);
    else if (!/^flowchart \w+$/.test(line)) throw new Error(`Not understood in ${document}: ${line}`);
  }
  return { boxes, arrows };
}

const patternOf = (path: string) => (path.endsWith("/") ? `${path}**` : path);

/** The box that a file or a package is in: the first one that names it. */
export function boxOf({ boxes }: Diagram, path: string): string | undefined {
  for (const [name, patterns] of boxes) if (patterns.some((each) => matchesGlob(path, each))) return name;
  return undefined;
}

/** The arrows that the imports of the sources make, each with a file that it comes from. */
export function arrowsOfImports(diagram: Diagram): Map<string, string> {
  const found = new Map<string, { from: string; to: string; isValue: boolean; file: string }>();
  for (const file of sources) {
    const from = boxOf(diagram, file);
    for (const { name, isValue } of importsOf(file)) {
      const to = boxOf(diagram, targetOf(file, name));
      if (from === undefined || to === undefined || from === to) continue;
      const known = found.get(`${from} ${to}`);
      if (known === undefined || (isValue && !known.isValue))
        found.set(`${from} ${to}`, { from, to, isValue, file });
    }
  }
  const named = [...found.values()].map(({ from, to, isValue, file }): [string, string] => [
    `${from} ${isValue ? "-->" : "-.->"} ${to}`,
    file,
  ]);
  return new Map(named);
}

/** The file that an import means, or the package of others. */
function targetOf(file: string, name: string): string {
  if (name.startsWith("."))
    return relative(root, join(root, dirname(file), name))
      .split(sep)
      .join("/");
  const [first = "", ...rest] = name.split("/");
  const own = PACKAGES[first];
  if (own !== undefined) return `${own}/src/${rest.join("/") || "index"}.ts`;
  return first.startsWith("@") ? `${first}/${rest[0]}` : first;
}

function importsOf(file: string): { name: string; isValue: boolean }[] {
  const text = readFileSync(join(root, file), "utf8");
  const found: { name: string; isValue: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const { moduleSpecifier } = node;
      if (moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier))
        found.push({ name: moduleSpecifier.text, isValue: !isOfTypes(node) });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      if (name !== undefined && ts.isStringLiteral(name)) found.push({ name: name.text, isValue: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

/** Tells whether a declaration brings types alone, also where each of its names says so. */
function isOfTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    const { exportClause } = node;
    return (
      node.isTypeOnly ||
      (exportClause !== undefined && ts.isNamedExports(exportClause) && areTypes(exportClause))
    );
  }
  const { importClause } = node;
  if (importClause === undefined) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = importClause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    areTypes(namedBindings)
  );
}

const areTypes = ({ elements }: ts.NamedImports | ts.NamedExports) =>
  elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly);
