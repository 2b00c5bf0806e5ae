import { runtime } from "@pulumi/pulumi";
import { afterEach, beforeAll, expect, it } from "vitest";
import { EmbeddedWorkflowFlag } from "../embeddedWorkflowFlag/class.ts";

beforeAll(() =>
  runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
    call: () => ({}),
  }),
);

const limit = Error.stackTraceLimit;
afterEach(() => {
  Error.stackTraceLimit = limit;
});

const declare = (name: string, transformations: (() => undefined)[] = []) =>
  new EmbeddedWorkflowFlag(name, { connection: "slack", enabled: true }, { transformations });

it("A resource is registered without stack traces, which are there again afterwards", () => {
  const limits: number[] = [];
  Error.stackTraceLimit = 7;
  declare("flag", [() => void limits.push(Error.stackTraceLimit)]);
  expect(limits).toEqual([0]);
  expect(Error.stackTraceLimit).toBe(7);
});

it("A resource that cannot be registered fails with the line that declares it", () => {
  Error.stackTraceLimit = 7;
  let stack = "";
  try {
    declare("flag", [
      () => {
        throw new TypeError("no such name");
      },
    ]);
  } catch (error) {
    stack = (error as Error).stack ?? "";
  }
  expect(stack).toMatch(/^TypeError: no such name\n/);
  expect(stack).toContain("stackTraces.test.ts");
  expect(Error.stackTraceLimit).toBe(7);
});
