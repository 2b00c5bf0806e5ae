import { byCharacters, gathered } from "../../order.ts";
import type { Failure, PreviewReport } from "../schema.ts";

/** A failure that several tenants may share. */
export interface SharedFailure {
  message: string;
  nextStep: string;
  /** Name of the resource in the program, where the failure is about one. */
  resource: string | undefined;
  stacks: string[];
}

/** A report with the failures of its tenants. */
export interface Failing {
  command: string;
  stacks: readonly { stack: string; status: string; failures: readonly Failure[] }[];
}

/** All failures, those that many tenants share first; a tenant that failed without a word has one as well. */
export function failuresOf(report: Failing): SharedFailure[] {
  const all = report.stacks.flatMap(({ stack, status, failures }) => {
    const silent = status === "failed" && failures.length === 0;
    const nextStep = `Run prismatic-rollout ${report.command} for this stack alone and read its output.`;
    const told = silent
      ? [{ message: `The ${report.command} failed without a message.`, nextStep }]
      : failures;
    return told.map((failure) => ({ ...failure, resource: resourceName(failure), stack }));
  });
  return shared(all, ({ message, nextStep, resource }) => [message, nextStep, resource ?? null]);
}

/** A violation of a policy that several tenants may share. */
export interface SharedViolation {
  pack: string;
  policy: string;
  message: string;
  isMandatory: boolean;
  resource: string | undefined;
  stacks: string[];
}

/** All violations of policies, mandatory ones first. */
export function violationsOf(report: PreviewReport): SharedViolation[] {
  const all = report.stacks.flatMap(({ stack, violations }) =>
    violations.map((violation) => ({ ...violation, resource: resourceName(violation), stack })),
  );
  const mandatoryFirst = all.toSorted((one, other) => Number(other.isMandatory) - Number(one.isMandatory));
  const found = shared(mandatoryFirst, (one) => [
    one.pack,
    one.policy,
    one.message,
    one.isMandatory,
    one.resource ?? null,
  ]);
  return found.toSorted((one, other) => Number(other.isMandatory) - Number(one.isMandatory));
}

export interface SharedNotice {
  message: string;
  stacks: string[];
}

/** All notices, those that many tenants share first. */
export function noticesOf(report: PreviewReport): SharedNotice[] {
  const all = report.stacks.flatMap(({ stack, notices }) => notices.map((message) => ({ message, stack })));
  return shared(all, ({ message }) => [message]);
}

function shared<Item extends { stack: string }>(
  items: Item[],
  keyOf: (item: Item) => unknown[],
): (Item & { stacks: string[] })[] {
  return gathered(items, (item) => JSON.stringify(keyOf(item)))
    .flatMap((same) => {
      const stacks = [...new Set(same.map(({ stack }) => stack))].toSorted(byCharacters);
      return same.slice(0, 1).map((item) => ({ ...item, stacks }));
    })
    .toSorted((one, other) => other.stacks.length - one.stacks.length);
}

/** The last part of a URN, which does not name the stack. */
function resourceName({ urn }: { urn?: string | undefined }): string | undefined {
  return urn?.split("::").slice(3).join("::") || urn;
}
