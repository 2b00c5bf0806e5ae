import { isUnknown, knownMap, UNKNOWN, type OrUnknown } from "./wire.ts";
import { ownValue } from "../tenant/ownValue.ts";

/** Secrets by input name, as they reach the provider: unwrapped. */
export type Secrets = Record<string, OrUnknown<string>>;

/** One counter for each secret: it shows a reviewer that the secret changed. */
export type SecretRevisions = Record<string, OrUnknown<number>>;

/**
 * The counters that belong to new secrets: raised where the value differs from the old one. An old value that is no
 * longer known, because it was changed in the tenant, counts as different.
 */
export function nextRevisions(
  old: { secrets: OrUnknown<Secrets> | undefined; revisions: OrUnknown<SecretRevisions> | undefined },
  secrets: OrUnknown<Secrets> | undefined,
): OrUnknown<SecretRevisions> | undefined {
  if (secrets === undefined) return undefined;
  if (isUnknown(secrets)) return UNKNOWN;
  const oldSecrets = isUnknown(old.secrets) ? {} : (old.secrets ?? {});
  const oldRevisions = isUnknown(old.revisions) ? {} : (old.revisions ?? {});
  const next = (name: string, secret: OrUnknown<string>) => {
    const revision = ownValue(oldRevisions, name) ?? 0;
    if (isUnknown(secret) || isUnknown(revision)) return UNKNOWN;
    return ownValue(oldSecrets, name) === secret && revision > 0 ? revision : revision + 1;
  };
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, next(name, secret)]));
}

/** Secrets of the state or of the new arguments, without their values. */
interface CountedSecrets {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  driftedSecrets?: string[] | undefined;
}

/**
 * True where a secret was added, changed or removed. Judged by the counters alone: a report must read no values.
 *
 * @param concerns selects secrets by the name of their counter
 */
export function secretsChanged(
  olds: CountedSecrets,
  news: CountedSecrets,
  concerns: (name: string) => boolean = () => true,
): boolean {
  if (isUnknown(olds.secretRevisions) || isUnknown(news.secretRevisions)) return true;
  const before = olds.secretRevisions ?? {};
  const after = news.secretRevisions ?? {};
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const counted = [...names].some(
    (name) =>
      concerns(name) &&
      (ownValue(before, name) !== ownValue(after, name) || isUnknown(ownValue(after, name))),
  );
  return counted || (olds.driftedSecrets ?? []).some(concerns);
}

/** Secrets of one argument, under the names that their counters have. */
export interface SecretGroup {
  /** The argument that a change settles together with the counters. */
  argument: string;
  /** Beginning of the counters' names. */
  prefix: string;
  /** Undefined where the argument is left out. */
  secrets: OrUnknown<Secrets> | undefined;
}

/** All secrets under the names of their counters; undefined where no argument has any. */
export function allSecrets(groups: readonly SecretGroup[]): OrUnknown<Secrets> | undefined {
  if (groups.some(({ secrets }) => isUnknown(secrets))) return UNKNOWN;
  const declared = groups.filter(({ secrets }) => secrets !== undefined);
  if (declared.length === 0) return undefined;
  return Object.fromEntries(
    declared.flatMap(({ prefix, secrets }) =>
      Object.entries(knownMap(secrets)).map(([name, secret]) => [`${prefix}${name}`, secret]),
    ),
  );
}

/** Tells a counter of this group from those of groups whose prefix is longer. */
export function isOfGroup(counter: string, group: SecretGroup, groups: readonly SecretGroup[]): boolean {
  const longer = groups.filter(({ prefix }) => prefix.length > group.prefix.length);
  return counter.startsWith(group.prefix) && !longer.some(({ prefix }) => counter.startsWith(prefix));
}
