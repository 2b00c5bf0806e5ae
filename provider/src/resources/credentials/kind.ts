import type { z } from "zod";
import type { Problem } from "../../dynamic/lifecycle.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import type { Target } from "../reference/target.ts";
import type { ManagedPart } from "../claims.ts";
import type { CredentialsInputs } from "./arguments.ts";

/** Connection and customer that the credentials are for. */
export interface Place {
  isTest: boolean;
  customer: { id: string; name: string } | undefined;
}

/** Everything in which one resource of credentials differs from another. */
export interface CredentialsKind {
  schema: z.ZodObject;
  /** The part that the connection then must not manage itself. */
  part: ManagedPart | undefined;
  /** Explains why the connection cannot have such credentials; undefined where it can. */
  refusal(owner: Target["owner"]): string | undefined;
  /** Describes them in the words of an error message: `the test credentials of connection "slack"`. */
  describe(stableKey: string, declared: CredentialsInputs): string;
  /** Names them as `import-file` does: `TestCredentials/slack`. */
  importedAs(stableKey: string, declared: CredentialsInputs): string;
  /** Finds their connection and customer; undefined while those are unknown. */
  place(session: TenantSession, declared: CredentialsInputs): Promise<{ place?: Place; problem?: Problem }>;
  /** The credentials of the same place that the tenant has. */
  existing(
    session: TenantSession,
    connection: TenantConnection,
    place: Place,
    declared: CredentialsInputs,
  ): Promise<TenantCredentials | undefined>;
}

/** Explains why the organization cannot supply a customer's credentials for a connection; undefined where it can. */
export function refusalForCustomers(owner: Target["owner"]): string | undefined {
  if (owner.variableScope === "customer") return undefined;
  if (owner.variableScope === "org")
    return "is the organization's own for all customers; it takes no customer's credentials.";
  return "is one for which each user supplies credentials; only connections of customers take them here.";
}
