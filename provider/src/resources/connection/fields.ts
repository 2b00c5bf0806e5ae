import { isDeepStrictEqual } from "node:util";
import { secretsChanged } from "../../dynamic/secretRevisions.ts";
import { isAlike } from "../../dynamic/storedForm.ts";
import { isUnknown, knownList, knownMap } from "../../dynamic/wire.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import { heldValues, writeOnlyInputs } from "../inputs/expressions.ts";
import { markedInputs, sentInputs } from "./inputs.ts";
import { addsInputs } from "../inputs/newInputs.ts";
import { otherOwners } from "../inputs/owners.ts";
import { refreshedValues } from "../inputs/tenantValues.ts";
import { declaredNames } from "../inputs/values.ts";
import type { ConnectionInputs } from "./arguments.ts";
import { plain, type Field, type Payload, type Row, type Written } from "./row.ts";
import { declaredOwners, isGlobalSecret, managesGlobalValues, type CheckedConnection } from "./state.ts";
import { ownTokensRow, testTokensRow } from "./oauthTokens.ts";
import { testCredentials } from "./testCredentials.ts";
import { ownValue } from "../../tenant/ownValue.ts";

/** The global values: two arguments, and one list of inputs in the API. */
export const globalValues: Field = {
  sentAs: "inputs",
  part: "globalValues",
  onCreate: "sent",
  settles: [
    "globalValues",
    "globalSecrets",
    "undeployedInstances",
    "componentInputs",
    "newInputs",
    "addedInputs",
    "undeclaredInputs",
  ],
  isDeclared: managesGlobalValues,
  differs: (old, args) =>
    managesGlobalValues(args) &&
    (old === undefined ||
      old.newInputs !== undefined ||
      addsInputs(old, args) ||
      !isDeepStrictEqual(old.globalValues ?? {}, args.globalValues ?? {}) ||
      isUnknown(args.globalSecrets) ||
      secretsChanged(old, args, isGlobalSecret)),
  isReleased: (old, args) => managesGlobalValues(old) && !managesGlobalValues(args),
  send: sentInputs,
  differences: (args, found, owner, type) => {
    if (!managesGlobalValues(args)) return [];
    const secrets = knownMap(args.globalSecrets);
    const wanted = { ...knownMap(args.globalValues), ...secrets };
    const held = heldValues(found, owner, { type, declared: Object.keys(wanted) });
    const names = new Set([...Object.keys(wanted), ...Object.keys(held.readable)]);
    return [...names].filter((name) => {
      if (held.writeOnly.includes(name) || isUnknown(ownValue(wanted, name))) return false;
      // A secret that an interrupted run did not get to set is no difference; it is set on adoption.
      const isMissing = !Object.hasOwn(held.readable, name) && Object.hasOwn(secrets, name);
      return !isMissing && !isAlike(ownValue(wanted, name), ownValue(held.readable, name));
    });
  },
  overwritten: (args, found, owner, type) => {
    const declared = declaredNames({ values: args.globalValues, secrets: args.globalSecrets });
    const { readable } = heldValues(found, owner, { type, declared });
    // Values that are not declared are kept.
    return globalValues
      .differences(args, found, owner, type)
      .filter((name) => declared.includes(name) && Object.hasOwn(readable, name));
  },
  refreshed: (old, found, owner, type) => {
    if (!managesGlobalValues(old)) return {};
    const known = { ...old, values: old.globalValues, secrets: old.globalSecrets };
    const driftedSecrets = old.driftedSecrets?.filter(isGlobalSecret);
    const now = refreshedValues(owner, { ...known, driftedSecrets }, old.lastConfiguredAt, found, type);
    return {
      globalValues: now.values,
      globalSecrets: now.secrets,
      driftedSecrets: now.drifted,
      undeclaredInputs: now.undeclared,
    };
  },
  // The command sorts values into plain and secret ones, which takes the component's definition.
  imported: () => ({}),
};

/** The owners of the inputs, which go with the inputs in the API. */
export const owners: Field = {
  sentAs: "inputs",
  onCreate: "sent",
  settles: ["customerInputs", "globalInputs", "owners"],
  isDeclared: ({ customerInputs, globalInputs }) =>
    customerInputs !== undefined || globalInputs !== undefined,
  differs: (old, args) =>
    old === undefined ||
    old.owners !== undefined ||
    !isDeepStrictEqual(old.customerInputs ?? [], args.customerInputs ?? []) ||
    !isDeepStrictEqual(old.globalInputs ?? [], args.globalInputs ?? []),
  isReleased: () => false,
  send: sentInputs,
  differences: (args, found, owner, type) =>
    Object.keys(otherOwners(found, owner, type, declaredOwners(args)) ?? {}).map((name) => `owners.${name}`),
  refreshed: (old, found, owner, type) => ({
    customerInputs: old.customerInputs,
    globalInputs: old.globalInputs,
    owners: otherOwners(found, owner, type, declaredOwners(old)),
  }),
  imported: () => ({}),
};

