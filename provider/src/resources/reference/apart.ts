import type { Apart } from "../../tenant/connectionTree.ts";
import type { ApartConnection } from "../../tenant/connections.ts";
import type { TenantSession } from "../../tenant/session.ts";

const EXPLANATIONS: Record<Apart, (found: ApartConnection["found"]) => string> = {
  buildOnlyContainer: () =>
    "is a build-only connection's container, which Prismatic makes for building in one tenant and manages itself. No " +
    "integration and no resource can name it. Take a reusable connection, or another stable key for a new one.",
  buildOnly: () =>
    "is a build-only connection, which Prismatic made for building in this tenant. It can be neither managed nor declared " +
    "here. Take a reusable connection, or another stable key for a new one.",
  credentialOfUser: () =>
    "is one user's own credential below a user connection, which that user alone manages. It can be neither used nor " +
    "declared here. Name the user connection itself, or take another stable key for a new one.",
  testCredentials: () =>
    "holds the test credentials of a user connection, and no integration can use it. Name the user connection itself: " +
    "its testCredentials, or TestCredentials, manage this. A new connection needs another stable key.",
  ofCustomer: ({ customer }) =>
    `belongs to the customer ${customer?.name} alone. It can be neither used nor declared here. Take a connection of the ` +
    "organization's own, or another stable key for a new one.",
};

/** Explains what has a stable key and is no connection of the organization's own, and what to do instead. */
export function explainApart(session: TenantSession, { found, apart }: ApartConnection): string {
  return `"${found.stableKey}" of ${session.tenant} ${EXPLANATIONS[apart](found)}`;
}
