import { isAlike } from "../../../dynamic/storedForm.ts";
import { ownValue } from "../../../tenant/ownValue.ts";
import { LATEST } from "./components.ts";
import { decimal, Written } from "./exact.ts";
import { KIND_OF_MEMBER } from "./memberKinds.ts";

/** A place in which two definitions say different things. */
export interface Difference {
  /** Place in the words of messages: `flow "Sync", step "Post", inputs.channel.value`. */
  place: string;
  /** The same in its parts, such as `config variable "Slack"`, `inputs`, `clientSecret`, `value`. */
  path: readonly string[];
  /** Undefined where there was nothing. */
  before: unknown;
  after: unknown;
}

/** Options of a comparison. */
export interface Comparison {
  /**
   * True where `before` is what was sent and `after` what Prismatic made of it: versions resolved, defaults added,
   * empty parts dropped, numbers written as texts, texts without white space at their ends.
   */
  normalised: boolean;
}

/** Values that Prismatic writes where a definition is silent. */
const DEFAULTS: Record<string, readonly unknown[]> = {
  defaultInstanceProfile: ["Default Instance Profile"],
  definitionVersion: [7],
  endpointType: ["flow_specific"],
  endpointSecurityType: ["customer_optional"],
  onPremiseConnectionConfig: ["disallowed"],
};

/** The page that Prismatic makes where there is none. */
const MADE_PAGE = "Configuration";

/** The lists of a definition whose members are told apart by a name rather than by their position. */
const NAMES = ["name", "key"] as const;

type Member = Record<string, unknown>;
type Scalar = string | number | boolean | Written;

/** Every place in which two definitions, as values, say different things; the order of keys says nothing. */
export function differences(before: unknown, after: unknown, comparison: Comparison): Difference[] {
  const found: Difference[] = [];
  compare(before, after, []);
  return found;

  function compare(one: unknown, other: unknown, place: string[]): void {
    if (isMember(one) && isMember(other)) return compareMembers(one, other, place);
    if (Array.isArray(one) && Array.isArray(other)) return compareLists(one, other, place);
    if (same(one, other, comparison)) return;
    const name = place.at(-1) ?? "";
    if (comparison.normalised && one === undefined && isDefault(name, other)) return;
    found.push({ place: readable(place), path: place, before: one, after: other });
  }

  function compareMembers(one: Member, other: Member, place: string[]): void {
    for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
      compare(ownValue(one, name), ownValue(other, name), [...place, name]);
    }
  }

  function compareLists(one: unknown[], other: unknown[], place: string[]): void {
    const name = namesOf(one, other);
    if (name === undefined) {
      for (let index = 0; index < Math.max(one.length, other.length); index++) {
        compare(one[index], other[index], [...place, `[${index}]`]);
      }
      return;
    }
    const listName = place.at(-1) ?? "";
    const kind = ownValue(KIND_OF_MEMBER, listName) ?? listName;
    const labelOf = (member: unknown) => String(ownValue(member as Member, name));
    const labels = [...new Set([...one, ...other].map(labelOf))];
    for (const label of labels) {
      const find = (list: unknown[]) => list.find((member) => labelOf(member) === label);
      compare(find(one), find(other), [...place.slice(0, -1), `${kind} "${label}"`]);
    }
    const [were, are] = [one.map(labelOf), other.map(labelOf)];
    if (were.length === are.length && were.join("\n") !== are.join("\n") && labels.length === were.length) {
      const [before, after] = [were.join(", "), are.join(", ")];
      found.push({ place: `${readable(place)}: order`, path: [`${kind}: order`], before, after });
    }
  }
}

/** A difference in one line. `hides` tells the places with values that must not be shown. */
export function describeDifference(
  { place, path, before, after }: Difference,
  hides: (path: readonly string[], value: unknown) => boolean,
): string {
  const show = (value: unknown) => (hides(path, value) ? "[secret]" : shortened(value));
  if (before === undefined) return `+ ${place}: ${show(after)}`;
  if (after === undefined) return `- ${place}: ${show(before)}`;
  return `~ ${place}: ${show(before)} => ${show(after)}`;
}

function same(one: unknown, other: unknown, { normalised }: Comparison): boolean {
  if (one === other) return true;
  if (one instanceof Written && other instanceof Written && one.source === other.source) return true;
  if (!normalised) return false;
  if (one === LATEST && other !== undefined && other !== null) return true;
  if (isEmpty(one) && isEmpty(other)) return true;
  if (!isScalar(one) || !isScalar(other)) return false;
  return isAlike(String(one), String(other)) || isSameNumber(one, other);
}

/** True for two ways of writing one number, such as `1.50` and `1.5`, where one of them at least is no text. */
function isSameNumber(one: Scalar, other: Scalar): boolean {
  const [number, same] = [decimal(String(one)), decimal(String(other))];
  return number !== undefined && number === same && !(typeof one === "string" && typeof other === "string");
}

function isDefault(name: string, value: unknown): boolean {
  if (isEmpty(value) || value === false) return true;
  if (ownValue(DEFAULTS, name)?.includes(value) === true) return true;
  return name === "configPages" && Array.isArray(value) && value.every(isMadePage);
}

function isMadePage(page: unknown): boolean {
  return isMember(page) && page.name === MADE_PAGE && isEmpty(page.elements);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (value instanceof Written) return false;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

function isScalar(value: unknown): value is Scalar {
  return (
    value instanceof Written ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean"
  );
}

function namesOf(one: unknown[], other: unknown[]): string | undefined {
  const all = [...one, ...other];
  if (all.length === 0) return undefined;
  return NAMES.find((name) => {
    const isNamed = all.every((member) => isMember(member) && isName(member[name]));
    return (
      isNamed &&
      [one, other].every((list) => new Set(list.map((m) => String((m as Member)[name]))).size === list.length)
    );
  });
}

function readable(place: string[]): string {
  return place.reduce((text, part) => {
    if (text === "") return part;
    if (part.startsWith("[")) return `${text}${part}`;
    return `${text}${part.includes('"') || text.endsWith('"') ? ", " : "."}${part}`;
  }, "");
}

function shortened(value: unknown): string {
  if (value instanceof Written) return value.source;
  const text =
    JSON.stringify(value, (_, member: unknown) => (member instanceof Written ? member.source : member)) ?? "";
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function isMember(value: unknown): value is Member {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Written);
}

const isName = (value: unknown): boolean => typeof value === "string" || value instanceof Written;
