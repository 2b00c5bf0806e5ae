import type { z } from "zod";
import type { Problem } from "../../dynamic/lifecycle.ts";
import type { TenantConnection, TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import type { Target } from "../reference/target.ts";
import type { ManagedPart } from "../claims.ts";
import type { CredentialsInputs } from "./arguments.ts";

/** Whose credentials they are. */
export interface Place {
  isTest: boolean;
  customer: { id: string; name: string } | undefined;
}

/** What tells one resource of credentials from another. */
export interface CredentialsKind {
  schema: z.ZodObject;
  /** What the connection then must not manage itself. */
  part: ManagedPart | undefined;
  /** Why the connection cannot have such credentials. */
  refusal(owner: Target["owner"]): string | undefined;
  /** In the words of an error message: `the test credentials of connection "slack"`. */
  describe(stableKey: string, declared: CredentialsInputs): string;
  /** What `import-file` calls them: `TestCredentials/slack`. */
  importedAs(stableKey: string, declared: CredentialsInputs): string;
  /** Whose they are; undefined while that is unknown. */
  place(session: TenantSession, declared: CredentialsInputs): Promise<{ place?: Place; problem?: Problem }>;
  /** The credentials of the same place that the tenant has. */
  existing(
    session: TenantSession,
    connection: TenantConnection,
    place: Place,
    declared: CredentialsInputs,
  ): Promise<TenantCredentials | undefined>;
}
