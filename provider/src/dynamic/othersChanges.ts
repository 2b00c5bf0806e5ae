import { isDeepStrictEqual } from "node:util";
import { ownValue } from "../tenant/ownValue.ts";
import type { Properties } from "./lifecycle.ts";
import type { Revisions } from "./resourceType.ts";
import { withShownValues } from "./shownValues.ts";
import { asSent, type StoredForm } from "./storedForm.ts";
import { isMap } from "./wire.ts";

interface Step {
  /** The state, from which the plan was made. */
  old: Properties & StoredForm & Revisions & { driftedSecrets?: string[] };
  /** Arguments that the step declares; none for a deletion. */
  news: Properties & Revisions;
  /** True where the step sets or removes values. */
  concernsValues: boolean;
}

/** An object as the tenant has it now. */
interface Now {
  args: Properties;
  driftedSecrets: readonly string[] | undefined;
}

/**
 * Names what others changed of an object since its state was written, as paths: what a step would undo although its plan
 * does not show it.
 *
 * Names nothing where all that differs is as the step declares it, or gone before a deletion: an earlier run was broken off
 * after the tenant had carried out its request. The same explains secrets that were set since, of which only the time is
 * known, where the step sets secrets itself.
 *
 * @param secretPaths paths of secrets, whose values say nothing
 */
export function changedByOthers(
  { old, news, concernsValues }: Step,
  { args, driftedSecrets = [] }: Now,
  secretPaths: readonly string[],
): string[] {
  const now = asSent(args, old, old.storedAs);
  // The state has the texts of others in the form in which Pulumi can show them.
  const changed = differences(old, withShownValues(now, old, []), []).filter(
    (path) => !isSecret(path, secretPaths),
  );
  const lost = changed.filter(
    (path) => !isDeepStrictEqual(orNothing(valueAt(news, path)), orNothing(valueAt(now, path))),
  );
  if (changed.length > 0) return lost.map((path) => path.join("."));
  const { secretRevisions = old.secretRevisions } = news;
  const setsSecrets = !isDeepStrictEqual(secretRevisions, old.secretRevisions);
  if (setsSecrets || !concernsValues) return [];
  const before = old.driftedSecrets ?? [];
  return driftedSecrets.filter((name) => !before.includes(name));
}

/** Paths of what the state holds and the tenant has in another form; what the state lacks is not managed. */
function differences(old: Properties, now: Properties, at: readonly string[]): string[][] {
  return Object.entries(now).flatMap(([name, value]) => {
    const before = ownValue(old, name);
    if (before === undefined || isDeepStrictEqual(before, value)) return [];
    const path = [...at, name];
    if (!isMap(before) || !isMap(value)) return [path];
    const gone = Object.keys(before).filter((member) => !Object.hasOwn(value, member));
    const members = { ...Object.fromEntries(gone.map((member) => [member, undefined])), ...value };
    return differences(before, members, path);
  });
}

function isSecret(path: readonly string[], secretPaths: readonly string[]): boolean {
  return secretPaths.some((secret) => secret.split(".").every((name, index) => name === path[index]));
}

/** A switch that is off is like one that is not there: removing it loses nothing, whoever switched it off. */
function orNothing(value: unknown): unknown {
  return value === false ? undefined : value;
}

function valueAt(properties: Properties, path: readonly string[]): unknown {
  let value: unknown = properties;
  for (const name of path) value = isMap(value) ? ownValue(value, name) : undefined;
  return value;
}
