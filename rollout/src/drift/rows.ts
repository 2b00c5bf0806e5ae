import { keyOf } from "../preview/changes.ts";
import { differencesOf, type Changed } from "../preview/differences.ts";
import { propertyChange } from "../preview/groups.ts";
import { byCharacters, gathered } from "../order.ts";
import { plannedStep } from "../preview/plannedStep.ts";
import { withoutMarks } from "../preview/printable.ts";
import { shownMessage } from "../shownText.ts";
import type { StepMetadata, StepState } from "../pulumi/events.ts";
import type { Value } from "../report/schema.ts";
import { DRIFT_KINDS, type DriftKind, type DriftRow } from "./schema.ts";

/** Drift of one resource in one stack. */
export interface Drift {
  stack: string;
  kind: DriftKind;
  class: string;
  key: string;
  changed: Changed[];
}

/** Members of the state that are no arguments and that a person changes in the tenant. */
const EDITED_OUTPUTS: ReadonlySet<string> = new Set(["published", "undeclaredInputs", "versionNumber"]);

/** Arguments that only a refresh adds, because a component was published anew. */
const SERVER_INPUTS: ReadonlySet<string> = new Set(["newInputs"]);

/** Members of the state that repeat what a row says already, or are the provider's own notes. */
const SILENT_OUTPUTS: ReadonlySet<string> = new Set([
  ...["__provider", "driftedSecrets", "drifted", "reformedSecrets", "schemaVersion", "storedAs", "tenant"],
  ...["draft", "secrets", "globalSecrets", "oauthTokens", "secretRevisions"],
]);

/** Members of the state that hold no secret. Addresses at which a person authorizes may hold one. */
const SHOWN_OUTPUTS: ReadonlySet<string> = new Set([
  ...["awaitedVersion", "componentInputs", "kind", "lastConfiguredAt", "newInputs", "published"],
  ...["savedTestCredentials", "status", "undeclaredInputs", "upgradePending", "versionNumber"],
]);

/**
 * Tells the drift of one resource from a refresh of it. A secret that changed earlier and that no update has set again since
 * is drift as well, although the state knows of it.
 *
 * @param secrets values that must not be shown
 */
export function driftsOf(stack: string, metadata: StepMetadata, secrets: readonly string[]): Drift[] {
  const step = plannedStep(metadata);
  if (step === undefined) return [];
  const about = {
    stack,
    class: shownMessage(step.prismaticClass ?? step.type),
    key: shownMessage(keyOf({ ...step, new: step.old ?? step.new }), secrets),
  };
  const made = (kind: DriftKind, changed: Changed[]): Drift[] =>
    changed.length === 0 ? [] : [{ ...about, kind, changed }];
  if (step.operation === "delete") return [{ ...about, kind: "lost", changed: [] }];
  const inputs = differencesOf(step, secrets).filter(({ isSecret }) => !isSecret);
  const isServers = ({ path }: Changed) => SERVER_INPUTS.has(topOf(path));
  const outputs = outputsChanged(step.old, step.new ?? step.old, secrets);
  const isEdited = ({ path }: Changed) => EDITED_OUTPUTS.has(topOf(path));
  const edited = [...inputs.filter((each) => !isServers(each)), ...outputs.filter(isEdited)];
  const touched = touchedSecrets(step.new ?? step.old, secrets);
  const servers = [...inputs.filter(isServers), ...outputs.filter((each) => !isEdited(each))];
  // The time moves with every change of a value.
  const isTrace = edited.length + touched.length > 0;
  const own = isTrace ? servers.filter(({ path }) => !path.endsWith("lastConfiguredAt")) : servers;
  return [
    ...lostOfSet(step.new ?? step.old).map((customer) => ({
      ...about,
      key: `${about.key}, customer ${shownMessage(customer, secrets)}`,
      kind: "lost" as const,
      changed: [],
    })),
    ...made("edited", edited),
    ...made("secretTouched", touched),
    ...made("madeByServer", own),
  ];
}

