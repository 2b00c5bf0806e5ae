import { describe, expect, it } from "vitest";
import { commandFailure, engineFailure } from "./failures.ts";

const circumstances = { stack: "us", folder: "/home/me/shop", secrets: ["known-canary"] };
const engine = (message: string, type?: string) =>
  engineFailure(
    {
      message,
      severity: "error",
      ...(type === undefined ? {} : { urn: `urn:pulumi:us::shop::${type}::slack` }),
    },
    circumstances,
  );

describe("The text of a failure", () => {
  it("is our own provider's whole message", () => {
    const type = "acme:index:Group$pulumi-nodejs:dynamic/prismatic:CustomerConnection";
    const message =
      "pulumi-nodejs:dynamic/prismatic:CustomerConnection resource 'slack' has a problem: name: must not be empty\n  Type a name.\n";
    expect(engine(message, type)).toMatchObject({ message: "name: must not be empty\n  Type a name." });
  });

  it("is of an exception of the program its kind and place only", () => {
    const message = `Running program '/home/me/shop/index.ts' failed with an unhandled exception:
TypeError: no canary ${Buffer.from("canary").toString("base64")}
    at \u001B[90mfile:///home/me/shop/\u001B[39mlib/slack.ts:5:40
    at async file:///home/me/shop/node_modules/@pulumi/pulumi/cmd/run/run.js:1:2`;
    expect(engine(message)).toEqual({
      message:
        "The program failed with an exception (TypeError) at lib/slack.ts:5:40. Its text may hold secrets and is not copied here.",
      nextStep: "Type, to see it: pulumi preview --stack us",
    });
  });

  it("is of other providers the first line, without known secrets, and nothing that looks like one", () => {
    expect(engine("cannot use known-canary\nmore canary", "aws:s3/bucket:Bucket").message).toBe(
      "cannot use [secret] The rest of the message may hold secrets and is not copied here.",
    );
    const { message } = engine("cannot reach postgres://me:canary@host/db", "aws:s3/bucket:Bucket");
    expect(message).not.toContain("canary");
  });

  it.each([
    ["error: no stack named 'us' found", 'There is no stack "us".', "pulumi stack init"],
    [
      "error: get stack secrets manager: incorrect passphrase",
      "The passphrase of the stack is wrong.",
      "rollout.yaml",
    ],
    ["error: passphrase must be set with X", "The passphrase of the stack is not set.", "rollout.yaml"],
    ["error: PULUMI_ACCESS_TOKEN must be set for login", "Pulumi is not logged in.", "pulumi login"],
    ["error: something else\nmore", "pulumi said: something else", "pulumi preview --stack us"],
    ["error: dial postgres://me:canary@host", "pulumi said nothing that can be shown.", "pulumi preview"],
  ])("is of the command line known or its first line: %s", (stderr, message, nextStep) => {
    const failure = commandFailure(stderr, circumstances);
    expect(failure.message).toBe(message);
    expect(failure.nextStep).toContain(nextStep);
  });
});
