import { z } from "zod";

interface Choice<Values extends readonly [string, ...string[]]> {
  question: string;
  values: Values;
}

const choice = <const Values extends readonly [string, ...string[]]>(
  question: string,
  ...values: Values
): Choice<Values> => ({ question, values });

/** The choices where Prismatic's behaviour is not public. The first value is the default. */
export const switchChoices = {
  "omitted-connection-inputs": choice(
    "Inputs that an update of a connection leaves out are",
    "cleared",
    "kept",
  ),
  "omitted-customer-inputs": choice(
    "Global inputs that a customer's credentials leave out are",
    "inherited",
    "cleared",
  ),
  "default-for-component": choice(
    "Connections of one component with `defaultForComponent` (one: the last)",
    "one",
    "several",
  ),
  "delete-used-by-integration": choice(
    "A delete while only an integration version uses the connection is",
    "refused",
    "allowed",
  ),
  "delete-with-credentials": choice("A delete with customers' saved credentials is", "cascades", "refused"),
  "credentials-per-customer": choice(
    "Credentials of one customer for one connection (several: by name)",
    "several",
    "one",
  ),
  "organization-client-credentials": choice(
    "Client credentials that the organization supplies for a customer are",
    "allowed",
    "refused",
  ),
  "changed-oauth-client": choice("After a new client id or scopes the authorization is", "pending", "kept"),
  "values-reach-instances": choice("New values reach instances", "on-redeploy", "at-once"),
  "component-versions": choice("After a new component version a connection", "follows", "pinned"),
  "integration-names": choice("A second integration of the same name is", "refused", "allowed"),
  "publish-unchanged": choice("Publishing a draft without changes is", "allowed", "refused"),
  "alias-failure": choice("Of several aliases in one request, a failing one fails", "alone", "all"),
  "retry-after": choice("The header `Retry-After` of a 429 is", "sent", "omitted"),
  "stable-key-reuse": choice("The stable key of a deleted connection is free", "after-delete", "never"),
  "stable-key-case": choice("Letter case in stable keys is", "sensitive", "insensitive"),
  "publish-answers": choice(
    "The id that `publishIntegration` answers is that of the",
    "version-id",
    "draft-id",
  ),
  "bulk-upgrade-target": choice("A bulk upgrade brings the latest version that is", "available", "published"),
  "bulk-upgrade-incomplete": choice(
    "Deployed instances that lack a value at a bulk upgrade are (refused: all of them)",
    "left-undeployed",
    "refused",
  ),
  "page-too-large": choice("A page of more than 100 objects is", "capped", "refused"),
  "unsorted-order": choice(
    "The order of a list that can be sorted and is not (unstable: another in the next request)",
    "creation",
    "unstable",
  ),
  cursors: choice("A cursor stands for a", "position", "key"),
  "permission-refusal": choice(
    "What the caller's role does not permit is refused by a",
    "graphql-error",
    "payload-error",
  ),
  "standalone-tree-location": choice("`treeLocation` of a connection outside of any tree is", "null", "root"),
  "user-test-credentials": choice(
    "Test credentials of a user connection are a",
    "leaf",
    "customer-config-variable",
  ),
  "user-default-for-component": choice("`defaultForComponent` of a user connection is", "refused", "allowed"),
  "password-inputs": choice("Inputs of the type PASSWORD are", "readable", "write-only"),
  "write-only-in-yaml": choice("A write-only input in an exported definition is", "blank", "dropped"),
  "token-in-meta": choice(
    "The token in `meta` of a reusable connection or its credentials is",
    "shown",
    "hidden",
  ),
  "token-update-sets-active": choice(
    "A token that a client sets makes the authorization active",
    "only-when-sent",
    "always",
  ),
  "token-on-customer-scope": choice(
    "A token for a connection without credentials of its own is",
    "refused",
    "accepted",
  ),
  "write-only-removable": choice("An input that is write-only can be made readable again", "no", "yes"),
  "empty-on-create": choice(
    "A global input that is created empty holds what was sent, or its default",
    "stored",
    "component-default",
  ),
  "unknown-input": choice("An input that the connection type does not have is", "refused", "ignored"),
  "reusable-on-user-page": choice(
    "A customer's or the organization's connection on a user-level page is",
    "refused",
    "ignored",
  ),
  "definition-text": choice(
    "An imported definition is exported as Prismatic writes it, or byte for byte as it came",
    "normalised",
    "as-sent",
  ),
  "stored-form": choice(
    "Texts, addresses and times are stored (normalised: in a form of the tenant's own)",
    "as-sent",
    "normalised",
  ),
  "suspended-tenant": choice(
    "A token for a suspended tenant is (limited: it tells its owner and the owner's tenants)",
    "refused",
    "limited",
  ),
} as const;

/** The limit of one root field's aliases in one request; 1 refuses alias batches. */
export const aliasesPerRequestQuestion =
  "Aliases of one root field in one request: any number, or at most n (1: refused)";

/** The time that a publication takes, on the stack's clock. */
export const publicationDelayQuestion =
  "Milliseconds from the publication of an integration's version until it is available";

/** The setting of every switch. */
export type Switches = {
  [Name in keyof typeof switchChoices]: (typeof switchChoices)[Name]["values"][number];
} & { "aliases-per-request": number | "any"; "publication-delay": number };

const switchesSchema = z.strictObject({
  ...Object.fromEntries(
    Object.entries(switchChoices).map(([name, { values }]) => [name, z.enum(values).default(values[0])]),
  ),
  "aliases-per-request": z.union([z.literal("any"), z.coerce.number().int().positive()]).default("any"),
  "publication-delay": z.coerce.number().int().nonnegative().default(3000),
});

/** The settings after a change; refuses unknown switches and values with a message that names them. */
export function changedSwitches(current: Partial<Switches>, change: unknown): Switches {
  const merged = switchesSchema.safeParse({ ...current, ...z.record(z.string(), z.unknown()).parse(change) });
  if (!merged.success) throw new Error(`Bad switch: ${z.prettifyError(merged.error)}`);
  return merged.data as Switches;
}
