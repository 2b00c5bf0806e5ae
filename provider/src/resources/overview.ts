import type { ConnectionType, TenantConnection } from "../tenant/operation.ts";
import type { TenantSession } from "../tenant/session.ts";
import { heldValues, ownerOf } from "./inputs/expressions.ts";
import { secretForm } from "./inputs/secretForms.ts";
import { looksSecret } from "./inputs/secretNames.ts";
import type {
  OverviewConnection,
  OverviewCredentials,
  OverviewParts,
  TenantOverview,
} from "./overviewTypes.ts";
import { kindOf } from "./reference/kinds.ts";
import { countUsesNow } from "./reference/uses.ts";

/**
 * Reads an overview of a tenant: a request for each hundred connections, and for each part as many.
 *
 * @throws PrismaticError where the tenant does not answer
 */
export async function readTenantOverview(
  session: TenantSession,
  { uses = false, values = false }: OverviewParts,
): Promise<TenantOverview> {
  const all = await session.connections.all();
  const [connections, credentials] = await Promise.all([
    Promise.all(
      all.map(async (found) => ({
        ...basicsOf(found),
        ...(uses ? { uses: await countUsesNow(session, found.id) } : {}),
        ...(values ? await valuesOf(session, found) : {}),
      })),
    ),
    uses ? session.overview.statesOfCredentials() : [],
  ]);
  const own = new Set(all.map(({ id }) => id));
  return {
    connections: connections.toSorted((one, other) => compare(one.stableKey, other.stableKey)),
    credentials: credentials
      .filter(({ scopedConfigVariable }) => own.has(scopedConfigVariable.id))
      .map(({ key, customer, scopedConfigVariable, ...state }) => ({
        stableKey: scopedConfigVariable.stableKey,
        customer: customer?.externalId ?? customer?.name,
        name: key || undefined,
        state: stateOf(state),
      }))
      .toSorted((one, other) => compare(orderOf(one), orderOf(other))),
  };
}

function basicsOf(found: TenantConnection): OverviewConnection {
  const test = found.customerConfigVariables.nodes[0];
  return {
    stableKey: found.stableKey,
    name: found.key,
    kind: kindOf(found)?.name,
    component: found.connection?.component.key,
    type: found.connection?.key,
    embeddedWorkflows: found.defaultForComponent,
    state: stateOf(found),
    testState: test && stateOf(test),
  };
}

function stateOf({ status, authorizeUrl }: Pick<TenantConnection, "status" | "authorizeUrl">) {
  return { status: status?.toUpperCase(), isAuthorizable: Boolean(authorizeUrl) };
}

async function valuesOf(session: TenantSession, found: TenantConnection) {
  const [type, integrations] = await Promise.all([
    session.connections.ownType(found.id),
    session.overview.integrationsOf(found.id),
  ]);
  const newest = new Map<string, number>();
  for (const { name, versionNumber, versionCreatedAt } of integrations?.nodes ?? []) {
    // The draft has the number that comes next.
    const published = versionCreatedAt === null ? 0 : versionNumber;
    newest.set(name, Math.max(newest.get(name) ?? 0, published));
  }
  const isWhole = integrations === undefined || integrations.totalCount <= integrations.nodes.length;
  return { ...plainAndSecret(found, type), integrations: isWhole ? newest : undefined };
}

/** Without the component's declaration, nothing tells which value may be shown. */
function plainAndSecret(found: TenantConnection, type: ConnectionType | undefined) {
  const { readable, writeOnly } = heldValues(found, ownerOf(found), { type, declared: [] });
  const types = new Map(type?.inputs.nodes.map((field) => [field.key, field.type]));
  const values = new Map<string, string>();
  const secrets = [...writeOnly];
  for (const [name, value] of Object.entries(readable)) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const inputType = types.get(name);
    if (inputType === "TEMPLATE") continue;
    const isPlain =
      inputType !== undefined &&
      inputType !== "PASSWORD" &&
      !looksSecret(name) &&
      secretForm(text) === undefined;
    if (isPlain) values.set(name, text);
    else secrets.push(name);
  }
  return { values, secrets: secrets.toSorted(compare) };
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const orderOf = ({ stableKey, customer, name }: OverviewCredentials): string =>
  JSON.stringify([stableKey, customer, name]);
