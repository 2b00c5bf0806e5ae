import { describe, expect, it } from "vitest";
import { tenantPinned } from "../../policies/src/policies/tenantPinned.ts";
import { judgeOne, resource } from "../../policies/src/testing/judge.ts";
import { Proxies } from "../../provider/src/tenant/proxies.ts";
import { resolveSettings } from "../../provider/src/tenant/settings.ts";

const TENANT = "0f0e0d0c-0b0a-4908-8706-050403020100";

const pasted = [
  "canary",
  "-canary",
  "canary:hush",
  "v1.canary_hush",
  "eyJjYW5hcnkxMjM0.eyJjYW5hcnkxMjM0.canary",
  "canary\nhush",
  "javascript:canary",
  "https://user:canary@app.prismatic.io",
  "https://canary@app.prismatic.io",
  "http://user:canary@app.prismatic.io",
  "https://app.prismatic.io/canary",
  "https://app.prismatic.io?token=canary",
  "https://app.prismatic.io#canary",
];

/** The message that a configuration and an environment are refused with. */
function refusal(stack: Record<string, string>, environment: Record<string, string> = {}): string {
  try {
    resolveSettings((name) => stack[name], environment);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("Nothing was refused.");
}

describe("What is pasted in place of an address is in no message", () => {
  it.each(pasted)("that refuses prismatic:url or PRISMATIC_URL: %j", (url) => {
    const messages = [
      refusal({ url, refreshToken: "t" }),
      refusal({}, { PRISMATIC_URL: url, PRISM_REFRESH_TOKEN: "t" }),
      refusal({ url }, { PRISMATIC_URL: "https://other.example", PRISM_REFRESH_TOKEN: "t" }),
      refusal({ url: "https://other.example" }, { PRISMATIC_URL: url, PRISM_REFRESH_TOKEN: "t" }),
    ];
    expect(messages.join("\n").toLowerCase()).not.toMatch(/canary|hush|user/);
  });

  it("that refuses another tenant or a proxy", () => {
    const url = "https://app.prismatic.io";
    const messages = [
      refusal({ url, tenantId: "canary", refreshToken: "t" }),
      refusal(
        { url, tenantId: "canary" },
        { PRISMATIC_URL: url, PRISMATIC_TENANT_ID: TENANT, PRISM_REFRESH_TOKEN: "t" },
      ),
    ];
    expect(() => new Proxies({ HTTPS_PROXY: "http://user:ca nary@" }, 1)).toThrow(/^(?!.*nary).*HTTPS_PROXY/);
    const pinned = resource("Component", {}, { tenant: { tenantId: "canary" } });
    messages.push(...judgeOne(tenantPinned, pinned, { configuration: { tenants: { us: TENANT } } }));
    expect(messages).toHaveLength(3);
    expect(messages.join()).not.toContain("canary");
  });

  it("and a host is shown as it is resolved", () => {
    expect(refusal({ url: "http://аpp.prismatic.io", refreshToken: "t" })).toContain(
      "must be https, or the token would travel in the clear: https://xn--pp-6kc.prismatic.io",
    );
    expect(refusal({ url: "https://аpp.prismatic.io/x", refreshToken: "t" })).toContain(
      "Expected: https://xn--pp-6kc.",
    );
  });
});
