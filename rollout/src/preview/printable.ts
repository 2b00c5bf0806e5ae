import { looksSecret, ownValue, secretForm, SIGNATURE, UNKNOWN } from "pulumi-prismatic/vocabulary";

type Properties = Readonly<Record<string, unknown>>;

/**
 * Arguments of our classes whose values may be printed. Everything else is hidden: secrets, digests of them, definitions
 * and bundles, and every argument of other packages' resources.
 */
const PRINTABLE: ReadonlySet<string> = new Set([
  "allowBuildOnly",
  "attributes",
  "available",
  "change",
  "comment",
  "component",
  "connection",
  "connections",
  "connectionType",
  "customer",
  "customerInputs",
  "deleteOnDestroy",
  "description",
  "embeddedWorkflows",
  "enabled",
  "globalInputs",
  "globalValues",
  "instances",
  "key",
  "latestComponentVersions",
  "marketplace",
  "name",
  "oauthRedirect",
  "onMissingCustomer",
  "overwriteDraft",
  "plainInputs",
  "public",
  "publish",
  "redeployInstances",
  "replaceInUse",
  "secretRevisions",
  "separateGlobalValues",
  "signature",
  "stableKey",
  "steps",
  "testCredentials",
  "values",
  "versionNumber",
  "waitSeconds",
  "writeOnlyInputs",
]);

/** Members that are maps of the values of inputs, of which each may hold a secret. */
const INPUT_VALUES: ReadonlySet<string> = new Set(["globalValues", "values"]);

/** Computed arguments that say nothing to a reader, or repeat what a revision says. */
const SILENT: ReadonlySet<string> = new Set([
  "__provider",
  "valueFacts",
  "secrets",
  "globalSecrets",
  "oauthTokens",
]);
const SILENT_PATHS: ReadonlySet<string> = new Set([
  "testCredentials.secrets",
  "testCredentials.oauthTokens",
  "connection.id",
  "connection.variableScope",
  "connection.managedBy",
  "connection.manages",
  "connection.globalInputs",
]);

/** A value at a path within the arguments. */
export type Leaf = { json: string } | { unknown: true } | { hidden: string };

/** The arguments of a resource as leaves, by path: values that may be printed, and those that may not. */
export function leavesOf(inputs: Properties, isPrismatic: boolean): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const plainInputs = Array.isArray(inputs["plainInputs"]) ? (inputs["plainInputs"] as unknown[]) : [];
  for (const [name, value] of Object.entries(inputs)) {
    if (SILENT.has(name)) continue;
    if (isPrismatic && PRINTABLE.has(name)) visit([name], name, value);
    else leaves.set(name, { hidden: JSON.stringify(value) });
  }
  return leaves;

  /** `text` is the path as it is written: made anew at each level, those of deep values would take long. */
  function visit(path: readonly string[], text: string, value: unknown): void {
    if (SILENT_PATHS.has(text)) return;
    if (value === UNKNOWN) leaves.set(text, { unknown: true });
    else if (isMap(value) && !isSpecial(value)) {
      for (const [name, member] of Object.entries(value))
        visit([...path, name], `${text}${memberPath(name)}`, member);
    } else if (mayBePrinted(path, value)) leaves.set(text, { json: JSON.stringify(value) });
    else leaves.set(text, { hidden: JSON.stringify(value) });
  }

  function mayBePrinted(path: readonly string[], value: unknown): boolean {
    const json = JSON.stringify(value);
    if (json.includes(SIGNATURE)) return false;
    const map = path.findIndex((name) => INPUT_VALUES.has(name));
    const input = map < 0 ? undefined : path[map + 1];
    if (input !== undefined && looksSecret(input) && !plainInputs.includes(input)) return false;
    return secretForm(typeof value === "string" ? value : json) === undefined;
  }
}

/** The counters of secrets have the secrets' names, and are no secrets. */
export function isRevision(path: string): boolean {
  return path.startsWith("secretRevisions.") || path.startsWith("secretRevisions[");
}

/** A member in a path as Pulumi writes it: `values.baseUrl`, `values["base.url"]`. */
function memberPath(name: string): string {
  return /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function isMap(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Marks of Pulumi's: a secret, an asset, a reference to a resource. */
function isSpecial(value: Properties): boolean {
  return ownValue(value, SIGNATURE) !== undefined;
}

/** Properties in which every marked secret is the text `[secret]`, as Pulumi shows it. */
export function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (!isMap(value)) return value;
  if (isSpecial(value)) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutMarks(member)]));
}
