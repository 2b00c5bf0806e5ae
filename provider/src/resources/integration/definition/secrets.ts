import { isMap, isScalar } from "yaml";
import { looksSecret } from "../../inputs/secretNames.ts";
import { ownValue } from "../../../tenant/ownValue.ts";
import { editable, readEither, refuseEdit, type Definition } from "./read.ts";
import { applied } from "./splice.ts";
import { secretDefaults, writtenValues, type WrittenValue } from "./secretPlaces.ts";
import { connectionVariables } from "./variables.ts";
import { setInput } from "./toIntegrationSpecific.ts";
import { variableNode } from "./toShared.ts";

/** Values of inputs of connections of the integration's own, by config variable and input. */
export type SecretInputs = Record<string, Record<string, string>>;

/** Names of write-only inputs that came without a value, such as `Slack.clientSecret`: the tenant may hold one. */
export function unreadableInputs(definition: Definition): string[] {
  return connectionVariables(definition).flatMap(({ key, inputs }) =>
    Object.entries(inputs ?? {}).flatMap(([input, expression]) => {
      const { value, meta } = (expression ?? {}) as {
        value?: unknown;
        meta?: { writeOnly?: unknown } | null;
      };
      return meta?.writeOnly === true && value === "" ? [`${key}.${input}`] : [];
    }),
  );
}

/** Adds a secret. Any name may be that of a member which every object has. */
export function addSecret(
  secrets: SecretInputs,
  { variable, input }: Pick<WrittenValue, "variable" | "input">,
  value: string,
): void {
  const inputs = Object.entries(ownValue(secrets, variable) ?? {});
  const members = { value: Object.fromEntries([...inputs, [input, value]]), ...PLAIN };
  Object.defineProperty(secrets, variable, members);
}

const PLAIN = { configurable: true, enumerable: true, writable: true };

/** A definition without its secret values. */
export interface CleanedDefinition {
  text: string;
  secrets: SecretInputs;
  /** Places with secrets that no secret input can stand for, in the words of messages: the text still has them. */
  left: string[];
}

/**
 * Takes the secret values out of a definition: by default those whose inputs have the names of secrets. Every other byte
 * stays. A text that is not a definition stays as it is; it is refused where definitions are judged. So do lists and
 * other parts at the place of a secret, secret defaults and entries of `meta`, and all of a text that cannot be edited.
 */
export function withoutSecrets(
  text: string,
  isSecret: (written: WrittenValue) => boolean = ({ input }) => looksSecret(input),
): CleanedDefinition {
  const definition = readEither(text);
  if (definition === undefined) return { text, secrets: {}, left: [] };
  const document = refuseEdit(definition) === undefined ? editable(text) : undefined;
  const secrets: SecretInputs = {};
  const left: string[] = [];
  const cuts: { from: number; to: number; text: string }[] = [];
  for (const written of writtenValues(definition).filter(isSecret)) {
    const { variable, index, input, value } = written;
    const node = document?.getIn(["requiredConfigVars", index, "inputs", input, "value"], true);
    if (value === undefined || !isScalar(node) || !node.range) {
      left.push(`config variable "${variable}", inputs.${input}`);
      continue;
    }
    const [from, to] = node.range;
    // The range of a block of lines ends after its last line break.
    const lineBreak = /\r?\n$/.exec(text.slice(from, to))?.[0] ?? "";
    cuts.push({ from, to, text: `""${lineBreak}` });
    addSecret(secrets, written, value);
  }
  const cleaned = cuts
    .toSorted((one, other) => other.from - one.from)
    .reduce((rest, cut) => rest.slice(0, cut.from) + cut.text + rest.slice(cut.to), text);
  return { text: cleaned, secrets, left: [...new Set([...left, ...secretDefaults(definition)])] };
}

/**
 * The definition with secret values in their places; those of variables without a connection of their own are left out.
 *
 * @param isTemplate tells values with placeholders, besides those at whose places the definition has some
 */
export function withSecrets(
  definition: Definition,
  secrets: SecretInputs,
  isTemplate: (variable: string, input: string) => boolean = () => false,
): Definition {
  const own = connectionVariables(definition).filter(({ connection }) => connection);
  const meant = own.filter(({ key }) => Object.keys(ownValue(secrets, key) ?? {}).length > 0);
  if (meant.length === 0) return definition;
  const document = editable(definition.text);
  for (const { key } of meant) {
    for (const [input, value] of Object.entries(ownValue(secrets, key) ?? {})) {
      const variable = variableNode(document, key);
      const template = variable.getIn(["inputs", input]);
      if (isMap(template) && template.get("type") === "template") template.set("value", value);
      else setInput(document, variable, { name: input, value, isTemplate: isTemplate(key, input) });
    }
  }
  return applied(definition.text, document);
}
