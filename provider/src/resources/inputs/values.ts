import { z } from "zod";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown, knownList, knownMap, type OrUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, InputField } from "../../tenant/operation.ts";
import { looksSecret } from "./secretNames.ts";
import type { Secrets } from "../../dynamic/secretRevisions.ts";
import { didYouMean, listed } from "../../dynamic/suggest.ts";

/** The value of one input: text, a list, or a map of texts. */
export type InputValue = string | OrUnknown<string>[] | Record<string, OrUnknown<string>>;

/** Plain values by input name. */
export type Values = Record<string, OrUnknown<InputValue>>;

/** The two maps of a resource, and the names of their arguments. */
export interface DeclaredValues {
  values?: OrUnknown<Values> | undefined;
  secrets?: OrUnknown<Secrets> | undefined;
  plainInputs?: OrUnknown<OrUnknown<string>[]> | undefined;
  valuesArgument: string;
  secretsArgument: string;
}

const choices = z.array(z.object({ value: z.string() }));

/** The names that the two maps hold, as far as they are known. */
export function declaredNames(declared: Pick<DeclaredValues, "values" | "secrets">): string[] {
  return [...Object.keys(knownMap(declared.values)), ...Object.keys(knownMap(declared.secrets))];
}

/** The inputs that can be entered; the component makes the others itself. */
export function enterableInputs(type: ConnectionType): string[] {
  return type.inputs.nodes.filter((field) => field.type !== "TEMPLATE").map(({ key }) => key);
}

/** Judges declared values by the component's own definition of its inputs. */
export function checkValues(
  type: ConnectionType,
  declared: DeclaredValues,
  { needsEveryInput }: { needsEveryInput: boolean },
): Problem[] {
  const problems: Problem[] = [];
  const fields = new Map(type.inputs.nodes.map((field) => [field.key, field]));
  const secrets = knownMap(declared.secrets);

  const check = (argument: string, name: string, judge: (field: InputField) => string | undefined) => {
    const field = fields.get(name);
    const message = field === undefined ? noInput(type, name) : judge(field);
    if (message !== undefined) problems.push({ path: `${argument}.${name}`, message });
  };
  for (const [name, value] of Object.entries(knownMap(declared.values))) {
    check(declared.valuesArgument, name, (field) =>
      Object.hasOwn(secrets, name)
        ? `is also in ${declared.secretsArgument}; keep one of the two.`
        : (secretMisplaced(field, declared) ?? wrongValue(field, value)),
    );
  }
  for (const [name, value] of Object.entries(secrets)) {
    check(declared.secretsArgument, name, (field) => wrongValue(field, value));
  }
  if (needsEveryInput) problems.push(...missingInputs(type, declared));
  return problems;
}

/** Judges lists of inputs' names by the component's own definition, by argument. */
export function checkNames(
  type: ConnectionType,
  lists: Record<string, OrUnknown<OrUnknown<string>[]> | true | undefined>,
): Problem[] {
  const enterable = enterableInputs(type);
  return Object.entries(lists).flatMap(([argument, list]) =>
    knownList(list === true ? [] : list)
      .filter((name) => !enterable.includes(name))
      .map((name) => ({ path: `${argument}.${name}`, message: noInput(type, name) })),
  );
}

function noInput(type: ConnectionType, name: string): string {
  const enterable = enterableInputs(type);
  return `${type.label} has no input "${name}".${didYouMean(name, enterable)} It has: ${listed(enterable)}.`;
}

function secretMisplaced(field: InputField, declared: DeclaredValues): string | undefined {
  const move = `Move it to ${declared.secretsArgument}, where it never shows in a diff, a log or the state.`;
  if (field.type === "PASSWORD") return `is a password. ${move}`;
  const plain = declared.plainInputs;
  const declaredPlain = plain !== undefined && (isUnknown(plain) || plain.includes(field.key));
  if (!looksSecret(field.key) || declaredPlain) return undefined;
  return `looks like a secret. ${move} If it is none, add "${field.key}" to plainInputs.`;
}

function wrongValue(field: InputField, value: OrUnknown<InputValue>): string | undefined {
  if (field.type === "TEMPLATE")
    return "is made by the component from other inputs and cannot be entered; leave it out.";
  if (isUnknown(value)) return undefined;
  if (field.collection === "VALUELIST") {
    return Array.isArray(value) ? undefined : "must be a list of texts.";
  }
  if (field.collection === "KEYVALUELIST") {
    return typeof value === "object" && !Array.isArray(value)
      ? undefined
      : "must be a map of names to texts.";
  }
  if (typeof value !== "string") return "must be a text.";
  if (value === "") return "is empty; leave it out where there is no value.";
  if (field.type === "BOOLEAN" && !["true", "false"].includes(value)) return "must be true or false.";
  const allowed = allowedValues(field);
  if (allowed !== undefined && !allowed.includes(value)) {
    return `must be one of: ${listed(allowed)}.${didYouMean(value, allowed)}`;
  }
  return undefined;
}

/** The choices of an input are JSON, and Prismatic may answer with that JSON inside a JSON text. */
function allowedValues(field: InputField): string[] | undefined {
  if (field.model === null || field.model === "") return undefined;
  const model: unknown = JSON.parse(field.model);
  const parsed = choices.safeParse(typeof model === "string" ? JSON.parse(model) : model);
  return parsed.success && parsed.data.length > 0 ? parsed.data.map(({ value }) => value) : undefined;
}

function missingInputs(type: ConnectionType, declared: DeclaredValues): Problem[] {
  if (isUnknown(declared.values) || isUnknown(declared.secrets)) return [];
  const names = declaredNames(declared);
  return type.inputs.nodes
    .filter(
      (field) => field.required && !field.default && field.type !== "TEMPLATE" && !names.includes(field.key),
    )
    .map((field) => {
      const secret = field.type === "PASSWORD" || looksSecret(field.key);
      return {
        path: `${secret ? declared.secretsArgument : declared.valuesArgument}.${field.key}`,
        message: `is required: ${type.label} cannot connect without "${field.label}", and nobody supplies it later.`,
      };
    });
}
