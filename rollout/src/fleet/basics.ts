import { byCharacters } from "../order.ts";
import { shownMessage } from "../shownText.ts";
import type { Failure } from "../report/schema.ts";
import type { FleetReading } from "./fleet.ts";

/** Members that all reports say of a stack. */
export function basicsOf(
  { stack, readAt, seconds, ...reading }: FleetReading<unknown>,
  tenant: { url: string; id?: string } | undefined,
) {
  return {
    stack: shownMessage(stack.name),
    ...(tenant === undefined ? {} : { tenant }),
    labels: stack.labels,
    readAt,
    seconds,
    failures: "failures" in reading ? [...reading.failures] : [],
  };
}

/** Readings in the order of their stacks' names. */
export function inOrder<Found>(readings: readonly FleetReading<Found>[]): FleetReading<Found>[] {
  return readings.toSorted((one, other) => byCharacters(one.stack.name, other.stack.name));
}

/** The first words of a report for people. */
export function heading(
  what: string,
  { project, commit, isUncommitted }: { project: string; commit?: string; isUncommitted?: boolean },
): string {
  const from = commit === undefined ? "" : `, commit ${commit.slice(0, 12)}`;
  return `${what} of ${project}${from}${isUncommitted ? " with changes" : ""}`;
}

/** Lines about stacks that failed. */
export function failureLines(stacks: readonly { stack: string; failures: readonly Failure[] }[]): string[] {
  return stacks.flatMap(({ stack, failures }) =>
    failures.map(
      ({ message, nextStep, urn }) =>
        `${stack} failed: ${urn === undefined ? "" : `${urn.slice(urn.lastIndexOf("::") + 2)}: `}${message}\n    Next: ${nextStep}`,
    ),
  );
}