/** Marks of inputs that no client can read back. A mark is never taken away: Prismatic may not allow it. */
export const writeOnly: Field = {
  sentAs: "inputs",
  onCreate: "sent",
  settles: ["writeOnlyInputs"],
  isDeclared: ({ writeOnlyInputs }) => writeOnlyInputs !== undefined,
  differs: (old, args) => {
    const before = old === undefined ? [] : markedInputs(old);
    return isUnknown(args.writeOnlyInputs) || markedInputs(args).some((name) => !before.includes(name));
  },
  isReleased: (old, args) => old.writeOnlyInputs !== undefined && args.writeOnlyInputs === undefined,
  send: sentInputs,
  differences: () => [],
  refreshed: (old, found) => {
    const held = writeOnlyInputs(found);
    const isMarked = markedInputs(old).every((name) => held.includes(name));
    const kept = knownList(old.writeOnlyInputs === true ? [] : old.writeOnlyInputs).filter((name) =>
      held.includes(name),
    );
    return { writeOnlyInputs: isMarked || old.writeOnlyInputs === undefined ? old.writeOnlyInputs : kept };
  },
  imported: (found) => {
    const held = writeOnlyInputs(found);
    return held.length > 0 ? { writeOnlyInputs: held } : {};
  },
};

/** The fields that `updateScopedConfigVariable` sets. */
export const FIELDS: readonly Field[] = [
  plain("name", {
    sentAs: "key",
    onCreate: "sent",
    held: (found) => found.key,
    send: (name) => ({ key: name }),
    unset: "",
    whenRemoved: "unset",
  }),
  plain("description", {
    sentAs: "description",
    onCreate: "sent",
    held: (found) => found.description ?? "",
    send: (description) => ({ description: description ?? "" }),
    unset: "",
    whenRemoved: "stays",
  }),
  globalValues,
  owners,
  writeOnly,
  plain("embeddedWorkflows", {
    sentAs: "defaultForComponent",
    part: "embeddedWorkflows",
    onCreate: "follows",
    held: (found) => found.defaultForComponent,
    send: (isOn) => ({ defaultForComponent: isOn === true }),
    unset: false,
    whenRemoved: "unset",
  }),
  plain("oauthRedirect", {
    sentAs: "oAuthRedirectConfig",
    onCreate: "sent",
    held: redirectOf,
    send: redirect,
    unset: {},
    whenRemoved: "unset",
  }),
];

/** All rows of a connection. */
export const ROWS: readonly Row[] = [...FIELDS, ownTokensRow, testCredentials, testTokensRow];

/** The fields of the update that takes a connection over instead of creating it. */
export function takenOver(args: CheckedConnection): Field[] {
  // A flag that is on may be another resource's that goes in this run; switching it on follows by itself.
  return FIELDS.filter(
    (field) => field.isDeclared(args) && !(field.onCreate === "follows" && field.differs(undefined, args)),
  );
}

/** The input of an update that sends these fields. */
export async function payloadOf(
  fields: readonly Field[],
  args: CheckedConnection,
  written: Written,
): Promise<Payload> {
  const parts = await Promise.all(fields.map(async (field) => field.send(args, written)));
  return Object.assign({}, ...parts) as Payload;
}

type Redirect = ConnectionInputs["oauthRedirect"];

/** The redirects as the API takes them; removing all of them has a member of its own. */
function redirect(oauthRedirect: Redirect): Payload {
  const { success = null, failure = null } = typeof oauthRedirect === "object" ? oauthRedirect : {};
  if (success === null && failure === null) return { unsetOAuthRedirectConfig: true };
  return { oAuthRedirectConfig: { oAuthSuccessRedirectUri: success, oAuthFailureRedirectUri: failure } };
}

function redirectOf(found: TenantConnection): Redirect {
  const { oAuthSuccessRedirectUri: success, oAuthFailureRedirectUri: failure } =
    found.oAuthRedirectConfig ?? {};
  return { ...(success ? { success } : {}), ...(failure ? { failure } : {}) };
}
