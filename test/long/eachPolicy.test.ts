import { expect, it } from "vitest";
import { allPolicies } from "../../policies/src/policies.ts";
import { definitionsAreRead, eachPolicy, policiesWithCases } from "../suites/eachPolicy.ts";

it("Every policy of the pack has a case", () => {
  expect(policiesWithCases.toSorted()).toEqual(Object.keys(allPolicies).toSorted());
});

eachPolicy(policiesWithCases);
definitionsAreRead();
