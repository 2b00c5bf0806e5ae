import { runtime } from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CustomerConnection } from "../connection/class.ts";
import { refusePlainTokens } from "./plainTokens.ts";

beforeAll(() =>
  runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }), call: () => ({}) },
    "shop",
    "us",
  ),
);
afterAll(() => runtime.setAllConfig({}));

const asked =
  "which asks for the value (prism me:token --type refresh prints one). Whoever saw the file knows the old one:";

describe("A token in a stack's configuration", () => {
  it.each([
    [
      "refreshToken",
      "-canary--token",
      "Type: pulumi config set --secret prismatic:refreshToken --stack us, ",
    ],
    ["accessToken", "canary", "Type: pulumi config set --secret prismatic:accessToken --stack us, "],
    [
      "token",
      "canary",
      "and no token belongs there. Nothing was changed. Type: pulumi config rm prismatic:token --stack us && " +
        "pulumi config set --secret prismatic:refreshToken --stack us, ",
    ],
    ["passphrase", "canary", "Type: pulumi config rm prismatic:passphrase --stack us && "],
    [
      "url",
      "eyJjYW5hcnkxMjM0.eyJjYW5hcnkxMjM0.canary",
      "Type: pulumi config rm prismatic:url --stack us && ",
    ],
    ["url", "https://user:canary@app.prismatic.io", "Type: pulumi config rm prismatic:url --stack us && "],
  ])("is refused in the clear, and not shown: prismatic:%s", (key, value, mend) => {
    runtime.setAllConfig({ [`prismatic:${key}`]: value }, ["shop:other"]);
    const declare = () =>
      new CustomerConnection("slack", { component: "slack", stableKey: "slack", name: "Slack" });
    expect(declare).toThrow(`prismatic:${key} is configured in the clear, in Pulumi.us.yaml`);
    expect(declare).toThrow(mend);
    expect(declare).toThrow(asked);
    expect(declare).not.toThrow(/canary/);
  });

  it("is taken where it is encrypted, and what is no token is taken as it is", () => {
    const settings = {
      "prismatic:url": "https://app.prismatic.io",
      "prismatic:batchSize": "5",
      "aws:token": "x",
    };
    runtime.setAllConfig({ ...settings, "prismatic:refreshToken": "-x" }, ["prismatic:refreshToken"]);
    expect(refusePlainTokens).not.toThrow();
  });

  it("is told of together with every other", () => {
    runtime.setAllConfig({ "prismatic:refreshToken": "x", "prismatic:token": "y" }, []);
    expect(refusePlainTokens).toThrow(
      /prismatic:refreshToken is configured.*\nprismatic:token is configured/,
    );
  });
});
