import {
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type OperationDefinitionNode,
} from "../graphql.ts";
import type { Call } from "../requestLog.ts";
import { asRecord, parseJson } from "./answer.ts";

const redacted = new Set(["refresh_token", "client_secret"]);

/** Describes a request before it runs; a document that cannot be parsed has no fields. */
export function describeCall(method: string, path: string, body: string): Call {
  const call: Call = { method, path, operationName: null, kind: null, rootFields: [], variables: null };
  const content = asRecord(parseJson(body));
  if (path !== "/api") {
    const visible = Object.entries(content).filter(([name]) => !redacted.has(name));
    return { ...call, variables: Object.fromEntries(visible) };
  }
  const operation = operationOf(content["query"], content["operationName"]);
  if (!operation) return call;
  return {
    ...call,
    operationName: operation.name?.value ?? null,
    kind: operation.operation === OperationTypeNode.MUTATION ? "mutation" : "query",
    rootFields: operation.selectionSet.selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? [selection.name.value] : [],
    ),
    variables: content["variables"] ?? {},
  };
}

function operationOf(query: unknown, name: unknown): OperationDefinitionNode | undefined {
  if (typeof query !== "string") return undefined;
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true });
  } catch {
    return undefined;
  }
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return operations.find((operation) => operation.name?.value === name) ?? operations[0];
}
