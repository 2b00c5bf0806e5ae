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
const valueMark = "(hidden)";

/** Fields of the API's inputs whose texts may be secrets: values of inputs, and definitions that hold such values. */
const valueFields: ReadonlySet<string> = new Set([
  ...["value", "values", "definition", "headers", "payload", "body"],
  ...["apiKeys", "secret", "token", "privateKey", "currentPassword", "newPassword", "ownerPassword"],
]);

/**
 * Describes a request before it runs; a document that cannot be parsed has no fields.
 *
 * @param shown whether the description keeps the values that the request sends; it never keeps a token
 */
export function describeCall(
  method: string,
  path: string,
  body: string,
  { values: shown }: { values: boolean },
): Call {
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
    variables: marked(content["variables"] ?? {}, marksIn(document, shown)),
  };
}

/** The mark for each name whose text is hidden: of a field, and of the variables that a document puts into it. */
function marksIn(document: DocumentNode, shown: boolean): ReadonlyMap<string, string> {
  const marks = new Map([
    ...[...(shown ? [] : valueFields)].map((name) => [name, valueMark] as const),
    ...[...tokenFields].map((name) => [name, tokenMark] as const),
  ]);
  visit(document, {
    ObjectField: ({ name, value }) => {
      const mark = marks.get(name.value);
      if (mark !== undefined && value.kind === Kind.VARIABLE) marks.set(value.name.value, mark);
    },
  });
  return marks;
}

/** Copies variables with a mark in the place of each text that is hidden, also of a list of texts. */
function marked(value: unknown, marks: ReadonlyMap<string, string>, mark?: string): unknown {
  if (Array.isArray(value)) return value.map((each) => marked(each, marks, mark));
  if (typeof value !== "object" || value === null) return value === null ? null : (mark ?? value);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, marked(each, marks, marks.get(name))]),
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
