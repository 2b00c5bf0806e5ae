import { describe, expect, it } from "vitest";
import { ConfigurationError } from "./errors.ts";
import { resolveSettings } from "./settings.ts";

const TENANT = "0f0e0d0c-0b0a-4908-8706-050403020100";
const OTHER_TENANT = "11111111-2222-4333-8444-555555555555";

function settingsOf(stack: Record<string, string>, environment: Record<string, string> = {}) {
  return resolveSettings((name) => stack[name], environment);
}

const complete = {
  PRISMATIC_URL: "https://app.prismatic.io",
  PRISMATIC_TENANT_ID: TENANT,
  PRISM_REFRESH_TOKEN: "environment-token",
};

describe("the stack's configuration", () => {
  it("is enough with an address and a token, and gets the documented defaults", () => {
    expect(settingsOf({ url: "https://app.prismatic.io/", refreshToken: "stack-token" })).toEqual({
      url: "https://app.prismatic.io",
      refreshToken: "stack-token",
      requestsPerSecond: 20,
      batchSize: 25,
      timeoutSeconds: 30,
      rateLimitWaitSeconds: 300,
      adoptExisting: false,
      overwriteDrift: false,
    });
  });

  it("wins over an environment that names another tenant", () => {
    const settings = settingsOf(
      { url: "https://app.prismatic.io", tenantId: OTHER_TENANT, refreshToken: "stack-token" },
      complete,
    );
    expect(settings.refreshToken).toBe("stack-token");
    expect(settings.tenantId).toBe(OTHER_TENANT);
  });

  it.each([
    [{ requestsPerSecond: "0" }, /requestsPerSecond must be from 1 to 1000/],
    [{ timeoutSeconds: "soon" }, /timeoutSeconds must be a whole number/],
    [{ rateLimitWaitSeconds: "-1" }, /rateLimitWaitSeconds must be a whole number/],
    [{ rateLimitWaitSeconds: "90000" }, /rateLimitWaitSeconds must be from 0 to 86400/],
    [{ adoptExisting: "yes" }, /adoptExisting must be true or false/],
    [{ tenantId: "acme" }, /tenantId must be a tenant's id \(a UUID\)/],
    [{ url: "app.prismatic.io" }, /url is not an address that begins with https:/],
    [{ url: "http://app.prismatic.io" }, /must be https.*https:\/\/app\.prismatic\.io/],
    [{ url: "https://app.prismatic.io/api" }, /nothing but scheme, host and port/],
  ])("refuses %j and says what is expected", (wrong, message) => {
    const stack = { url: "https://app.prismatic.io", refreshToken: "stack-token", ...wrong };
    expect(() => settingsOf(stack)).toThrow(message);
  });

  it.each([
    "https://canary:hush@app.prismatic.io",
    "https://app.prismatic.io/?token=hush",
    "https://canary@x/hush#hush",
  ])("refuses an address with a secret in it, and does not repeat it: %s", (url) => {
    const refused = () => settingsOf({ url, refreshToken: "stack-token" });
    expect(refused).toThrow("nothing but scheme, host and port");
    expect(refused).not.toThrow(/canary|hush/);
  });

  it("asks for the address where only a token is set", () => {
    expect(() => settingsOf({ refreshToken: "stack-token" })).toThrow(/prismatic:url is not set/);
  });

  it("may use plain http on loopback", () => {
    expect(settingsOf({ url: "http://127.0.0.1:4010", accessToken: "a" }).url).toBe("http://127.0.0.1:4010");
  });
});

describe("a Tenant of a program", () => {
  const tenant = {
    explicit: "true",
    name: "eu",
    url: complete.PRISMATIC_URL,
    tenantId: TENANT,
    accessToken: "tenant-access",
  };

  it("takes its token from an environment that names its address and its tenant", () => {
    expect(settingsOf(tenant, complete)).toMatchObject({
      tenantId: TENANT,
      refreshToken: "environment-token",
      declaredBy: { name: "eu" },
      fromEnvironment: ["url", "tenantId", "refreshToken"],
    });
    expect(settingsOf(tenant, complete).accessToken).toBeUndefined();
  });

  it.each([
    ["names another tenant", { ...complete, PRISMATIC_TENANT_ID: OTHER_TENANT }, {}],
    ["names another address", { ...complete, PRISMATIC_URL: "https://private.example" }, {}],
    [
      "names no tenant",
      { PRISMATIC_URL: complete.PRISMATIC_URL, PRISM_REFRESH_TOKEN: "environment-token" },
      {},
    ],
    ["has no token", { PRISMATIC_URL: complete.PRISMATIC_URL, PRISMATIC_TENANT_ID: TENANT }, {}],
    ["names a tenant that this one does not", complete, { tenantId: "" }],
  ])("keeps its own beside an environment that %s", (_, environment, change) => {
    const { accessToken, refreshToken, fromEnvironment } = settingsOf({ ...tenant, ...change }, environment);
    expect([accessToken, refreshToken, fromEnvironment]).toEqual(["tenant-access", undefined, undefined]);
  });

  it("is named with its argument where that is wrong or empty", () => {
    expect(() => settingsOf({ ...tenant, batchSize: "0" })).toThrow(
      /^batchSize of Tenant "eu" must be from 1/,
    );
    expect(() => settingsOf({ ...tenant, accessToken: " " })).toThrow(
      'refreshToken (or accessToken) of Tenant "eu" is empty, so nothing was sent.',
    );
    expect(() => settingsOf({ ...tenant, url: "app.prismatic.io" })).toThrow(/^url of Tenant "eu" is not an/);
    const { name: _, ...unnamed } = tenant;
    expect(() => settingsOf({ ...unnamed, tenantId: "acme" })).toThrow(/^tenantId of the Tenant must be/);
  });
});

describe("the environment", () => {
  it("counts where the stack configures no credentials", () => {
    const settings = settingsOf({}, complete);
    expect(settings).toMatchObject({
      url: complete.PRISMATIC_URL,
      tenantId: TENANT,
      refreshToken: "environment-token",
    });
  });

  it("replaces the stack's token where it names the same address and tenant", () => {
    const settings = settingsOf(
      { url: "https://app.prismatic.io", tenantId: TENANT, refreshToken: "stored-token" },
      { ...complete, PRISM_REFRESH_TOKEN: "", PRISM_ACCESS_TOKEN: "environment-access" },
    );
    expect(settings.refreshToken).toBeUndefined();
    expect(settings.accessToken).toBe("environment-access");
  });

  it("does not count where it is incomplete, and the error says what is missing", () => {
    const { PRISM_REFRESH_TOKEN: _, ...incomplete } = complete;
    expect(() => settingsOf({}, incomplete)).toThrow(/lacks PRISM_REFRESH_TOKEN \(or PRISM_ACCESS_TOKEN\)\./);
    const ofNobody = { PRISMATIC_URL: complete.PRISMATIC_URL, PRISM_ACCESS_TOKEN: "environment-access" };
    expect(() => settingsOf({}, ofNobody)).toThrow(/lacks PRISMATIC_TENANT_ID\./);
    expect(() => settingsOf({}, ofNobody)).toThrow(ConfigurationError);
  });

  it("is complete without a tenant where it has a refresh token, and never brings an access token then", () => {
    const { PRISMATIC_TENANT_ID: _, ...two } = complete;
    const alone = settingsOf({}, { ...two, PRISM_ACCESS_TOKEN: "environment-access" });
    expect(alone).toMatchObject({ url: two.PRISMATIC_URL, refreshToken: "environment-token" });
    expect([alone.tenantId, alone.accessToken]).toEqual([undefined, undefined]);
  });

  it("is complete without a tenant where the stack names one", () => {
    const { PRISMATIC_TENANT_ID: _, ...two } = complete;
    const stack = { url: two.PRISMATIC_URL, tenantId: TENANT };
    const expected = { tenantId: TENANT, refreshToken: "environment-token" };
    expect(settingsOf({ tenantId: TENANT }, two)).toMatchObject(expected);
    expect(settingsOf({ ...stack, refreshToken: "stored-token" }, two)).toMatchObject(expected);
    const unnamed = settingsOf({ url: two.PRISMATIC_URL, refreshToken: "own" }, two);
    expect(unnamed.refreshToken).toBe("own");
    // Messages then name the stack's key.
    expect(settingsOf({ tenantId: TENANT }, two).fromEnvironment).toEqual(["url", "refreshToken"]);
    const other = settingsOf({ ...stack, url: "https://private.example", refreshToken: "own" }, two);
    expect(other.refreshToken).toBe("own");
  });

  it("is refused where it disagrees with a stack that has no token", () => {
    const stack = { url: "https://app.prismatic.io", tenantId: OTHER_TENANT };
    expect(() => settingsOf(stack, complete)).toThrow(/name different tenants: prismatic:tenantId is 1111/);
    expect(() => settingsOf({ url: "https://app.eu-west-1.prismatic.io" }, complete)).toThrow(
      /PRISMATIC_URL is/,
    );
  });

  it("never lends its token to a stack that has one", () => {
    expect(settingsOf({ url: "https://app.prismatic.io", accessToken: "own" }, complete).accessToken).toBe(
      "own",
    );
  });

  it("and the stack may have white space around every value", () => {
    const padded = (values: Record<string, string>) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, ` \u200B${value}\u00A0\r\n`]));
    const stack = {
      url: "https://app.prismatic.io",
      tenantId: TENANT,
      organizationId: "acme",
      refreshToken: "stack-token",
      requestsPerSecond: "7",
    };
    expect(settingsOf(padded(stack))).toEqual(settingsOf(stack));
    expect(settingsOf({}, padded(complete))).toEqual(settingsOf({}, complete));
    expect(settingsOf(padded(stack), padded(complete)).refreshToken).toBe("environment-token");
  });

  it.each([
    ["a line break", "to\nken", /white space within it/],
    ["a space", "Bearer token", /white space within it/],
    ["a NUL", "to\u0000ken", /a control character/],
    ["an ellipsis", "token…", /a character outside of ASCII/],
    ["a letter that looks like another", "tоken", /a character outside of ASCII/],
  ])("and the stack are refused at once where a token holds %s, which is not shown", (_, token, found) => {
    const { PRISM_REFRESH_TOKEN: _token, ...address } = complete;
    const url = complete.PRISMATIC_URL;
    const attempts: [string, () => unknown][] = [
      ["prismatic:refreshToken", () => settingsOf({ url, refreshToken: token })],
      ["prismatic:accessToken", () => settingsOf({ url, accessToken: token })],
      ["PRISM_REFRESH_TOKEN", () => settingsOf({}, { ...address, PRISM_REFRESH_TOKEN: token })],
      ["PRISM_ACCESS_TOKEN", () => settingsOf({}, { ...address, PRISM_ACCESS_TOKEN: token })],
    ];
    for (const [name, attempt] of attempts) {
      expect(attempt).toThrow(ConfigurationError);
      expect(attempt).toThrow(new RegExp(`^${name} has `));
      expect(attempt).toThrow(found);
      expect(attempt).not.toThrow(token);
    }
  });

  it("is named where its value is wrong, and the stack's key where that one is", () => {
    expect(() => settingsOf({}, { ...complete, PRISMATIC_URL: "app.prismatic.io" })).toThrow(
      /^PRISMATIC_URL is not/,
    );
    expect(() => settingsOf({}, { ...complete, PRISMATIC_TENANT_ID: "acme" })).toThrow(
      /^PRISMATIC_TENANT_ID must be/,
    );
    expect(() => settingsOf({ url: "x", refreshToken: "own" }, {})).toThrow(/^prismatic:url is not/);
  });

  it("shows no token in any error", () => {
    const attempts = [
      () => settingsOf({ refreshToken: "stack-token" }, complete),
      () => settingsOf({ url: "https://elsewhere.example" }, complete),
      () => settingsOf({ url: "https://a.example", refreshToken: "stack-token", batchSize: "x" }),
    ];
    for (const attempt of attempts) {
      expect(attempt).toThrow(ConfigurationError);
      expect(attempt).not.toThrow(/stack-token|environment-token/);
    }
  });
});

describe("a share of the requests", () => {
  const stack = { url: "https://app.prismatic.io", refreshToken: "stack-token", requestsPerSecond: "30" };

  it("bounds the rate of this process, to one request a second at least", () => {
    const rateWith = (share: string) =>
      settingsOf(stack, { PRISMATIC_REQUEST_SHARE: share }).requestsPerSecond;
    expect(rateWith("50")).toBe(15);
    expect(rateWith("1")).toBe(1);
    expect(rateWith("100")).toBe(30);
  });

  it("that is none leaves the rate as it is", () => {
    for (const share of ["", "0", "101", "50%", "half"]) {
      expect(settingsOf(stack, { PRISMATIC_REQUEST_SHARE: share }).requestsPerSecond).toBe(30);
    }
  });
});
