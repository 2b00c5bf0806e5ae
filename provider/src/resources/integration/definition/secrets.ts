import { isMap, isScalar, parseDocument } from "yaml";
import { looksSecret } from "../../inputs/secretNames.ts";
import { editable, readDefinition, refuseEdit, type Definition } from "./read.ts";
import { applied } from "./splice.ts";
import { connectionVariables } from "./variables.ts";
import { setInput } from "./toIntegrationSpecific.ts";
import { variableNode } from "./toShared.ts";

/** Values of inputs of connections of the integration's own, by config variable and input. */
export type SecretInputs = Record<string, Record<string, string>>;

/** A value that is written in a definition. */
export interface WrittenValue {
  variable: string;
  input: string;
  value: string;
  component: string;
  connectionType: string;
}

/** Values that a definition gives to inputs of its own connections; empty ones do not count. */
export function writtenValues(definition: Definition): WrittenValue[] {
  return connectionVariables(definition).flatMap(({ key, connection, inputs }) =>
    Object.entries(inputs ?? {}).flatMap(([input, expression]) => {
      const { type, value } = (expression ?? {}) as { type?: unknown; value?: unknown };
      if (type !== "value" || typeof value !== "string" || value === "") return [];
      const component = connection?.component.key ?? "";
      return [{ variable: key, input, value, component, connectionType: connection?.key ?? "" }];
    }),
  );
}

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

/**
 * Takes the secret values out of a definition: by default those whose inputs have the names of secrets. Every other byte
 * stays. A text that is not a definition, or cannot be edited, stays as it is; it is refused where definitions are judged.
 */
export function withoutSecrets(
  text: string,
  isSecret: (written: WrittenValue) => boolean = ({ input }) => looksSecret(input),
): { text: string; secrets: SecretInputs } {
  const read = readDefinition(text);
  if (!("definition" in read) || refuseEdit(read.definition) !== undefined) return { text, secrets: {} };
  const secrets: SecretInputs = {};
  const document = parseDocument(text);
  const cuts: { from: number; to: number; text: string }[] = [];
  for (const written of writtenValues(read.definition)) {
    if (!isSecret(written)) continue;
    const { variable, input, value } = written;
    const node = variableNode(document, variable).getIn(["inputs", input, "value"], true);
    if (!isScalar(node) || !node.range) continue;
    const [from, to] = node.range;
    // The range of a block of lines ends after its last line break.
    cuts.push({ from, to, text: text.slice(from, to).endsWith("\n") ? '""\n' : '""' });
    (secrets[variable] ??= {})[input] = value;
  }
  const cleaned = cuts
    .toSorted((one, other) => other.from - one.from)
    .reduce((rest, cut) => rest.slice(0, cut.from) + cut.text + rest.slice(cut.to), text);
  return { text: cleaned, secrets };
}

/** The definition with secret values in their places; those of variables without a connection of their own are left out. */
export function withSecrets(definition: Definition, secrets: SecretInputs): Definition {
  const own = connectionVariables(definition).filter(({ connection }) => connection);
  const meant = own.filter(({ key }) => Object.keys(secrets[key] ?? {}).length > 0);
  if (meant.length === 0) return definition;
  const document = editable(definition.text);
  for (const { key } of meant) {
    for (const [input, value] of Object.entries(secrets[key] ?? {})) {
      const variable = variableNode(document, key);
      if (isMap(variable)) setInput(document, variable, input, value);
    }
  }
  return applied(definition.text, document);
}
