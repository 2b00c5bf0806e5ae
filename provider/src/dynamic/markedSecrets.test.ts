import { describe, expect, it } from "vitest";
import { withMarkedSecrets } from "./markedSecrets.ts";

const paths = ["globalSecrets", "testCredentials.secrets", "customers.*.secrets", "authorizeUrl"];

describe("Secrets that go back to Pulumi", () => {
  it("are those that it sent; any other would be stored in the clear", () => {
    const outputs = {
      name: "Slack",
      globalSecrets: { kept: "a", left: "b" },
      testCredentials: { values: { plain: "c" }, secrets: { kept: "d", left: "e" } },
      customers: { one: { secrets: { kept: "f" } }, two: { secrets: { left: "g" } } },
    };
    const inputs = {
      globalSecrets: { kept: "new" },
      testCredentials: { secrets: { kept: "new" } },
      customers: { one: { secrets: { kept: "new" } } },
    };
    expect(withMarkedSecrets(outputs, inputs, paths)).toEqual({
      name: "Slack",
      globalSecrets: { kept: "a" },
      testCredentials: { values: { plain: "c" }, secrets: { kept: "d" } },
      customers: { one: { secrets: { kept: "f" } }, two: { secrets: {} } },
    });
  });

  it("are none where it sent none", () => {
    const outputs = { globalSecrets: { left: "a" }, testCredentials: { secrets: { left: "b" } } };
    const without = { globalSecrets: {}, testCredentials: { secrets: {} } };
    expect(withMarkedSecrets(outputs, {}, paths)).toEqual(without);
    expect(withMarkedSecrets(outputs, { testCredentials: "unknown" }, paths)).toEqual(without);
  });

  it("stay where a resource's options mark them, which no argument has", () => {
    expect(withMarkedSecrets({ authorizeUrl: "https://login" }, {}, paths)).toEqual({
      authorizeUrl: "https://login",
    });
  });
});
