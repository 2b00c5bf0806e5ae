import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Kind, OperationTypeNode, parse, type OperationDefinitionNode } from "graphql";
import ts from "typescript";
import { RESOURCE_CLASSES, type ResourceClass } from "../../provider/src/resources/names.ts";
import { root } from "../setup/paths.mjs";
import { Reach } from "./reach.ts";

/** Occasions on which a resource calls the API. */
export const OCCASIONS = ["preview", "write", "refresh"] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** A field of Prismatic's API that a resource may ask for or write. */
export interface ApiCall {
  type: "query" | "mutation";
  /** Root field, such as `updateScopedConfigVariable`. */
  field: string;
  occasions: Set<Occasion>;
}

/** Members of a resource's description and of its life-cycle, by what runs them. */
const MEMBERS: Record<string, Occasion> = {
  judge: "preview",
  refuse: "preview",
  check: "preview",
  changes: "write",
  settled: "write",
  cameBack: "write",
  heldBefore: "write",
  create: "write",
  update: "write",
  delete: "write",
  read: "refresh",
};

/** The calls of the API behind each resource, read off the code that it reaches and the documents that this sends. */
export function apiCalls(program: ts.Program): Record<ResourceClass, ApiCall[]> {
  const reach = new Reach(program, ({ fileName }) => /\/provider\/src\//.test(fileName));
  const fields = rootFields();
  const registry = program.getSourceFile(join(root, "provider/src/resources/registry.ts"));
  const table = registry && findNode(registry, (node) => isConstant(node, "LIFECYCLES") && node.initializer);
  if (!table || !ts.isObjectLiteralExpression(table)) throw new Error("registry.ts has no table LIFECYCLES.");
  const callsOf = (className: ResourceClass): ApiCall[] => {
    const entry = table.properties.find((property) => property.name?.getText() === className);
    if (entry === undefined) throw new Error(`LIFECYCLES has no ${className}.`);
    const calls = new Map<string, ApiCall>();
    for (const [occasion, nodes] of membersOf(reach, entry)) {
      for (const name of operationsOf(reach, nodes)) {
        const found = fields.get(name);
        if (found === undefined) throw new Error(`No document has the operation ${name}.`);
        for (const field of found.fields) {
          const call = calls.get(field) ?? { type: found.type, field, occasions: new Set<Occasion>() };
          calls.set(field, call);
          // A plan and a refresh write nothing; what they reach and could write belongs to the update.
          call.occasions.add(found.type === "mutation" ? "write" : occasion);
        }
      }
    }
    return [...calls.values()].sort((a, b) => compare(b.type, a.type) || compare(a.field, b.field));
  };
  return Object.fromEntries(RESOURCE_CLASSES.map((name) => [name, callsOf(name)])) as Record<
    ResourceClass,
    ApiCall[]
  >;
}

/** The code of a resource by its occasions: members of the object literals on the way from its place in the registry. */
function membersOf(reach: Reach, entry: ts.Node): Map<Occasion, ts.Node[]> {
  const members = new Map<Occasion, ts.Node[]>(OCCASIONS.map((occasion) => [occasion, []]));
  const seen = new Set<ts.Node>([entry]);
  for (const node of seen) {
    const look = (each: ts.Node): void => {
      if (ts.isTypeNode(each)) return;
      if (ts.isObjectLiteralExpression(each)) {
        for (const member of each.properties) {
          const occasion = MEMBERS[member.name?.getText() ?? ""];
          if (occasion !== undefined) members.get(occasion)?.push(member);
          else if (ts.isSpreadAssignment(member)) look(member.expression);
          // What a kind of resource does in its own way, it does to judge arguments and to write them.
          else for (const any of ["preview", "write"] as const) members.get(any)?.push(member);
        }
        return;
      }
      if (ts.isIdentifier(each)) {
        for (const declaration of reach.declarationsOf(each)) {
          if (ts.isVariableDeclaration(declaration) && declaration.initializer)
            seen.add(declaration.initializer);
          if (
            ts.isFunctionDeclaration(declaration) &&
            declaration.body &&
            /\/resources\//.test(declaration.getSourceFile().fileName)
          )
            seen.add(declaration.body);
        }
        return;
      }
      ts.forEachChild(each, look);
    };
    look(ts.isPropertyAssignment(node) ? node.initializer : node);
  }
  return members;
}

function operationsOf(reach: Reach, nodes: readonly ts.Node[]): Set<string> {
  const names = new Set<string>();
  reach.calls(nodes, ({ expression, arguments: [name] }) => {
    if (!ts.isIdentifier(expression) || expression.text !== "operation" || !name) return true;
    if (ts.isStringLiteral(name)) names.add(name.text);
    return false;
  });
  return names;
}

/** The root fields of each operation in the documents of the provider. */
function rootFields(): Map<string, { type: ApiCall["type"]; fields: string[] }> {
  const folder = join(root, "provider/src/tenant/operations");
  const definitions = readdirSync(folder)
    .flatMap((file) => parse(readFileSync(join(folder, file), "utf8")).definitions)
    .filter(
      (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
    );
  return new Map(
    definitions.map(({ name, operation, selectionSet }) => [
      name?.value ?? "",
      {
        type: operation === OperationTypeNode.MUTATION ? "mutation" : "query",
        fields: selectionSet.selections.flatMap((field) =>
          field.kind === Kind.FIELD ? [field.name.value] : [],
        ),
      },
    ]),
  );
}

function isConstant(node: ts.Node, name: string): node is ts.VariableDeclaration {
  return ts.isVariableDeclaration(node) && node.name.getText() === name;
}

function findNode<Found>(
  node: ts.Node,
  find: (node: ts.Node) => Found | false | undefined,
): Found | undefined {
  return find(node) || ts.forEachChild(node, (child) => findNode(child, find));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
