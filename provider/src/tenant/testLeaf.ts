import { apartOf } from "./connectionTree.ts";
import type { FieldError } from "./errors.ts";
import type { TenantConnection, TenantCredentials } from "./operation.ts";
import type { CreateScopedConfigVariableInput, InputExpression } from "./operations.generated.ts";
import { ownValue } from "./ownValue.ts";

/** Longest key and display name. */
const LONGEST = 255;

const SUFFIX = ":test";

/**
 * The stable key of the test credentials of a user connection. Prismatic tells of nothing below a user connection what it
 * is below of, so that the key alone leads from one to the other.
 */
export function testLeafKey(stableKey: string): string {
  return `${stableKey}${SUFFIX}`;
}

/** The stable key of the user connection whose test credentials have this one; undefined for any other key. */
export function containerKey(stableKey: string): string | undefined {
  return stableKey.endsWith(SUFFIX) ? stableKey.slice(0, -SUFFIX.length) : undefined;
}

/** True where the test credentials of a user connection with this stable key can have a key of their own. */
export function hasTestLeafKey(stableKey: string): boolean {
  return testLeafKey(stableKey).length <= LONGEST;
}

/** Tells user connections, whose test credentials are a connection below them. */
export function isUserConnection(found: TenantConnection): boolean {
  return found.variableScope.toUpperCase() === "USER" && apartOf(found) === undefined;
}

/** The user connection whose test credentials a connection holds. */
export function containerOf(
  leaf: TenantConnection,
  all: readonly TenantConnection[],
): TenantConnection | undefined {
  if (apartOf(leaf) !== "testCredentials") return undefined;
  return all.find((found) => isUserConnection(found) && testLeafKey(found.stableKey) === leaf.stableKey);
}

/** Test credentials in the form that those of other connections have. */
export function asTestCredentials(leaf: TenantConnection, container: TenantConnection): TenantCredentials {
  const { id, allowRemove, status, authorizeUrl, lastConfiguredAt, inputs } = leaf;
  return {
    ...{ id, allowRemove, status, authorizeUrl, lastConfiguredAt, inputs },
    key: null,
    isTest: true,
    isConnection: true,
    hasDeployedInstances: false,
    customer: null,
    scopedConfigVariable: { id: container.id },
  };
}

/** The connection that holds the test credentials of a user connection, as a creation sends it. */
export function testLeafInput(
  container: TenantConnection,
  inputs: InputExpression[],
): CreateScopedConfigVariableInput {
  return {
    parent: container.id,
    key: `${container.key.slice(0, LONGEST - SUFFIX.length - 2)} (test)`,
    stableKey: testLeafKey(container.stableKey),
    variableScope: "user",
    managedBy: "org",
    ...(container.connection === null ? {} : { connection: container.connection.id }),
    inputs,
  };
}

/** All inputs of an update of test credentials: those that are held and no longer declared are emptied. */
export function testLeafUpdate(leaf: TenantConnection, inputs: InputExpression[]): InputExpression[] {
  const declared = new Set(inputs.map(({ name }) => name));
  const gone = (leaf.inputs?.nodes ?? []).filter(({ name, hasValue }) => hasValue && !declared.has(name));
  return [...inputs, ...gone.map(({ name }) => ({ name, type: "value", value: "" }))];
}

const ADVICE: Record<string, string> = {
  parent:
    "Test credentials of a user connection are written as a connection below it and in no other form. Where this " +
    "Prismatic has another form for them, or holds some already under another stable key: remove testCredentials (or " +
    "TestCredentials) here, and enter them in the web app.",
  defaultForComponent:
    "Where this Prismatic does not take such a connection as its component's default: remove embeddedWorkflows (or " +
    "EmbeddedWorkflowFlag).",
};

/** Adds what to do to complaints about what nobody outside Prismatic knows of user connections. */
export function withAdvice(errors: readonly FieldError[] | undefined): FieldError[] | undefined {
  return errors?.map((error) => {
    const advice = ownValue(ADVICE, error.field);
    return advice === undefined ? error : { ...error, messages: [...error.messages, advice] };
  });
}
