import type { Properties } from "../support/grpc.ts";
import type { TenantOptions } from "../support/tenant.ts";
import type { ResourceClass } from "../../provider/src/resources/names.ts";

/** Stages that a program declares one after the other: at first, with other values, and so that new objects are needed. */
export type Stage = "first" | "changed" | "replaced";

/** Begins every secret of a scenario. */
export const SECRET = "hush";

/** Two or more resources of one class, which one command writes together. */
export interface Scenario {
  type: ResourceClass;
  /** Contents of the tenant before the first command. */
  holds?: NonNullable<TenantOptions["holds"]>;
  /** Writes files that the arguments name into a folder. */
  prepare?: (folder: string) => Promise<void>;
  /** Arguments by the names of the resources. */
  declare: (stage: Stage, folder: string) => Record<string, Properties>;
  /** Words by which a message names each resource. */
  names: Record<string, string[]>;
}

/** Endings of the values that change from `first` to `changed`. */
export const endOf = (stage: Stage): string => (stage === "first" ? "1" : "2");

/** A secret that changes with the stage, or that always stays the same. */
export const secret = (what: string, stage?: Stage): string =>
  `${SECRET}-${what}-${stage === undefined ? "stays" : endOf(stage)}`;

/** A key that is another one where the object is replaced. */
export const moved = (key: string, stage: Stage): string => (stage === "replaced" ? `${key}-moved` : key);

type Connections = NonNullable<NonNullable<TenantOptions["holds"]>["connections"]>;

/** A connection that somebody made in the web app. */
export function madeByHand(
  stableKey: string,
  component: string,
  {
    inputs = {},
    ...more
  }: Partial<Omit<Connections[number], "inputs">> & { inputs?: Record<string, string> } = {},
): Connections[number] {
  const meta = { managedBy: "org", inputScope: "org" } as const;
  return {
    stableKey,
    name: `By hand: ${stableKey}`,
    component,
    variableScope: "customer",
    managedBy: "org",
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, { value, meta }])),
    ...more,
  };
}

/** Customers with these external ids. */
export const customersNamed = (...externalIds: string[]) =>
  externalIds.map((externalId) => ({ externalId, name: externalId }));