/** The same drift of several stacks as one row, the worst kinds first. */
export function driftRows(drifts: readonly Drift[]): DriftRow[] {
  const shape = ({ kind, class: type, key, changed }: Drift) =>
    JSON.stringify([kind, type, key, changed.map(({ path }) => path)]);
  return gathered(drifts, shape)
    .map((members) => {
      const [first] = members as [Drift, ...Drift[]];
      return {
        ...{ kind: first.kind, class: first.class, key: first.key },
        stacks: [...new Set(members.map(({ stack }) => stack))].toSorted(byCharacters),
        changes: first.changed.map(({ path, isSecret }) => propertyChange(path, isSecret, members)),
      };
    })
    .toSorted(
      (one, other) =>
        DRIFT_KINDS.indexOf(one.kind) - DRIFT_KINDS.indexOf(other.kind) ||
        byCharacters(one.class, other.class) ||
        byCharacters(one.key, other.key) ||
        byCharacters(one.stacks.join(), other.stacks.join()),
    );
}

function outputsChanged(
  old: StepState | undefined,
  next: StepState | undefined,
  secrets: readonly string[],
): Changed[] {
  const arguments_ = new Set([...Object.keys(old?.inputs ?? {}), ...Object.keys(next?.inputs ?? {})]);
  const before = new Map(Object.entries(old?.outputs ?? {}));
  const after = new Map(Object.entries(next?.outputs ?? {}));
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted(byCharacters);
  return names.flatMap((name) => {
    if (arguments_.has(name) || SILENT_OUTPUTS.has(name)) return [];
    const [one, other] = [before.get(name), after.get(name)];
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    const difference = { before: shown(name, one, secrets), after: shown(name, other, secrets) };
    return [{ path: shownMessage(name), isSecret: false, difference }];
  });
}

function shown(name: string, value: unknown, secrets: readonly string[]): Value {
  if (value === undefined || value === null) return { absent: true };
  if (!SHOWN_OUTPUTS.has(name)) return { hidden: true };
  const plain = withoutMarks(value);
  return { text: shownMessage(typeof plain === "string" ? plain : JSON.stringify(plain), secrets) };
}

/** Secrets that changed in the tenant, and customers of a set whose credentials did. */
function touchedSecrets(state: StepState | undefined, secrets: readonly string[]): Changed[] {
  const revisions = new Map<string, unknown>(
    Object.entries(memberOf(state?.outputs, "secretRevisions") ?? {}),
  );
  const named = namesIn(state, "driftedSecrets").map((name) => {
    const revision = revisions.get(name);
    const before: Value = typeof revision === "number" ? { text: `revision ${revision}` } : { hidden: true };
    return { path: shownMessage(name, secrets), isSecret: true, difference: { before, after: HIDDEN } };
  });
  const ofSet = namesIn(state, "drifted")
    .filter((name) => name.startsWith("~"))
    .map((name) => ({
      path: `customers.${shownMessage(name.slice(1), secrets)}`,
      isSecret: true,
      difference: { before: HIDDEN, after: HIDDEN },
    }));
  return [...named, ...ofSet].toSorted((one, other) => byCharacters(one.path, other.path));
}

/** Customers of a set whose credentials are gone. */
function lostOfSet(state: StepState | undefined): string[] {
  return namesIn(state, "drifted")
    .filter((name) => name.startsWith("-"))
    .map((name) => name.slice(1))
    .toSorted(byCharacters);
}

const HIDDEN: Value = { hidden: true };

function memberOf(
  map: Readonly<Record<string, unknown>> | null | undefined,
  name: string,
): object | undefined {
  const found = new Map(Object.entries(map ?? {})).get(name);
  return typeof found === "object" && found !== null ? found : undefined;
}

function namesIn(state: StepState | undefined, name: string): string[] {
  const found = memberOf(state?.outputs, name);
  return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
}

const topOf = (path: string): string => /^[\w-]*/.exec(path)?.[0] ?? path;
