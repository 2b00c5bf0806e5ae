import { expect, test } from "vitest";
import { signToken, verifyToken } from "./tokens.ts";

const claims = { iss: "us", sub: "person", tenant_id: "tenant", generation: 0, iat: 1, exp: 2 };

test("a token says what it was signed with", () => {
  expect(verifyToken(signToken(claims, "key"), "key")).toEqual(claims);
});

test("the expiry can be read without the key, as prism does", () => {
  const [, payload = ""] = signToken(claims, "key").split(".");
  expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({ exp: 2 });
});

test("another key, a changed claim and a text that is no token are refused", () => {
  const token = signToken(claims, "key");
  const [head, , signature] = token.split(".");
  const forged = Buffer.from(JSON.stringify({ ...claims, tenant_id: "other" })).toString("base64url");
  expect(verifyToken(token, "other key")).toBeUndefined();
  expect(verifyToken(`${head}.${forged}.${signature}`, "key")).toBeUndefined();
  expect(verifyToken("undefined", "key")).toBeUndefined();
});
