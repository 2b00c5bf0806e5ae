import type { ResourceClass } from "../../provider/src/resources/names.ts";
import { FAULTS, type Fault } from "./kinds.ts";
import type { Passing } from "./proxy.ts";

/** Acts of a command on the resources of a class. */
export const VERBS = ["create", "read", "update", "replace", "delete"] as const;

export type Verb = (typeof VERBS)[number];

/** One fault at one request of one command. */
export interface Cell {
  type: ResourceClass;
  verb: Verb;
  fault: string;
  /** Number of the request, from 1. */
  at: number;
}

/** The text by which `--cell` names a cell. */
export const titleOf = ({ type, verb, fault, at }: Cell): string => `${type}/${verb}/${fault}/${at}`;

/** The cell of a text; undefined where it names none. */
export function cellNamed(title: string): Cell | undefined {
  const [type, verb, fault, at] = title.split("/");
  if (!VERBS.some((each) => each === verb) || faultNamed(fault ?? "") === undefined || !(Number(at) > 0)) {
    return undefined;
  }
  return { type: type as ResourceClass, verb: verb as Verb, fault: fault ?? "", at: Number(at) };
}

export const faultNamed = (name: string): Fault | undefined => FAULTS.find((fault) => fault.name === name);

/** All cells of a command whose requests a run without faults has counted. */
export function cellsOf(type: ResourceClass, verb: Verb, requests: readonly Passing[]): Cell[] {
  return requests.flatMap((passing, index) =>
    FAULTS.filter(
      ({ concerns, isNotFor = [] }) =>
        !isNotFor.includes(type) && concerns(passing, requests.slice(0, index)),
    ).map((fault) => ({
      type,
      verb,
      fault: fault.name,
      at: passing.number,
    })),
  );
}
