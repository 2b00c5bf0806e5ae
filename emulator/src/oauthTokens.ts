import { z } from "zod";
import type { CatalogConnectionType } from "./catalogComponent.ts";
import type { Problems } from "./errors.ts";
import type { HeldToken, Status } from "./model.ts";
import { given } from "./request.ts";
import type { Tenant } from "./tenant.ts";

/** A token as mutations send it; the schema has four inputs of this form. */
export interface TokenInput {
  accessToken?: string | null;
  refreshToken?: string | null;
  tokenType?: string | null;
  /** Seconds. */
  expiresIn?: number | null;
  refreshAt?: string | null;
  context?: string | null;
  status?: string | null;
  /** JSON: further fields of the token, or all of them. */
  additionalTokenFields?: string | null;
}

/** The fields that hold parts of a token; the request log hides them. */
export const tokenFields: ReadonlySet<string> = new Set([
  "accessToken",
  "refreshToken",
  "additionalTokenFields",
]);

/** The state of an authorization, and the token that it has. */
export interface Authorization {
  status: Status | null;
  oauth?: HeldToken;
}

const statuses = z.enum(["ACTIVE", "ERROR", "FAILED", "PENDING"]);
const furtherFields = z.record(z.string(), z.unknown());

/** Puts a token in the place of the old one, part by part, and notes the problems. No person takes part. */
export function withToken(
  tenant: Tenant,
  old: Authorization,
  input: TokenInput,
  type: CatalogConnectionType | undefined,
  problems: Problems,
): Required<Authorization> {
  if (!type?.definition.oauth2Type) problems.add("id", "The connection type does not use OAuth 2.0.");
  const status = statuses.nullish().safeParse(input.status?.toUpperCase());
  if (!status.success)
    problems.add("status", `"${input.status}" is not one of active, error, failed, pending.`);
  if (given(input.refreshAt) && Number.isNaN(Date.parse(input.refreshAt))) {
    problems.add("refreshAt", "A point in time is expected.");
  }
  const sent = {
    access_token: input.accessToken,
    refresh_token: input.refreshToken,
    token_type: input.tokenType,
    expires_in: input.expiresIn,
  };
  const token = {
    ...old.oauth?.token,
    ...readFurtherFields(input.additionalTokenFields, problems),
    ...Object.fromEntries(Object.entries(sent).filter(([, value]) => given(value))),
  };
  const withoutStatus = tenant.switches["token-update-sets-active"] === "always" ? "ACTIVE" : old.status;
  return {
    status: status.data ?? withoutStatus,
    oauth: {
      token,
      refreshAt: input.refreshAt ?? old.oauth?.refreshAt ?? null,
      context: input.context ?? old.oauth?.context ?? null,
    },
  };
}

function readFurtherFields(text: string | null | undefined, problems: Problems): Record<string, unknown> {
  if (!text) return {};
  try {
    return furtherFields.parse(JSON.parse(text));
  } catch {
    problems.add("additionalTokenFields", "A JSON map is expected, as text.");
    return {};
  }
}

/** The token in an object's `meta`, as far as it is shown. */
export const tokenMeta = ({ token, context }: HeldToken, isShown: boolean): Record<string, unknown> => ({
  ...(isShown && { token }),
  ...(given(context) && { context }),
});

/** The `meta` of a reusable connection or of its credentials: JSON, or null without a token. */
export const reusableMeta = (tenant: Tenant, { oauth }: Pick<Authorization, "oauth">): string | null =>
  oauth ? JSON.stringify(tokenMeta(oauth, tenant.switches["token-in-meta"] === "shown")) : null;
