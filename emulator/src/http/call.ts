import {
  Kind,
  OperationTypeNode,
  parse,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
} from "../graphql.ts";
import { tokenFields } from "../oauthTokens.ts";
import type { Call } from "../requestLog.ts";
import { asRecord, parseJson } from "./answer.ts";

const redacted = new Set(["refresh_token", "client_secret"]);
const tokenMark = "(a token)";

/** Describes a request before it runs; a document that cannot be parsed has no fields. */
export function describeCall(method: string, path: string, body: string): Call {
  const call: Call = { method, path, operationName: null, kind: null, rootFields: [], variables: null };
  const content = asRecord(parseJson(body));
  if (path !== "/api") {
    const visible = Object.entries(content).filter(([name]) => !redacted.has(name));
    return { ...call, variables: Object.fromEntries(visible) };
  }
  const document = parsed(content["query"]);
  const operation = document && operationOf(document, content["operationName"]);
  if (!operation) return call;
  return {
    ...call,
    operationName: operation.name?.value ?? null,
    kind: operation.operation === OperationTypeNode.MUTATION ? "mutation" : "query",
    rootFields: operation.selectionSet.selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? [selection.name.value] : [],
    ),
    variables: withoutTokens(
      content["variables"] ?? {},
      new Set([...tokenFields, ...tokenVariables(document)]),
    ),
  };
}

/** The variables that a document puts into fields of a token, whatever their names are. */
function tokenVariables(document: DocumentNode): string[] {
  const names: string[] = [];
  visit(document, {
    ObjectField: ({ name, value }) => {
      if (tokenFields.has(name.value) && value.kind === Kind.VARIABLE) names.push(value.name.value);
    },
  });
  return names;
}

/** Copies variables with a mark in the place of each token. */
function withoutTokens(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutTokens(each, hidden));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      hidden.has(name) ? tokenMark : withoutTokens(each, hidden),
    ]),
  );
}

function parsed(query: unknown): DocumentNode | undefined {
  if (typeof query !== "string") return undefined;
  try {
    return parse(query, { noLocation: true });
  } catch {
    return undefined;
  }
}

function operationOf(document: DocumentNode, name: unknown): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return operations.find((operation) => operation.name?.value === name) ?? operations[0];
}
