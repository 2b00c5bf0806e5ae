import { z } from "zod";
import { isUnknown, type UNKNOWN } from "../../dynamic/wire.ts";
import { orUnknown } from "../arguments.ts";
import { isFilled } from "../../tenant/filled.ts";

const text = z.string().refine(isFilled, "must not be empty");

/** Tokens of an OAuth 2.0 authorization that was given elsewhere. All members are texts from here on, as secrets are. */
export const oauthTokensSchema = orUnknown(
  z
    .strictObject({
      accessToken: orUnknown(text).optional(),
      refreshToken: orUnknown(text).optional(),
      tokenType: orUnknown(text).optional(),
      expiresIn: orUnknown(z.number().int().min(0, "must not be negative").transform(String)).optional(),
      refreshAt: orUnknown(
        z.iso.datetime({ offset: true, error: 'must be a time such as "2026-10-01T10:00:00Z"' }),
      ).optional(),
      context: orUnknown(z.string()).optional(),
      additionalTokenFields: orUnknown(
        z.string().refine((fields) => fieldsIn(fields) !== undefined, "must be a JSON object, as a text"),
      ).optional(),
    })
    .refine(hasToken, {
      path: ["accessToken"],
      error: 'is missing, and additionalTokenFields has no "access_token" either',
    }),
);

/** Tokens as they are after `check`. */
export type OauthTokens = Exclude<z.output<typeof oauthTokensSchema>, typeof UNKNOWN>;

function hasToken(tokens: { accessToken?: string; additionalTokenFields?: string }): boolean {
  const { accessToken, additionalTokenFields: fields } = tokens;
  if (accessToken !== undefined || isUnknown(fields)) return true;
  return fields !== undefined && "access_token" in (fieldsIn(fields) ?? {});
}

/** The fields in a JSON object; undefined for any other text. */
function fieldsIn(json: string): object | undefined {
  try {
    const fields: unknown = JSON.parse(json);
    return typeof fields === "object" && fields !== null && !Array.isArray(fields) ? fields : undefined;
  } catch {
    return undefined;
  }
}
