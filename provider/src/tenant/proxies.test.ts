import { describe, expect, it } from "vitest";
import { ConfigurationError } from "./errors.ts";
import { Proxies, refusalOfProxy, type Environment } from "./proxies.ts";

const API = "https://app.prismatic.io";

const chosen = (environment: Environment, address = API) => {
  const proxy = new Proxies(environment, 5).of(address);
  return proxy && `${proxy.variable} ${proxy.host}`;
};

describe("The proxy of an address is", () => {
  it.each([
    [{}, API, undefined],
    [{ HTTPS_PROXY: "http://one:1" }, API, "HTTPS_PROXY one:1"],
    [{ https_proxy: "http://one:1" }, API, "https_proxy one:1"],
    [{ HTTPS_PROXY: "http://one:1", https_proxy: "http://two:2" }, API, "HTTPS_PROXY one:1"],
    [{ HTTPS_PROXY: "", https_proxy: "http://two:2" }, API, "https_proxy two:2"],
    [{ HTTPS_PROXY: "http://one:1", https_proxy: "" }, API, "HTTPS_PROXY one:1"],
    [{ HTTP_PROXY: "http://one:1" }, API, "HTTP_PROXY one:1"],
    [{ http_proxy: "http://one:1", https_proxy: "http://two:2" }, API, "https_proxy two:2"],
    [{ HTTPS_PROXY: "http://one:1" }, "http://127.0.0.1:4010", undefined],
    [
      { HTTPS_PROXY: "http://one:1", http_proxy: "http://two:2" },
      "http://127.0.0.1:4010",
      "http_proxy two:2",
    ],
    [{ HTTPS_PROXY: "one:1" }, API, "HTTPS_PROXY one:1"],
    [{ HTTPS_PROXY: " http://user:pass@one:1/ \n" }, API, "HTTPS_PROXY one:1"],
    [{ HTTPS_PROXY: "https://one" }, API, "HTTPS_PROXY one"],
    [{ ALL_PROXY: "http://one:1" }, API, undefined],
  ])("for %j and %s: %s", (environment, address, expected) => {
    expect(chosen(environment, address)).toBe(expected);
  });

  it.each([
    ["app.prismatic.io", true],
    ["APP.Prismatic.io", true],
    ["prismatic.io", true],
    [".prismatic.io", true],
    ["*.prismatic.io", true],
    ["*.app.prismatic.io", false],
    ["rismatic.io", false],
    ["prismatic.io.example", false],
    ["localhost, prismatic.io", true],
    ["localhost prismatic.io", true],
    ["app.prismatic.io:443", true],
    ["app.prismatic.io:8443", false],
    ["*", true],
    ["localhost,*", true],
    ["*:8443", false],
    ["", false],
  ])("none where NO_PROXY is %j: %s", (list, expected) => {
    for (const name of ["NO_PROXY", "no_proxy"]) {
      expect(chosen({ HTTPS_PROXY: "http://one:1", [name]: list }) === undefined).toBe(expected);
    }
  });

  it.each([
    ["https://[::1]:4010", "::1"],
    ["https://[::1]:4010", "[::1]:4010"],
    ["https://app.prismatic.io.", "app.prismatic.io"],
  ])("none for %s where NO_PROXY is %s", (address, list) => {
    expect(chosen({ HTTPS_PROXY: "http://one:1", NO_PROXY: list }, address)).toBeUndefined();
  });
});

it.each([
  "http://",
  "http://user:secret@one:port",
  "http://user:sec#ret@one:1",
  "http://us%er:secret@one:1",
  "ftp://one",
])("A variable that holds %j is named, and its value is not shown", (value) => {
  const open = () => new Proxies({ https_proxy: value }, 5);
  expect(open).toThrow(ConfigurationError);
  expect(open).toThrow(/^The environment variable https_proxy is not the address of a proxy/);
  expect(open).not.toThrow(/secret|sec#ret|us%er/);
});

it("A proxy's refusal is told from other failures", () => {
  expect(refusalOfProxy(new Error("Proxy response (403) !== 200 when HTTP Tunneling"))).toBe(403);
  expect(refusalOfProxy(new Error("Proxy Authentication Required (407)"))).toBe(407);
  expect(refusalOfProxy(new Error("other side closed"))).toBeUndefined();
});
