import { looksSecret } from "../../inputs/secretNames.ts";
import { Written } from "./exact.ts";
import type { Definition } from "./read.ts";
import type { ConfigVariable } from "./schema.ts";
import { isConnection } from "./variables.ts";

/** Something that a definition says at an input of a config variable. */
export interface WrittenValue {
  variable: string;
  /** Position of the config variable. */
  index: number;
  input: string;
  /** The value as it is written, where it is one text that a secret input can stand for; otherwise undefined. */
  value: string | undefined;
  /** True for a text with placeholders. */
  isTemplate: boolean;
  component: string;
  connectionType: string;
}

type Member = Record<string, unknown>;

const VARIABLES = "requiredConfigVars";

/** Expressions whose value is the name of something, not content. */
const NAMING = new Set<unknown>(["configVar", "reference", "dataSource"]);
const EXPRESSIONS = new Set<unknown>(["value", "template", "complex", ...NAMING]);

/** Entries of an input's `meta` that say who sets and sees it. */
const KNOWN_META = new Set([
  "managedBy",
  "inputScope",
  "orgOnly",
  "visibleToOrgDeployer",
  "visibleToCustomerDeployer",
  "writeOnly",
]);

/** All that a definition says at inputs of its config variables; what is empty or names something does not count. */
export function writtenValues(definition: Definition): WrittenValue[] {
  return variablesOf(definition).flatMap(({ variable, exact }, index) => {
    const place = {
      variable: variable.key,
      index,
      component: variable.connection?.component.key ?? "",
      connectionType: variable.connection?.key ?? "",
    };
    return Object.entries(asMember(exact.inputs)).flatMap(([input, expression]): WrittenValue[] => {
      const { type, value, meta, name: _name, ...others } = asMember(expression);
      const isText = isConnection(variable) && (type === "value" || type === "template") && isScalar(value);
      const isTemplate = type === "template";
      if (!isText) return says(expression) ? [{ ...place, input, value: undefined, isTemplate }] : [];
      const text = String(value);
      return [
        ...(text === "" ? [] : [{ ...place, input, value: text, isTemplate }]),
        ...(says(others) || says(withoutKnown(meta))
          ? [{ ...place, input, value: undefined, isTemplate }]
          : []),
      ];
    });
  });
}

/**
 * Places apart from inputs that hold secrets by their names: defaults of config variables, and entries of their `meta`.
 * In the words of messages.
 */
export function secretDefaults(definition: Definition): string[] {
  return variablesOf(definition).flatMap(({ variable: { key }, exact }) =>
    secretMembers(key, exact).map((name) => `config variable "${key}", ${name}`),
  );
}

/**
 * True for a place of a definition whose value must not be shown, such as `config variable "Slack"`, `inputs`,
 * `clientSecret`, `value`: one of a config variable, or all of them.
 *
 * @param path parts of the place, as a {@link Difference} has them
 */
export function hidesPlace(
  path: readonly string[],
  value: unknown,
  isSecretInput: (variable: string, input: string) => boolean,
): boolean {
  const [first = "", ...rest] = path;
  if (first === VARIABLES) {
    const [, ...inside] = rest;
    // Nothing tells which variable stands at a position.
    if (inside.length > 0) return hidesInside("", inside, value, () => true);
    return (Array.isArray(value) ? value : [value]).some((each) => hidesVariable(each, isSecretInput));
  }
  const variable = /^config variable "(.*)"$/s.exec(first)?.[1];
  if (variable === undefined) return false;
  if (rest.length === 0) return hidesVariable(value, isSecretInput, variable);
  return hidesInside(variable, rest, value, (input) => isSecretInput(variable, input));
}

function hidesInside(
  variable: string,
  [part = "", ...inside]: readonly string[],
  value: unknown,
  isSecretInput: (input: string) => boolean,
): boolean {
  if (part === "inputs") {
    const [input] = inside;
    return input === undefined ? says(value) : isSecretInput(input);
  }
  if (part === "meta") return inside.some(looksSecret) || secretEntries(value).length > 0;
  return secretMembers(variable, { [part]: value }).length > 0;
}

function hidesVariable(
  value: unknown,
  isSecretInput: (variable: string, input: string) => boolean,
  key = String(asMember(value).key),
): boolean {
  const whole = asMember(value);
  const inputs = Object.entries(asMember(whole.inputs));
  return (
    inputs.some(([input, expression]) => isSecretInput(key, input) && says(expression)) ||
    secretMembers(key, whole).length > 0
  );
}

function secretMembers(key: string, { defaultValue, default: other, meta }: Member): string[] {
  const isSecret = looksSecret(key.replaceAll(/[^A-Za-z0-9]+/g, "_"));
  const defaults = isSecret ? Object.entries({ defaultValue, default: other }) : [];
  return [
    ...defaults.filter(([, value]) => says(value)).map(([name]) => name),
    ...secretEntries(meta).map((name) => `meta.${name}`),
  ];
}

/** Entries with the names of secrets, at any depth. */
function secretEntries(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    looksSecret(name) && says(value) ? [name] : secretEntries(value).map((inner) => `${name}.${inner}`),
  );
}

/** True where a node has content of its own anywhere. */
function says(node: unknown): boolean {
  if (node === undefined || node === null || node === "") return false;
  if (typeof node !== "object" || node instanceof Written) return true;
  if (Array.isArray(node)) return node.some(says);
  const { type, value, meta, name, ...others } = node as Member;
  if (!EXPRESSIONS.has(type)) return Object.values(node).some(says);
  return (
    (!NAMING.has(type) && says(value)) || says(withoutKnown(meta)) || says(asMember(name)) || says(others)
  );
}

function withoutKnown(meta: unknown): unknown {
  if (typeof meta !== "object" || meta === null || meta instanceof Written) return meta;
  return Object.fromEntries(Object.entries(meta).filter(([name]) => !KNOWN_META.has(name)));
}

function variablesOf({ value, exact }: Definition): { variable: ConfigVariable; exact: Member }[] {
  const list = asMember(exact)[VARIABLES];
  return (value.requiredConfigVars ?? []).map((variable, index) => ({
    variable,
    exact: asMember(Array.isArray(list) ? list[index] : undefined),
  }));
}

function asMember(value: unknown): Member {
  const isMember =
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Written);
  return isMember ? (value as Member) : {};
}

function isScalar(value: unknown): boolean {
  return value instanceof Written || ["string", "number", "boolean"].includes(typeof value);
}
