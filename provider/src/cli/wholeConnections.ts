import { testCredentialsOf } from "../resources/connection/state.ts";
import { CONNECTION_CLASSES } from "../resources/names.ts";
import { typeOf } from "../resources/reference/connectionType.ts";
import { kindOf } from "../resources/reference/kinds.ts";
import type { Apart } from "../tenant/connectionTree.ts";
import type { ApartConnection } from "../tenant/connections.ts";
import type { TenantConnection } from "../tenant/operation.ts";
import type { TenantSession } from "../tenant/session.ts";
import { connection, type Importable } from "./importables.ts";
import { importedCredentials } from "./importedParts.ts";
import type { ManagedObjects } from "./managedObjects.ts";
import {
  isCarried,
  managedBy,
  together,
  UNCARRIED,
  type TakenOver,
  type TenantObject,
} from "./tenantObjects.ts";

const APART: Record<Apart, (found: TenantConnection) => string> = {
  buildOnlyContainer: () => "it is build-only: Prismatic made it for building in one tenant, and manages it",
  buildOnly: () => "it is build-only: Prismatic made it for building in one tenant, and manages it",
  credentialOfUser: () => "it is one user's own credential below a user connection, which that user manages",
  testCredentials: () => "it holds the test credentials of a user connection, and does not tell of which one",
  ofCustomer: ({ customer }) => `it belongs to the customer "${customer?.name}" alone`,
};

/** Reads every connection of the tenant with its test credentials, and what the list of connections holds besides. */
export async function wholeConnections(session: TenantSession, managed: ManagedObjects): Promise<TakenOver> {
  const all = await session.connections.all();
  const each = await Promise.all(all.map((found) => wholeConnection(session, found, managed)));
  const tests = new Set(all.flatMap((found) => testCredentialsOf(found)?.id ?? []));
  const apart = (await session.connections.allApart()).filter(({ found }) => !tests.has(found.id));
  return together([...each, { objects: apart.flatMap(apartObjects), imported: [] }]);
}

/** The connection with its type where both are understood, or the reason why it cannot be declared. */
export async function judgedConnection(
  session: TenantSession,
  found: TenantConnection,
): Promise<Importable | string> {
  const kind = kindOf(found);
  if (kind === undefined) {
    return `it is of a kind that this version does not know (${found.variableScope}, managed by ${found.managedBy})`;
  }
  const type = await typeOf(session, found);
  return type === undefined
    ? "the tenant no longer has its component or connection type"
    : { kind, found, type };
}

async function wholeConnection(
  session: TenantSession,
  found: TenantConnection,
  managed: ManagedObjects,
): Promise<TakenOver> {
  const object: TenantObject = { kind: "connections", title: found.stableKey };
  const test = testCredentialsOf(found);
  const ofTest: TenantObject[] = test ? [{ kind: "test credentials", title: found.stableKey }] : [];
  const judged = await judgedConnection(session, found);
  if (typeof judged === "string") {
    return leftOut([{ ...object, leftOut: judged }, ...ofTest.map(withReason("its connection is left out"))]);
  }
  const stack = managed.stackOf(CONNECTION_CLASSES, found.id);
  const testStack = test && managed.stackOf(["TestCredentials"], test.id);
  if (stack === undefined) {
    const imported = await connection(session, judged, partsManaged(managed, found, testStack));
    const objects = [object, ...ofTest.map(withReason(testStack && managedBy(testStack)))];
    if (isCarried(imported)) return { objects, imported: [imported] };
    return leftOut(objects.map(withReason(UNCARRIED)));
  }
  const managedObject = { ...object, leftOut: managedBy(stack) };
  const owner = managed.declaresTest(CONNECTION_CLASSES, found.id) ? stack : testStack;
  if (test === undefined || owner !== undefined) {
    return leftOut([managedObject, ...ofTest.map(withReason(owner && managedBy(owner)))]);
  }
  const imported = importedCredentials(found, judged.type, test);
  return isCarried(imported)
    ? { objects: [managedObject, ...ofTest], imported: [imported] }
    : leftOut([managedObject, ...ofTest.map(withReason(UNCARRIED))]);
}

/** Classes of the parts of a connection that resources of stacks manage apart from it. */
function partsManaged(
  managed: ManagedObjects,
  found: TenantConnection,
  testStack: string | undefined,
): ReadonlySet<string> {
  const parts = (["GlobalValues", "EmbeddedWorkflowFlag"] as const).filter(
    (part) => managed.stackOf([part], found.id) !== undefined,
  );
  return new Set([...parts, ...(testStack === undefined ? [] : ["TestCredentials"])]);
}

function apartObjects({ found, apart }: ApartConnection): TenantObject[] {
  const reason = APART[apart](found);
  const kind = apart === "testCredentials" ? "test credentials" : "connections";
  const tests = testCredentialsOf(found)
    ? [{ kind: "test credentials" as const, title: found.stableKey }]
    : [];
  return [
    { kind, title: found.stableKey, leftOut: reason },
    ...tests.map(withReason("its connection is left out")),
  ];
}

const withReason =
  (reason: string | undefined) =>
  (object: TenantObject): TenantObject => ({ ...object, leftOut: reason });

const leftOut = (objects: TenantObject[]): TakenOver => ({ objects, imported: [] });
