import { createHmac, randomBytes, randomUUID } from "node:crypto";

/** The id that Prismatic's API shows for an object: base64 of `Type:uuid`. */
export const globalId = (type: string, uuid: string): string =>
  Buffer.from(`${type}:${uuid}`).toString("base64");

/** A fresh id of that type. */
export const newId = (type: string): string => globalId(type, randomUUID());

/**
 * A fresh secret: refresh tokens, signing keys, the salt of a tenant's ids. It never begins with a hyphen, by which command
 * lines take it for an option.
 */
export function newSecret(): string {
  const secret = randomBytes(32).toString("base64url");
  return secret.startsWith("-") ? newSecret() : secret;
}

/**
 * A UUID that is always the same for a secret and a name.
 *
 * The catalog's ids come from it, so that they differ in every tenant and need no rows.
 */
export function derivedUuid(secret: string, name: string): string {
  const hex = createHmac("sha256", secret).update(name).digest("hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** The id of an object that has no row of its own: see `derivedUuid`. */
export const derivedId = (type: string, secret: string, name: string): string =>
  globalId(type, derivedUuid(secret, `${type}/${name}`));

/** The UUID in an id of the API. */
export const uuidOf = (id: string): string => Buffer.from(id, "base64").toString().split(":")[1] ?? "";
