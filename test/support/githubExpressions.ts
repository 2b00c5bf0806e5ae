import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** A value of a context, such as `github`. */
export type ContextValue =
  string | boolean | null | readonly ContextValue[] | { [name: string]: ContextValue };

function dataOf(value: ContextValue): data.ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(dataOf));
  return new data.Dictionary(...Object.entries(value).map(([key, each]) => ({ key, value: dataOf(each) })));
}

/**
 * Evaluates a text as GitHub does, by its own evaluator: one expression in `${{ }}`, or none.
 *
 * @param contexts values by the names of the contexts
 * @param isCancelled whether the run is cancelled
 */
export function evaluated(
  text: string,
  contexts: { [name: string]: ContextValue },
  isCancelled = false,
): string {
  const [, expression] = /^\$\{\{(.*)\}\}$/s.exec(text) ?? [];
  if (expression === undefined) return text;
  const cancelled = {
    ...{ name: "cancelled", minArgs: 0, maxArgs: 0 },
    call: () => new data.BooleanData(isCancelled),
  };
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), [cancelled]).parse();
  const context = dataOf(contexts) as data.Dictionary;
  return new Evaluator(parsed, context, new Map([["cancelled", cancelled]])).evaluate().coerceString();
}
