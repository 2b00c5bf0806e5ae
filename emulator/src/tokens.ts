import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  tenant_id: z.string(),
  /** Raised to refuse all tokens issued so far. */
  generation: z.number().int(),
  iat: z.number(),
  exp: z.number(),
});

/** The claims of an access token. */
export type Claims = z.output<typeof claimsSchema>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = encode({ alg: "HS256", typ: "JWT" });
const signature = (content: string, key: string): Buffer =>
  createHmac("sha256", key).update(content).digest();

/** Makes an access token: a JWT, because prism reads its expiry. */
export function signToken(claims: Claims, key: string): string {
  const content = `${header}.${encode(claims)}`;
  return `${content}.${signature(content, key).toString("base64url")}`;
}

/** The claims of a token that this key signed; undefined for anything else. */
export function verifyToken(token: string, key: string): Claims | undefined {
  const [head = "", body = "", signed = ""] = token.split(".");
  const expected = signature(`${head}.${body}`, key);
  const actual = Buffer.from(signed, "base64url");
  if (head !== header || actual.length !== expected.length || !timingSafeEqual(actual, expected))
    return undefined;
  return claimsSchema.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
}
