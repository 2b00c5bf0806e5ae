import { describe, expect, it } from "vitest";
import { throwFailures } from "./graphql.ts";

describe("The failures of a GraphQL answer", () => {
  it("are each said once, however many elements of a list they concern", () => {
    const ofElement = (index: number) => ({
      message: "no signature",
      path: ["components", index, "signature"],
    });
    const failing = () => throwFailures([ofElement(0), ofElement(1), { message: "too deep" }]);
    expect(failing).toThrow(/^no signature, too deep$/);
  });

  it("are no error where there are none", () => {
    expect(() => throwFailures([])).not.toThrow();
  });
});
