import { describe, expect, it } from "vitest";
import { looksSecret } from "./secretNames.ts";

describe("an input's name", () => {
  it.each([
    "clientSecret",
    "apiKey",
    "api_key",
    "privateKey",
    "webhookUrl",
    "password",
    "accessToken",
    "passphrase",
  ])("looks secret: %s", (name) => expect(looksSecret(name)).toBe(true));

  it.each([
    "tokenUrl",
    "clientId",
    "headerKey",
    "keyId",
    "accessKeyId",
    "authorizeUrl",
    "baseUrl",
    "scopes",
    "keyFile",
  ])("does not look secret: %s", (name) => expect(looksSecret(name)).toBe(false));
});
