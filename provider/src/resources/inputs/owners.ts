import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown, knownList, type OrUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import { scopeOf, type InputOwner, type Owner } from "./expressions.ts";
import { enterableInputs } from "./values.ts";

/**
 * Inputs of an OAuth 2.0 type that describe the organization's own application; no customer is asked for them. Source:
 * `ORG_MANAGED_INPUTS` in the script create-organization-connection of prismatic-io/prismatic-skills.
 */
export const ORGANIZATION_INPUTS = [
  ...["authorizeUrl", "tokenUrl", "clientId", "clientSecret"],
  ...["scopes", "refreshUrl", "revokeUrl", "audience"],
];

type Names = OrUnknown<OrUnknown<string>[]> | undefined;

/** Decisions of a program about who supplies an input. */
export interface DeclaredOwners {
  customerInputs?: Names;
  globalInputs?: Names;
  /** Names of the inputs with a value for all customers. */
  valued: readonly string[];
}

const GLOBAL: InputOwner = { managedBy: "org", inputScope: "org" };

/** The owner of an input by the program or by the connection type; undefined where neither says one. */
export function decidedOwner(
  kind: Owner,
  { oauth2Type }: Pick<ConnectionType, "oauth2Type">,
  { customerInputs, globalInputs, valued }: DeclaredOwners,
): (input: string) => InputOwner | undefined {
  const isLoggedInTo =
    oauth2Type !== null && (kind.variableScope === "user" || kind.managedBy === "customer");
  return (input) => {
    if (valued.includes(input) || knownList(globalInputs).includes(input)) return GLOBAL;
    if (knownList(customerInputs).includes(input)) return defaultOwner(kind);
    return isLoggedInTo && ORGANIZATION_INPUTS.includes(input) ? GLOBAL : undefined;
  };
}

/** The owner of the inputs that are nobody's in particular. */
export function defaultOwner({ variableScope, managedBy }: Owner): InputOwner {
  if (variableScope === "org") return GLOBAL;
  // A user is no party of its own in the meta of an input.
  return { managedBy: variableScope === "user" ? "customer" : managedBy, inputScope: "customer" };
}

/** The scopes of inputs that have another owner in the tenant than the one that was decided, by name. */
export function otherOwners(
  found: TenantConnection,
  kind: Owner,
  type: ConnectionType | undefined,
  declared: DeclaredOwners,
): Record<string, string> | undefined {
  if (type === undefined || isUnknown(declared.customerInputs) || isUnknown(declared.globalInputs))
    return undefined;
  const decided = decidedOwner(kind, type, declared);
  const enterable = enterableInputs(type);
  const others = (found.inputs?.nodes ?? []).flatMap((input) => {
    const [scope, wanted] = [scopeOf(input, kind), decided(input.name)?.inputScope];
    const isOther = enterable.includes(input.name) && wanted !== undefined && scope !== wanted;
    return isOther ? [[input.name, scope] as const] : [];
  });
  return others.length > 0 ? Object.fromEntries(others) : undefined;
}

/** The inputs that customers, or users, have to enter themselves. */
export function askedOfCustomers(kind: Owner, type: ConnectionType, declared: DeclaredOwners): string[] {
  const decided = decidedOwner(kind, type, declared);
  return type.inputs.nodes
    .filter(({ key, type, shown }) => {
      const owner = decided(key) ?? defaultOwner(kind);
      return type !== "TEMPLATE" && shown && owner.inputScope === "customer";
    })
    .map(({ key }) => key);
}

/** Judges the lists of names against each other. */
export function ownerProblems(
  kind: Owner,
  { customerInputs, globalInputs, valued }: DeclaredOwners,
): Problem[] {
  const [customers, globals] = [knownList(customerInputs), knownList(globalInputs)];
  if (kind.variableScope === "org" && (customers.length > 0 || globals.length > 0)) {
    const path = customers.length > 0 ? "customerInputs" : "globalInputs";
    return [{ path, message: "is for connections of customers and users; here every input is global." }];
  }
  return customers.flatMap((name) => {
    const path = `customerInputs.${name}`;
    if (globals.includes(name))
      return [{ path, message: "is in globalInputs as well; remove one of the two." }];
    if (valued.includes(name)) {
      return [
        { path, message: "has a global value as well; remove the value, or the name from customerInputs." },
      ];
    }
    return [];
  });
}
